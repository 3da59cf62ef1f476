"""Scores natural peptides on every distinct pseudosequence, as the product does, and keeps the scores at fixed percentiles.

    python calibrate.py --data DIR --nets n1.npz ... --screen screen.npz --out c0.npz [--part 0/2]

Equal numbers of 8-, 9-, 10- and 11-mers: the lengths that the shipped variant has ligands of, and the pipeline's default. Adding longer
ones, which it scores near zero, would only make every rank look better. Parts may run side by side; pack.py joins them.

The screen scores every peptide; those it puts among the best SCREENED_PERCENT by either head go to the ensemble, which gives the
ensemble's percentiles up to FROM_PASSING, and so does a random 3 %, which gives those above. --check N scores N pseudosequences in full and
writes, as JSON, how far the ensemble's percentiles lie apart, and which share of the peptides of its best 0.5 and 2 % the screen lets pass.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from dataset import encode_peptides, encode_pseudosequences
import network
import numpy as np
from evaluate import read_nets, shared_data
from alleles import class1_alleles

LENGTHS = (8, 9, 10, 11)
SCREENED_PERCENT = 5.0
FROM_PASSING = 3.0
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


def position(percentiles: np.ndarray, count: int) -> np.ndarray:
    """Index of the peptide at a percentile: the k-th strongest of n is at 100 k / n."""
    return np.clip(np.round(percentiles / 100 * count).astype(int) - 1, 0, count - 1)


def falling(z: np.ndarray) -> np.ndarray:
    return -np.sort(-z)


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", type=Path, required=True)
    ap.add_argument("--nets", type=Path, nargs="+", required=True)
    ap.add_argument("--screen", type=Path, required=True)
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--peptides-per-length", type=int, default=25_000)
    ap.add_argument("--part", default="0/1")
    ap.add_argument("--check", type=int, default=0)
    o = ap.parse_args()
    part, parts = (int(x) for x in o.part.split("/"))
    distinct = sorted(set(class1_alleles(shared_data(o.data)).values()))
    mine = list(range(part, len(distinct), parts))
    mine = mine[:: len(mine) // o.check][: o.check] if o.check else mine
    nets, (screen,) = read_nets(o.nets), read_nets([o.screen])
    codes = encode_pseudosequences([distinct[i] for i in mine])
    rows = encode_peptides(calibration_peptides(o.data, o.peptides_per_length)).astype(np.int32)
    n = len(rows)
    sums = [network.sum_rows(p["first"], rows) for p in nets]
    of_nets = [network.allele_part(p, codes) for p in nets]
    screen_sums, of_screen = network.sum_rows(screen["first"], rows), network.allele_part(screen, codes)
    few = np.sort(np.random.default_rng(5).permutation(n)[: n // 33])
    top = PERCENTILES <= FROM_PASSING
    at, at_few = position(PERCENTILES, n), position(PERCENTILES, len(few))
    threshold = int(position(np.array([SCREENED_PERCENT]), n)[0])
    every = np.arange(n)

    def ensemble(j: int, chosen: np.ndarray) -> np.ndarray:
        return sum(network.logits(p, h0, chosen, np.full(len(chosen), j), of) for p, h0, of in zip(nets, sums, of_nets, strict=True)) / len(nets)

    knots = np.empty((len(mine), 2, len(PERCENTILES)), np.float32)  # ligand logits of the ensemble, of the screen
    affinity = np.empty(len(mine), np.float32)
    share = np.empty(len(mine), np.float32)
    checks: list[dict[str, float]] = []
    for j in range(len(mine)):
        z = network.logits(screen, screen_sums, every, np.full(n, j), of_screen)
        sorted_ligand = falling(z[:, 1])
        knots[j, 1] = sorted_ligand[at]
        affinity[j] = falling(z[:, 0])[threshold]
        passing = (z[:, 1] >= sorted_ligand[threshold]) | (z[:, 0] >= affinity[j])
        share[j] = passing.mean()
        chosen = np.union1d(np.flatnonzero(passing), few)
        ligand = ensemble(j, chosen)[:, 1]
        strong, weak = falling(ligand[passing[chosen]]), falling(ligand[np.isin(chosen, few)])
        knots[j, 0] = np.minimum.accumulate(np.where(top, strong[np.minimum(at, len(strong) - 1)], weak[at_few]))
        if o.check:
            seen = ensemble(j, every)
            found = np.searchsorted(-falling(seen[:, 1]), -knots[j, 0, 4:-1]) + 1
            recall = {f"{name}Best{q:g}": float(passing[np.argsort(-seen[:, h])[: int(n * q / 100)]].mean()) for name, h in (("affinity", 0), ("ligand", 1)) for q in (0.5, 2.0)}
            checks.append(recall | {"log2": float(np.abs(np.log2(found / (at[4:-1] + 1))).max())})
            print(j, checks[-1], flush=True)
        elif j % 100 == 0:
            print(j, len(mine), round(float(share[: j + 1].mean()), 4), flush=True)
    if o.check:
        mean = {k: round(float(np.mean([c[k] for c in checks])), 5) for k in checks[0]}
        worst = {"worstLigandBest2": min(c["ligandBest2"] for c in checks), "worstLog2": max(c["log2"] for c in checks)}
        o.out.write_text(json.dumps({"pseudosequences": len(checks), "passing": round(float(share.mean()), 4), **mean, **worst}, indent=1) + "\n")
        return
    column = int(np.flatnonzero(PERCENTILES == SCREENED_PERCENT)[0])
    np.savez(o.out, index=np.array(mine), knots=knots, affinity=affinity, screenLigandThreshold=knots[:, 1, column], share=share, peptides=n)


if __name__ == "__main__":
    main()
