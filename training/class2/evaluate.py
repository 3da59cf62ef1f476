"""Measures nets, and their mean, on a split that none of them was trained on.

    python evaluate.py --data DIR --nets a.npz b.npz --out metrics.json [--split 5]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from dataset import TEST_SPLIT, Table, encode_registers, read_table
import network
import numpy as np
from train import auroc, expand, register_logits

COUNTED_ROWS, COUNTED_A_SIDE = 20, 5


def read_nets(paths: list[Path]) -> list[network.Params]:
    """Nets with their weights rounded to float16, as they are shipped."""
    out = []
    for path in paths:
        with np.load(path) as f:
            out.append({k: f[k].astype(np.float16).astype(np.float32) for k in f.files})
    return out


def ensemble_logits(nets: list[network.Params], parts: list[network.AllelePart], rows: np.ndarray, begin: np.ndarray, allele: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of peptides given by their registers: mean over nets of each net's best register, and the register (offset) with the best mean."""
    per_register = np.repeat(allele, np.diff(begin))
    z = [register_logits(p, rows, per_register, part) for p, part in zip(nets, parts, strict=True)]
    best = np.mean([np.maximum.reduceat(x, begin[:-1]) for x in z], 0)
    mean = np.mean(z, 0)
    core = np.array([int(np.argmax(mean[a:b])) for a, b in zip(begin[:-1], begin[1:], strict=True)])
    return best, core


def table_logits(nets: list[network.Params], t: Table, which: np.ndarray) -> np.ndarray:
    rows, starts = encode_registers(t.rows.peptide.tolist())
    parts = [network.allele_part(p, t.pseudo) for p in nets]
    a = t.rows.a.to_numpy()
    out = []
    for s in range(0, len(which), 4096):
        chosen = which[s : s + 4096]
        reg, begin = expand(starts, chosen)
        out.append(ensemble_logits(nets, parts, rows[reg], begin, a[chosen])[0])
    return np.concatenate(out)


def interval(values: np.ndarray, seed: int = 1) -> list[float]:
    draws = np.random.default_rng(seed).choice(values, (10_000, len(values))).mean(1)
    return [round(float(x), 4) for x in np.quantile(draws, [0.025, 0.975])]


def measures(t: Table, which: np.ndarray, z: np.ndarray, seen_cores: set[str]) -> dict[str, object]:
    truth = t.rows.y.to_numpy()[which] >= 1 - np.log(500) / np.log(50000)
    a, names = t.rows.a.to_numpy()[which], np.array(t.alleles)
    peptides = t.rows.peptide.to_numpy()[which]
    fresh = np.array([not any(p[i : i + 9] in seen_cores for i in range(len(p) - 8)) for p in peptides])
    per = {}
    for x in np.unique(a):
        m = a == x
        if m.sum() >= COUNTED_ROWS and COUNTED_A_SIDE <= truth[m].sum() <= m.sum() - COUNTED_A_SIDE:
            per[str(names[x])] = {"auroc": round(auroc(truth[m], z[m]), 4), "rows": int(m.sum())}
    values = np.array([v["auroc"] for v in per.values()])
    locus = {k: [v["auroc"] for n, v in per.items() if k in n] for k in ("DRB1", "DRB3", "DRB4", "DRB5", "DP", "DQ", "H-2")}
    return {
        "rows": len(which), "auroc": round(auroc(truth, z), 4), "perAlleleAuroc": round(float(values.mean()), 4), "perAlleleInterval95": interval(values), "alleles": len(per),
        "byLocus": {k: {"meanAuroc": round(float(np.mean(v)), 4), "alleles": len(v)} for k, v in locus.items() if v},
        "withoutSharedCore": {"rows": int(fresh.sum()), "auroc": round(auroc(truth[fresh], z[fresh]), 4)}, "byAllele": per,
    }


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", type=Path, required=True)
    ap.add_argument("--nets", type=Path, nargs="+", required=True)
    ap.add_argument("--split", type=int, default=TEST_SPLIT)
    ap.add_argument("--out", type=Path, required=True)
    o = ap.parse_args()
    t = read_table(o.data)
    split = t.rows.split.to_numpy()
    which = np.flatnonzero(split == o.split)
    seen = {p[i : i + 9] for p in t.rows.peptide[(split != o.split) & (split != TEST_SPLIT)] for i in range(len(p) - 8)}
    result = {"nets": len(o.nets), "split": o.split, **measures(t, which, table_logits(read_nets(o.nets), t, which), seen)}
    o.out.write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps({k: v for k, v in result.items() if k != "byAllele"}, indent=1))


if __name__ == "__main__":
    main()
