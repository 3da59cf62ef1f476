"""Reads the class II affinities and turns peptides and alleles into arrays.

A register (a choice of the 9 residues that lie in the groove) becomes 17 rows of the first layer's table of 320: the 9 core residues, three
residues on either side (or none), and how many residues hang out on either side. An allele becomes its 34 contact residues.
"""

from __future__ import annotations

import gzip
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))
import one_core  # noqa: F401, I001
import numpy as np
import pandas as pd

from encoding import INDEX, encode_pseudosequences

CORE, FLANK, FLANK_LENGTH = 9, 3, 6
MIN_LENGTH, MAX_LENGTH = 12, 25
LEFT, RIGHT = CORE * 20, CORE * 20 + FLANK * 21
LEFT_LENGTH = RIGHT + FLANK * 21
RIGHT_LENGTH = LEFT_LENGTH + FLANK_LENGTH + 1
FIRST_LAYER_ROWS = RIGHT_LENGTH + FLANK_LENGTH + 1
ROWS = CORE + 2 * FLANK + 2
TEST_SPLIT = 5


def encode_registers(peptides: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Row numbers of every register [registers, 17] and where each peptide's registers start [peptides + 1]."""
    lengths = np.array([len(p) for p in peptides])
    starts = np.concatenate([[0], np.cumsum(lengths - CORE + 1)])
    out = np.empty((starts[-1], ROWS), np.int32)
    for length in np.unique(lengths):
        which = np.flatnonzero(lengths == length)
        residues = INDEX[np.frombuffer("".join(peptides[i] for i in which).encode(), np.uint8).reshape(-1, length)]
        assert residues.min() >= 0
        none = np.full((len(which), FLANK), 20)
        padded = np.concatenate([none, residues, none], 1)
        for r in range(length - CORE + 1):
            at = starts[which] + r
            out[at, :CORE] = residues[:, r : r + CORE] + np.arange(CORE) * 20
            for f in range(FLANK):
                out[at, CORE + f] = LEFT + f * 21 + padded[:, FLANK + r - 1 - f]
                out[at, CORE + FLANK + f] = RIGHT + f * 21 + padded[:, FLANK + r + CORE + f]
            out[at, CORE + 2 * FLANK] = LEFT_LENGTH + min(r, FLANK_LENGTH)
            out[at, CORE + 2 * FLANK + 1] = RIGHT_LENGTH + min(length - CORE - r, FLANK_LENGTH)
    return out, starts


def table_key(allele: str) -> str:
    """An affinity table's name ('DRB1_0101', 'HLA-DQA10501-DQB10301', 'H-2-IAb') as the pseudosequence table spells it."""
    return allele.removeprefix("HLA-").replace("-", "").replace("_", "").upper()


def read_pseudosequences(data: Path) -> dict[str, str]:
    """By key. X is a residue that the chain lacks (DQA1 has such a gap) or that is not known."""
    table = pd.read_csv(data / "class2_pseudoseq34.csv.gz")
    return dict(zip(table.allele_key, table.pseudosequence, strict=True))


@dataclass
class Table:
    alleles: list[str]
    pseudo: np.ndarray  # [alleles, 680]
    rows: pd.DataFrame  # allele, peptide, y, split, a (index)


def read_table(data: Path) -> Table:
    rows = pd.read_csv(data / "class2_ba_5splits.csv.gz").rename(columns={"score_1_minus_log50k": "y"})
    rows = rows[rows.peptide.str.fullmatch("[ACDEFGHIKLMNPQRSTVWY]+")].reset_index(drop=True)
    pseudo = read_pseudosequences(data)
    rows = rows[rows.allele.map(table_key).isin(pseudo.keys())].reset_index(drop=True)
    alleles = sorted(set(rows.allele))
    rows["a"] = rows.allele.map({a: i for i, a in enumerate(alleles)})
    return Table(alleles, encode_pseudosequences([pseudo[table_key(a)] for a in alleles]), rows)
