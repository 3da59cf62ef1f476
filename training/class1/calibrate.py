"""Scores natural peptides on every distinct pseudosequence and keeps the scores at fixed percentiles.

    python calibrate.py --data DIR --nets a.npz b.npz --out calibration.npz [--peptides-per-length 20000] [--part 0/2]

Equal numbers of 8-, 9-, 10-, 11- and 12-mers. Parts may run side by side; pack.py joins them.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

import net as model
from dataset import encode_peptides, encode_pseudosequences, read_pseudosequences
from evaluate import Ensemble

LENGTHS = (8, 9, 10, 11, 12)
PERCENTILES = np.array([
    0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0,
    5.0, 7.5, 10.0, 15.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 95.0, 99.0, 100.0,
])


def calibration_peptides(data: Path, per_length: int, seed: int = 11) -> list[str]:
    import pandas as pd

    table = pd.read_csv(data / "natural_peptides_8_14.csv.gz").peptide
    rng = np.random.default_rng(seed)
    chosen: list[str] = []
    for length in LENGTHS:
        pool = table[table.str.len() == length].to_numpy()
        chosen += [str(p) for p in rng.choice(pool, per_length, replace=False)]
    return chosen


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", type=Path, required=True)
    ap.add_argument("--nets", type=Path, nargs="+", required=True)
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--peptides-per-length", type=int, default=20_000)
    ap.add_argument("--part", default="0/1")
    o = ap.parse_args()
    part, parts = (int(x) for x in o.part.split("/"))
    pseudo = read_pseudosequences(o.data)
    distinct = sorted(set(pseudo.values()))
    mine = list(range(part, len(distinct), parts))
    e = Ensemble(o.nets, pseudo)
    rows = encode_peptides(calibration_peptides(o.data, o.peptides_per_length))
    sums = [model.first_layer_all(p, rows) for p in e.nets]
    codes = encode_pseudosequences([distinct[i] for i in mine])
    parts_of = [[np.asarray(x) for x in model.allele_part_jit(p, codes)] for p in e.nets]
    # The k-th strongest of n peptides is at percentile 100 k / n.
    rank = np.clip(np.round(PERCENTILES / 100 * len(rows)).astype(int) - 1, 0, len(rows) - 1)
    knots = np.empty((len(mine), 2, len(PERCENTILES)), np.float32)
    for j in range(len(mine)):
        z = sum(model.score_pairs(p, h0, gain[j], bias[j], 2048) for p, h0, (gain, bias) in zip(e.nets, sums, parts_of, strict=True)) / len(e.nets)
        knots[j] = -np.sort(-z, axis=0)[rank].T
        if j % 100 == 0:
            print(j, len(mine), flush=True)
    np.savez(o.out, index=np.array(mine), knots=knots, peptides=len(rows))


if __name__ == "__main__":
    main()
