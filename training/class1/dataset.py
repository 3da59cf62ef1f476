"""Reads the training tables and turns peptides and alleles into arrays.

A peptide becomes 24 rows of the first layer's table (12 positions aligned to its N terminus, 12 to its C terminus, 21 symbols
each: 20 residues and "no residue") plus one row for its length, so the first layer is a sum of 25 rows.
An allele becomes its 34 contact residues, each as a row of BLOSUM62.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

RESIDUES = "ACDEFGHIKLMNPQRSTVWY"
SIDE = 12
SYMBOLS = 21
GAP = 20
MIN_LENGTH, MAX_LENGTH = 8, 14
FIRST_LAYER_ROWS = 2 * SIDE * SYMBOLS + (MAX_LENGTH - MIN_LENGTH + 1)
HELD_OUT_PERCENT = 5
INDEX = np.full(128, -1, np.int64)
for _i, _r in enumerate(RESIDUES):
    INDEX[ord(_r)] = _i

# BLOSUM62, Henikoff & Henikoff 1992, doi:10.1073/pnas.89.22.10915, in half bits; order A R N D C Q E G H I L K M F P S T W Y V.
_BLOSUM_ORDER = "ARNDCQEGHILKMFPSTWYV"
_BLOSUM_LOWER = """4
-1 5
-2 0 6
-2 -2 1 6
0 -3 -3 -3 9
-1 1 0 0 -3 5
-1 0 0 2 -4 2 5
0 -2 0 -1 -3 -2 -2 6
-2 0 1 -1 -3 0 0 -2 8
-1 -3 -3 -3 -1 -3 -3 -4 -3 4
-1 -2 -3 -4 -1 -2 -3 -4 -3 2 4
-1 2 0 -1 -3 1 1 -2 -1 -3 -2 5
-1 -1 -2 -3 -1 0 -2 -3 -2 1 2 -1 5
-2 -3 -3 -3 -2 -3 -3 -3 -1 0 0 -3 0 6
-1 -2 -2 -1 -3 -1 -1 -2 -2 -3 -3 -1 -2 -4 7
1 -1 1 0 -1 0 0 0 -1 -2 -2 0 -1 -2 -1 4
0 -1 0 -1 -1 -1 -1 -2 -2 -1 -1 -1 -1 -2 -1 1 5
-3 -3 -4 -4 -2 -2 -3 -2 -2 -3 -2 -3 -1 1 -4 -3 -2 11
-2 -2 -2 -3 -2 -1 -2 -3 2 -1 -1 -2 -1 3 -3 -2 -2 2 7
0 -3 -3 -3 -1 -2 -2 -3 -3 3 1 -2 1 -1 -2 -2 0 -3 -1 4"""


def blosum62() -> np.ndarray:
    """BLOSUM62 as a 20 x 20 float array in the order of RESIDUES."""
    m = np.zeros((20, 20), np.float32)
    for i, line in enumerate(_BLOSUM_LOWER.splitlines()):
        for j, value in enumerate(line.split()):
            a, b = RESIDUES.index(_BLOSUM_ORDER[i]), RESIDUES.index(_BLOSUM_ORDER[j])
            m[a, b] = m[b, a] = float(value)
    return m


def encode_peptides(peptides: list[str]) -> np.ndarray:
    """First-layer row numbers, int16 [n, 25]."""
    out = np.full((len(peptides), 2 * SIDE + 1), GAP, np.int64)
    lengths = np.array([len(p) for p in peptides])
    for length in np.unique(lengths):
        rows = np.flatnonzero(lengths == length)
        flat = np.frombuffer("".join(peptides[i] for i in rows).encode(), np.uint8).reshape(-1, length)
        idx = INDEX[flat]
        k = min(SIDE, length)
        out[rows[:, None], np.arange(k)] = idx[:, :k]
        out[rows[:, None], 2 * SIDE - k + np.arange(k)] = idx[:, length - k :]
        out[rows, 2 * SIDE] = length - MIN_LENGTH
    assert out.min() >= 0
    out[:, : 2 * SIDE] += np.arange(2 * SIDE) * SYMBOLS
    out[:, 2 * SIDE] += 2 * SIDE * SYMBOLS
    return out.astype(np.int16)


def encode_pseudosequences(sequences: list[str]) -> np.ndarray:
    """BLOSUM62 rows / 4 of the 34 contact residues, float32 [n, 680]."""
    idx = INDEX[np.frombuffer("".join(sequences).encode(), np.uint8)].reshape(len(sequences), -1)
    return (blosum62()[idx] / 4.0).reshape(len(sequences), -1).astype(np.float32)


def is_held_out(peptide: str) -> bool:
    """The split: by peptide, the same for both tables, independent of order and of the variant trained."""
    return int(hashlib.sha256(("antigraph-split-1:" + peptide).encode()).hexdigest()[:8], 16) % 100 < HELD_OUT_PERCENT


def affinity_target(nanomolar: np.ndarray) -> np.ndarray:
    """1 - log50000(IC50), clipped to 0..1 (Nielsen et al. 2003, doi:10.1110/ps.0239403)."""
    return np.clip(1.0 - np.log(np.maximum(nanomolar, 1e-3)) / np.log(50000.0), 0.0, 1.0).astype(np.float32)


@dataclass
class Tables:
    alleles: list[str]  # every allele seen in either table
    pseudo: np.ndarray  # [alleles, 680]
    ligands: pd.DataFrame  # allele, peptide, a (index), held
    affinities: pd.DataFrame  # allele, peptide, y, kind (-1 '<', 0 '=', 1 '>'), a, held
    decoys: list[str]


def read_pseudosequences(data: Path) -> dict[str, str]:
    table = pd.read_csv(data / "class1_pseudoseq34.csv.gz")
    return dict(zip(table.allele, table.pseudosequence, strict=True))


def read_tables(data: Path, variant: str) -> Tables:
    """`variant` is 'full' or 'no-anthem' (only the rows HLAthena published itself)."""
    ligands = pd.read_csv(data / "class1_el_train.csv.gz")
    if variant == "no-anthem":
        ligands = ligands[ligands.source.str.contains("hlathena")].copy()
    elif variant != "full":
        raise SystemExit(f"unknown variant {variant}")
    affinities = pd.read_csv(data / "class1_ba_train.csv.gz")
    pseudo = read_pseudosequences(data)
    alleles = sorted(set(ligands.allele) | set(affinities.allele))
    index = {a: i for i, a in enumerate(alleles)}
    held = {p: is_held_out(p) for p in set(ligands.peptide) | set(affinities.peptide)}
    for t in (ligands, affinities):
        t["a"] = t.allele.map(index)
        t["held"] = t.peptide.map(held)
    affinities["y"] = affinity_target(affinities.ic50_nM.to_numpy())
    affinities["kind"] = affinities.inequality.map({"<": -1, "=": 0, ">": 1}).astype(int)
    with gzip.open(data / "natural_peptides_8_14.csv.gz", "rt") as f:
        decoys = f.read().split()[1:]
    return Tables(alleles, encode_pseudosequences([pseudo[a] for a in alleles]), ligands, affinities, decoys)
