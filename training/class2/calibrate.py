"""Scores natural peptides on every distinct class II pseudosequence and keeps the logits at fixed percentiles.

    python calibrate.py --data DIR --nets a.npz ... --out c0.npz [--part 0/2]

Peptides: windows of the human proteins of ../proteome, equal numbers of 13 to 17 residues, 10,000 in all: a rank below 0.01 % is not told apart.
"""

from __future__ import annotations

import argparse
import gzip
from pathlib import Path

from dataset import encode_pseudosequences, encode_registers
import network
import numpy as np
from alleles import class2_chains
from evaluate import read_nets

LENGTHS = (13, 14, 15, 16, 17)
PERCENTILES = np.array([
    0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.5, 10.0, 15.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0,
    80.0, 90.0, 95.0, 99.0, 100.0,
])


def natural_peptides(shared: Path, per_length: int, seed: int = 12) -> list[str]:
    with gzip.open(shared / "proteome/pvactools_Homo_sapiens.GRCh38.pep.short.fa.gz", "rt") as f:
        proteins = ["".join(entry.split("\n")[1:]) for entry in f.read().split(">")[1:]]
    proteins = [p for p in proteins if len(p) > 30]
    weight = np.array([len(p) for p in proteins], float)
    rng = np.random.default_rng(seed)
    out: list[str] = []
    for length in LENGTHS:
        found: set[str] = set()
        while len(found) < per_length:
            p = proteins[int(rng.choice(len(proteins), p=weight / weight.sum()))]
            at = int(rng.integers(0, len(p) - length + 1))
            if set(p[at : at + length]) <= set("ACDEFGHIKLMNPQRSTVWY"):
                found.add(p[at : at + length])
        out += sorted(found)
    return out


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", type=Path, required=True)
    ap.add_argument("--nets", type=Path, nargs="+", required=True)
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--per-length", type=int, default=2000)
    ap.add_argument("--part", default="0/1")
    o = ap.parse_args()
    part, parts = (int(x) for x in o.part.split("/"))
    shared = o.data.resolve().parent
    distinct = class2_chains(shared).distinct()
    mine = list(range(part, len(distinct), parts))
    nets = read_nets(o.nets)
    of_nets = [network.allele_part(p, encode_pseudosequences([distinct[i] for i in mine])) for p in nets]
    peptides = natural_peptides(shared, o.per_length)
    rows, begin = encode_registers(peptides)
    sums = [network.sum_rows(p["first"], rows) for p in nets]
    every = np.arange(len(rows))
    at = np.clip(np.round(PERCENTILES / 100 * len(peptides)).astype(int) - 1, 0, len(peptides) - 1)
    knots = np.empty((len(mine), len(PERCENTILES)), np.float32)
    for j in range(len(mine)):
        one = np.full(len(rows), j)
        z = np.mean([np.maximum.reduceat(network.logits(p, h0, every, one, of)[:, 0], begin[:-1]) for p, h0, of in zip(nets, sums, of_nets, strict=True)], 0)
        knots[j] = -np.sort(-z)[at]
        if j % 50 == 0:
            print(j, len(mine), flush=True)
    np.savez(o.out, index=np.array(mine), knots=knots, peptides=len(peptides))


if __name__ == "__main__":
    main()
