"""Trains one class II net on affinities.

    python train.py --data DIR --seed 1 --out net.npz --log net.jsonl [--validation-split 4]

Split 5 is never read here but for the figures a log's last line holds when --measure-test is given; choices were made on --validation-split.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import MISSING, asdict, dataclass, fields
from pathlib import Path

from dataset import FIRST_LAYER_ROWS, TEST_SPLIT, Table, encode_registers, read_table
import network
import numpy as np
from network import AFFINITY
from scipy.stats import rankdata


@dataclass(frozen=True)
class Recipe:
    """What a run may vary; written to the head of its log."""

    seed: int
    steps: int = 6000
    learning_rate: float = 2e-3
    weight_decay: float = 1e-2
    dropout_byte: int = 64
    batch: int = 1024
    power: float = 0.75  # affinities are drawn by allele in proportion to count ^ power
    units: int = 192
    hidden: int = 64
    allele_units: int = 128
    search: float = 0.15  # share of the steps in which the register is chosen with noise, so that early luck does not fix it
    validation_split: int = 0  # left out of training; 0: none


def expand(starts: np.ndarray, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Register numbers of the chosen peptides, one after the other, and where each peptide's begin."""
    counts = starts[chosen + 1] - starts[chosen]
    begin = np.concatenate([[0], np.cumsum(counts)])
    return np.arange(begin[-1]) + np.repeat(starts[chosen] - begin[:-1], counts), begin


def best_registers(z: np.ndarray, begin: np.ndarray) -> np.ndarray:
    """Index into z of each peptide's best register."""
    best = np.maximum.reduceat(z, begin[:-1])
    owner = np.repeat(np.arange(len(begin) - 1), np.diff(begin))
    hit = np.flatnonzero(z == best[owner])
    return hit[np.unique(owner[hit], return_index=True)[1]]


def register_logits(p: network.Params, rows: np.ndarray, allele: np.ndarray, part: network.AllelePart) -> np.ndarray:
    h0 = network.sum_rows(p["first"], rows)
    return network.logits(p, h0, np.arange(len(h0)), allele, part)[:, 0]


def auroc(truth: np.ndarray, score: np.ndarray) -> float:
    n = int(truth.sum())
    ranks = rankdata(score)
    return float((ranks[truth].sum() - n * (n + 1) / 2) / (n * (len(truth) - n)))


def predict(p: network.Params, t: Table, rows: np.ndarray, starts: np.ndarray, which: np.ndarray) -> np.ndarray:
    """Best register's logit of the table's rows `which`."""
    part = network.allele_part(p, t.pseudo)
    a = t.rows.a.to_numpy()
    out = np.empty(len(which), np.float32)
    for s in range(0, len(which), 4096):
        chosen = which[s : s + 4096]
        reg, begin = expand(starts, chosen)
        z = register_logits(p, rows[reg], np.repeat(a[chosen], np.diff(begin)), part)
        out[s : s + 4096] = np.maximum.reduceat(z, begin[:-1])
    return out


def measures(t: Table, which: np.ndarray, score: np.ndarray) -> dict[str, float]:
    """AUROC at 500 nM over all rows, and its mean over alleles with at least 20 rows and 5 of either kind."""
    truth = t.rows.y.to_numpy()[which] >= 1 - np.log(500) / np.log(50000)
    a = t.rows.a.to_numpy()[which]
    per = [auroc(truth[a == x], score[a == x]) for x in np.unique(a) if (a == x).sum() >= 20 and 5 <= truth[a == x].sum() <= (a == x).sum() - 5]
    return {"auroc": round(auroc(truth, score), 4), "perAlleleAuroc": round(float(np.mean(per)), 4), "alleles": len(per), "rows": len(which)}


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", type=Path, required=True)
    for f in fields(Recipe):
        required = f.default is MISSING
        ap.add_argument("--" + f.name.replace("_", "-"), type=int if f.type == "int" else float, required=required, default=None if required else f.default)
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--log", type=Path, required=True)
    o = ap.parse_args()
    r = Recipe(**{f.name: getattr(o, f.name) for f in fields(Recipe)})
    t = read_table(o.data)
    split = t.rows.split.to_numpy()
    train = np.flatnonzero((split != TEST_SPLIT) & (split != r.validation_split))
    rows, starts = encode_registers(t.rows.peptide.tolist())
    a, y = t.rows.a.to_numpy(), t.rows.y.to_numpy().astype(np.float32)
    n = np.bincount(a[train], minlength=len(t.alleles)).astype(float)
    cdf = np.cumsum((n**r.power / np.maximum(n, 1))[a[train]])
    rng = np.random.default_rng(r.seed)
    p = network.init(network.Shape(FIRST_LAYER_ROWS, r.units, r.allele_units, r.hidden, 1), r.seed)
    trainer = network.Trainer(p, r.steps, r.learning_rate, r.weight_decay)
    task, kind = np.full(r.batch, AFFINITY, np.int32), np.zeros(r.batch, np.int32)
    wa, wl, weak = np.full(r.batch, 4.0 / r.batch, np.float32), np.zeros(r.batch, np.float32), np.zeros(2, np.float32)
    start, losses = time.time(), []
    with o.log.open("w") as log:
        log.write(json.dumps(asdict(r) | {"affinities": len(train), "alleles": int((n > 0).sum())}) + "\n")
        for i in range(1, r.steps + 1):
            chosen = train[np.minimum(np.searchsorted(cdf, rng.random(r.batch) * cdf[-1]), len(train) - 1)]
            reg, begin = expand(starts, chosen)
            part = network.allele_part(p, t.pseudo)
            z = register_logits(p, rows[reg], np.repeat(a[chosen], np.diff(begin)), part)
            if i < r.search * r.steps:
                z = z + rng.gumbel(0, 1.0 - i / (r.search * r.steps), len(z)).astype(np.float32)
            best = rows[reg[best_registers(z, begin)]]
            losses.append(trainer.step(
                best, np.arange(r.batch, dtype=np.int32), a[chosen].astype(np.int32), t.pseudo, task, y[chosen, None], kind, wa, wl, weak, 0.0, 0.0,
                r.dropout_byte, int(rng.integers(0, 2**32)),
            ))
            if i % 500 == 0 or i == r.steps:
                line = {"step": i, "seconds": round(time.time() - start), "loss": round(float(np.mean(losses)), 5)}
                losses = []
                if r.validation_split and (i % 2000 == 0 or i == r.steps):
                    held = np.flatnonzero(split == r.validation_split)
                    line["validation"] = measures(t, held, predict(p, t, rows, starts, held))
                log.write(json.dumps(line) + "\n")
                log.flush()
    np.savez(o.out, **p)


if __name__ == "__main__":
    main()
