"""Reads the training tables and turns peptides and alleles into arrays.

A peptide becomes rows of the first layer's table: the five residues at its N terminus, the five at its C terminus (they overlap below
ten), one for its length, and one for each residue between the two fives, which know no order. So an anchor has the same rows at every
length: with twelve positions from either end, position 9 was the C terminus of one peptide and the bulge of another (PPV 0.8887, with
five and the middle 0.8921).
An allele becomes its 34 contact residues, each as a row of BLOSUM62.
"""

from __future__ import annotations

import gzip
import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))
import one_core  # noqa: F401, I001
import numpy as np
import pandas as pd

from encoding import INDEX, RESIDUES, affinity_target, encode_pseudosequences  # noqa: F401

SIDE = 5
MIN_LENGTH, MAX_LENGTH = 8, 14
LENGTH_ROWS = 2 * SIDE * 20
MIDDLE_ROWS = LENGTH_ROWS + MAX_LENGTH - MIN_LENGTH + 1
FIRST_LAYER_ROWS = MIDDLE_ROWS + 20
ROWS = 2 * SIDE + 1 + MAX_LENGTH - 2 * SIDE
HELD_OUT_PERCENT = 5
# HLA-C stands on the cell surface at about a tenth of HLA-A and -B (Zemmour & Parham 1992, doi:10.1084/jem.176.4.937). Training cannot show it: its
# ligands come from cells made to express one allele. Added to the ligand logit, so that scores compare across a patient's alleles.
LOG_ODDS_BY_GENE = {"C": float(np.log(0.1))}


def encode_peptides(peptides: list[str]) -> np.ndarray:
    """First-layer row numbers, int16 [n, ROWS]; -1 is no row."""
    out = np.full((len(peptides), ROWS), -1, np.int64)
    lengths = np.array([len(p) for p in peptides])
    for length in np.unique(lengths):
        rows = np.flatnonzero(lengths == length)[:, None]
        flat = np.frombuffer("".join(peptides[i] for i in rows[:, 0]).encode(), np.uint8).reshape(-1, length)
        idx = INDEX[flat]
        assert idx.min() >= 0
        side = np.arange(SIDE)
        out[rows, side] = idx[:, :SIDE] + side * 20
        out[rows, SIDE + side] = idx[:, length - SIDE :] + (SIDE + side) * 20
        out[rows[:, 0], 2 * SIDE] = LENGTH_ROWS + length - MIN_LENGTH
        if length > 2 * SIDE:
            out[rows, 2 * SIDE + 1 + np.arange(length - 2 * SIDE)] = idx[:, SIDE : length - SIDE] + MIDDLE_ROWS
    return out.astype(np.int16)


def gene_log_odds(alleles: list[str]) -> np.ndarray:
    return np.array([LOG_ODDS_BY_GENE.get(a.removeprefix("HLA-")[0], 0.0) for a in alleles], np.float32)


def is_held_out(peptide: str) -> bool:
    """The split: by peptide, the same for both tables, independent of order and of the variant trained."""
    return int(hashlib.sha256(("antigraph-split-1:" + peptide).encode()).hexdigest()[:8], 16) % 100 < HELD_OUT_PERCENT


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
