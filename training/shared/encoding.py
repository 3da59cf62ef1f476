"""What both classes' inputs share: the order of the residues, BLOSUM62, and the allele's contact residues as numbers."""

from __future__ import annotations

import one_core  # noqa: F401, I001
import numpy as np

RESIDUES = "ACDEFGHIKLMNPQRSTVWY"
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


def encode_pseudosequences(sequences: list[str]) -> np.ndarray:
    """BLOSUM62 rows / 4 of the 34 contact residues, float32 [n, 680]; a row of zeros for X."""
    idx = INDEX[np.frombuffer("".join(sequences).encode(), np.uint8)].reshape(len(sequences), -1)
    table = np.concatenate([blosum62(), np.zeros((1, 20), np.float32)])  # -1, the number of every other letter, is the last row
    return (table[idx] / 4.0).reshape(len(sequences), -1).astype(np.float32)


def affinity_target(nanomolar: np.ndarray) -> np.ndarray:
    """1 - log50000(IC50), clipped to 0..1 (Nielsen et al. 2003, doi:10.1110/ps.0239403)."""
    return np.clip(1.0 - np.log(np.maximum(nanomolar, 1e-3)) / np.log(50000.0), 0.0, 1.0).astype(np.float32)
