"""Measures one net or an average of nets on the development benchmarks, which are read here and nowhere else.

    python evaluate.py --data DIR --nets a.npz b.npz --out metrics.json
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import average_precision_score, roc_auc_score

import net as model
from dataset import encode_peptides, encode_pseudosequences, read_pseudosequences


class Ensemble:
    """Averages the logits of nets. `rounded` first rounds the weights to float16, as they are shipped."""

    def __init__(self, paths: list[Path], pseudo: dict[str, str], rounded: bool = True) -> None:
        self.nets = []
        for path in paths:
            with np.load(path) as f:
                self.nets.append({k: f[k].astype(np.float16).astype(np.float32) if rounded else f[k] for k in f.files})
        self.pseudo = pseudo

    def logits(self, peptides: list[str], alleles: list[str]) -> np.ndarray:
        """Logits [peptides, alleles, 2]: affinity, ligand."""
        rows = encode_peptides(peptides)
        codes = encode_pseudosequences([self.pseudo[a] for a in alleles])
        total = np.zeros((len(peptides), len(alleles), 2), np.float32)
        for p in self.nets:
            h0 = model.first_layer_all(p, rows)
            gain, bias = (np.asarray(x) for x in model.allele_part_jit(p, codes))
            for j in range(len(alleles)):
                total[:, j] += model.score_pairs(p, h0, gain[j], bias[j])
        return total / len(self.nets)


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def top_n_precision(hit: np.ndarray, score: np.ndarray) -> float:
    n = int(hit.sum())
    return float(hit[np.argsort(-score, kind="stable")[:n]].mean())


def interval(values: list[float], seed: int = 1) -> list[float]:
    """95 % bootstrap interval of a mean over groups."""
    v = np.asarray(values)
    draws = np.random.default_rng(seed).choice(v, (10_000, len(v))).mean(1)
    return [round(float(x), 4) for x in np.quantile(draws, [0.025, 0.975])]


def patients(e: Ensemble, data: Path) -> dict[str, object]:
    table = pd.read_csv(data / "benchmark_patients_dev.csv.gz")
    columns: dict[str, tuple[list[float], list[float]]] = {}
    for _, g in table.groupby("sample"):
        hit = g.hit.to_numpy()
        out = e.logits(g.peptide.tolist(), g.alleles.iloc[0].split())
        scores = {
            "ligand": out[:, :, 1].max(1),
            "affinity": out[:, :, 0].max(1),
            "ligandLogMean": np.log(sigmoid(out[:, :, 1]).sum(1)),
            "MixMHCpred2.2": -g["MixMHCpred2.2"].to_numpy(),
            "NetMHCpan4.1": -g["NetMHCpan4.1"].to_numpy(),
            "MHCflurry2.0": -g["MHCflurry2.0"].to_numpy(),
        }
        for name, s in scores.items():
            ppv, ap = columns.setdefault(name, ([], []))
            ppv.append(top_n_precision(hit, s))
            ap.append(float(average_precision_score(hit, s)))
    return {
        k: {"ppv": round(float(np.mean(p)), 4), "ppvInterval95": interval(p), "ap": round(float(np.mean(a)), 4), "apInterval95": interval(a)}
        for k, (p, a) in columns.items()
    }


def weekly(e: Ensemble, data: Path) -> dict[str, object]:
    """Mean AUROC over groups of (date, reference, allele, type); IC50 groups are cut at 500 nM, T1/2-like types as binary."""
    table = pd.read_csv(data / "benchmark_iedb_weekly_dev.csv.gz")
    groups: dict[str, list[float]] = {}
    for (_, _, allele, kind), g in table.groupby(["date", "ref", "allele", "type"]):
        truth = (g.value <= 500 if kind == "ic50" else g.value > 0.5).to_numpy()
        if truth.all() or not truth.any() or allele not in e.pseudo:
            continue
        out = e.logits(g.peptide.tolist(), [allele])[:, 0]
        scores = {"affinity": out[:, 0], "ligand": out[:, 1], "mean": out[:, 0] + 0.25 * out[:, 1]}
        for name in ("NetMHCpan 4.1 BA", "NetMHCpan 4.0 BA"):
            other = pd.to_numeric(g[name], errors="coerce").to_numpy()
            if np.isfinite(other).all():
                scores[name] = -other
        for name, s in scores.items():
            groups.setdefault(name, []).append(float(roc_auc_score(truth, s)))
    return {k: {"meanAuroc": round(float(np.mean(v)), 4), "interval95": interval(v), "groups": len(v)} for k, v in groups.items()}


def held_out_affinity(e: Ensemble, data: Path) -> dict[str, object]:
    from dataset import is_held_out

    t = pd.read_csv(data / "class1_ba_train.csv.gz")
    t = t[t.peptide.map(is_held_out)]
    t = t[(t.inequality == "=") | ((t.inequality == ">") & (t.ic50_nM >= 500)) | ((t.inequality == "<") & (t.ic50_nM <= 500))]
    score, truth, within = [], [], []
    for allele, g in t.groupby("allele"):
        s = e.logits(g.peptide.tolist(), [allele])[:, 0, 0]
        y = (g.ic50_nM <= 500).to_numpy()
        score.append(s)
        truth.append(y)
        if y.sum() >= 10 and (~y).sum() >= 10:
            within.append(float(roc_auc_score(y, s)))
    y, s = np.concatenate(truth), np.concatenate(score)
    rng = np.random.default_rng(1)
    draws = [roc_auc_score(y[i], s[i]) for i in (rng.integers(0, len(y), len(y)) for _ in range(200))]
    return {
        "auroc": round(float(roc_auc_score(y, s)), 4), "interval95": [round(float(x), 4) for x in np.quantile(draws, [0.025, 0.975])],
        "rows": len(y), "meanAurocWithinAllele": round(float(np.mean(within)), 4), "allelesCounted": len(within),
    }


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", type=Path, required=True)
    ap.add_argument("--nets", type=Path, nargs="+", required=True)
    ap.add_argument("--out", type=Path, required=True)
    o = ap.parse_args()
    e = Ensemble(o.nets, read_pseudosequences(o.data))
    result = {"nets": len(o.nets), "patients": 11, "patientsDev": patients(e, o.data), "iedbWeeklyDev": weekly(e, o.data), "heldOutAffinity": held_out_affinity(e, o.data)}
    o.out.write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
