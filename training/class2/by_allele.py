"""AUROC at 500 nM of class II nets for each human allele on the split that no training has seen (at least 20 rows, 5 on either side).

    python by_allele.py --data SHARED_DATA_DIR --nets a.npz b.npz --out by-allele.json
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from dataset import TEST_SPLIT, encode_registers, read_table  # noqa: I001, first: it finds shared/
import numpy as np
from alleles import class2_name, read_nomenclature
from train import auroc, predict


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", type=Path, required=True)
    ap.add_argument("--nets", type=Path, nargs="+", required=True)
    ap.add_argument("--out", type=Path, required=True)
    o = ap.parse_args()
    t, n = read_table(o.data / "predictor"), read_nomenclature(o.data)
    names = [class2_name(a, n) for a in t.alleles]
    split, a = t.rows.split.to_numpy(), t.rows.a.to_numpy()
    test = np.flatnonzero((split == TEST_SPLIT) & np.array([names[x] is not None for x in a]))
    rows, starts = encode_registers(t.rows.peptide.tolist())
    total = np.zeros(len(test), np.float32)
    for path in o.nets:
        with np.load(path) as f:
            p = {k: f[k].astype(np.float16).astype(np.float32) for k in f.files}
        total += predict(p, t, rows, starts, test)
    truth = t.rows.y.to_numpy()[test] >= 1 - np.log(500) / np.log(50000)
    out = []
    for x in np.unique(a[test]):
        mine = a[test] == x
        if mine.sum() >= 20 and 5 <= truth[mine].sum() <= mine.sum() - 5:
            trained = int(((a == x) & (split != TEST_SPLIT)).sum())
            out.append({"allele": names[x], "rows": int(mine.sum()), "trainingAffinities": trained, "auroc": round(auroc(truth[mine], total[mine]), 4)})
    o.out.write_text(json.dumps({"nets": len(o.nets), "alleles": out}, indent=1) + "\n")


if __name__ == "__main__":
    main()
