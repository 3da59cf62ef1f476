"""Fails if any peptide of a benchmark occurs in a training table or among the decoys (exact match, any allele).

    python check_leakage.py --data DIR --out leakage.json
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pandas as pd


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", type=Path, required=True)
    ap.add_argument("--out", type=Path, required=True)
    o = ap.parse_args()
    training = {name: set(pd.read_csv(o.data / name).peptide) for name in ("class1_el_train.csv.gz", "class1_ba_train.csv.gz", "natural_peptides_8_14.csv.gz")}
    result: dict[str, object] = {"trainingPeptides": {k: len(v) for k, v in training.items()}, "shared": {}}
    leaks = 0
    for path in sorted(o.data.glob("benchmark_*.csv.gz")):
        peptides = set(pd.read_csv(path).peptide)
        shared = {name: len(peptides & t) for name, t in training.items()}
        result["shared"][path.name] = {"benchmarkPeptides": len(peptides)} | shared  # type: ignore[index]
        leaks += sum(shared.values())
    result["leaks"] = leaks
    o.out.write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result, indent=1))
    if leaks:
        raise SystemExit("a benchmark peptide is in the training data")


if __name__ == "__main__":
    main()
