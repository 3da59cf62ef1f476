"""Scores natural peptides on every distinct pseudosequence and keeps the scores at fixed percentiles.

    python calibrate.py --data DIR --nets a.npz b.npz --out calibration.npz [--peptides-per-length 25000] [--part 0/2]

Equal numbers of 8-, 9-, 10- and 11-mers: the lengths that the shipped variant has ligands of, and the pipeline's default. Adding longer
ones, which it scores near zero, would only make every rank look better. Parts may run side by side; pack.py joins them.

Every peptide is scored by the first net; the others score the 15 % it finds best (by affinity or by ligand), which gives the knots
up to 5 %, and a random 10 % of all, which gives those above. --check N scores N pseudosequences in full as well and prints the
largest difference of a knot, as a rank: log2(percentile found / percentile in full).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import jax.numpy as jnp
import numpy as np

import net as model
from dataset import encode_peptides, encode_pseudosequences, read_pseudosequences
from evaluate import Ensemble

LENGTHS = (8, 9, 10, 11)
SCREENED = 0.15
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
    ap.add_argument("--peptides-per-length", type=int, default=25_000)
    ap.add_argument("--part", default="0/1")
    ap.add_argument("--check", type=int, default=0)
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
    few = np.random.default_rng(5).permutation(len(rows))[: len(rows) // 10]
    rank_few = np.clip(np.round(PERCENTILES / 100 * len(few)).astype(int) - 1, 0, len(few) - 1)
    top = PERCENTILES <= 5.0

    def score(j: int, chosen: np.ndarray | None, first: np.ndarray) -> np.ndarray:
        """Mean logits [n, 2] of all nets; `first` are those of the first net."""
        total = first.copy()
        for p, h0, (gain, bias) in list(zip(e.nets, sums, parts_of, strict=True))[1:]:
            total += model.score_pairs(p, h0 if chosen is None else h0[chosen], gain[j], bias[j], 2048)
        return total / len(e.nets)

    padded = np.concatenate([sums[0], np.zeros((-len(rows) % 2048, model.UNITS), np.float32)])
    resident = jnp.asarray(padded.reshape(-1, 2048, model.UNITS))
    worst = 0.0
    for j in range(len(mine)):
        first = np.asarray(model.score_chunks(e.nets[0], resident, parts_of[0][0][j], parts_of[0][1][j]))[: len(rows)]
        n = int(SCREENED * len(rows))
        best = np.union1d(np.argpartition(-first[:, 0], n)[:n], np.argpartition(-first[:, 1], n)[:n])
        chosen = np.union1d(best, few)
        z = score(j, chosen, first[chosen])
        strong = -np.sort(-z[np.isin(chosen, best, assume_unique=True)], axis=0)
        weak = -np.sort(-z[np.isin(chosen, few, assume_unique=True)], axis=0)
        joined = np.where(top[:, None], strong[np.minimum(rank, len(strong) - 1)], weak[rank_few])
        knots[j] = np.minimum.accumulate(joined, axis=0).T
        if j < o.check:
            full = -np.sort(-score(j, None, first), axis=0)
            for h in range(2):
                found = np.searchsorted(-full[:, h], -knots[j, h, 4:-1]) + 1
                worst = max(worst, float(np.abs(np.log2(found / (rank[4:-1] + 1))).max()))
            print("check", j, "largest log2 difference", round(worst, 3), flush=True)
        if j % 100 == 0:
            print(j, len(mine), flush=True)
    np.savez(o.out, index=np.array(mine), knots=knots, peptides=len(rows))


if __name__ == "__main__":
    main()
