"""Measures one net or an average of nets on the development benchmarks, which are read here and nowhere else.

    python evaluate.py --data DIR --nets a.npz b.npz --out metrics.json
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))
import one_core  # noqa: F401, I001
import numpy as np
import pandas as pd
from sklearn.metrics import average_precision_score, roc_auc_score

import network
from dataset import encode_peptides, encode_pseudosequences, gene_log_odds, read_pseudosequences


def read_nets(paths: list[Path]) -> list[network.Params]:
    """Nets with their weights rounded to float16, as they are shipped."""
    out = []
    for path in paths:
        with np.load(path) as f:
            out.append({k: f[k].astype(np.float16).astype(np.float32) for k in f.files})
    return out


def shared_data(data: Path) -> Path:
    """The folder that holds predictor/ (DATA), hla/ and so on."""
    return data.resolve().parent


class Ensemble:
    """Averages the logits of nets."""

    def __init__(self, paths: list[Path], pseudo: dict[str, str]) -> None:
        self.nets = read_nets(paths)
        self.pseudo = pseudo

    def logits(self, peptides: list[str], alleles: list[str]) -> np.ndarray:
        """Logits [peptides, alleles, 2]: affinity, ligand."""
        rows = encode_peptides(peptides).astype(np.int32)
        codes = encode_pseudosequences([self.pseudo[a] for a in alleles])
        total = np.zeros((len(peptides), len(alleles), 2), np.float32)
        for p in self.nets:
            h0 = network.sum_rows(p["first"], rows)
            part = network.allele_part(p, codes)
            for j in range(len(alleles)):
                total[:, j] += network.logits_on(p, h0, j, part)
        return total / len(self.nets)


@dataclass(frozen=True)
class Cascade:
    """An allele's calibration: from which logits of the screen on a pair passes, and the ligand logits of the nets and of the screen at the percentiles."""

    thresholds: np.ndarray
    knots: np.ndarray
    screen_knots: np.ndarray


def read_cascades(data: Path, calibration: list[Path]) -> dict[str, Cascade]:
    """By pseudosequence."""
    from alleles import class1_alleles

    if not calibration:
        return {}
    distinct = sorted(set(class1_alleles(shared_data(data)).values()))
    out = {}
    for path in calibration:
        with np.load(path) as f:
            for i, a, z, knots in zip(f["index"], f["affinity"], f["screenLigandThreshold"], f["knots"], strict=True):
                out[distinct[i]] = Cascade(np.array([a, z]), knots[0], knots[1])
    return out


def rescaled(z: np.ndarray | float, own_knots: np.ndarray, knots: np.ndarray) -> np.ndarray | float:
    """A ligand logit on another scale: that of the same percentile of natural peptides."""
    index = np.arange(len(knots))
    return np.interp(np.interp(-z, -own_knots, index), index, knots)


def top_n_precision(hit: np.ndarray, score: np.ndarray) -> float:
    n = int(hit.sum())
    return float(hit[np.argsort(-score, kind="stable")[:n]].mean())


def interval(values: list[float], seed: int = 1) -> list[float]:
    """95 % bootstrap interval of a mean over groups."""
    v = np.asarray(values)
    draws = np.random.default_rng(seed).choice(v, (10_000, len(v))).mean(1)
    return [round(float(x), 4) for x in np.quantile(draws, [0.025, 0.975])]


def with_screen(screen: Ensemble, cascades: dict[str, Cascade], out: np.ndarray, peptides: list[str], alleles: list[str]) -> np.ndarray:
    """The product's ligand logits [peptides, alleles]: the screen's, rescaled, for pairs it does not let pass, `out` (all nets) for the others."""
    z = screen.logits(peptides, alleles)
    of = [cascades[screen.pseudo[a]] for a in alleles]
    passes = (z >= np.stack([c.thresholds for c in of])).any(-1)
    ligand = np.stack([rescaled(z[:, j, 1], c.screen_knots, c.knots) for j, c in enumerate(of)], 1)
    return np.where(passes, out[:, :, 1], ligand)


def patients(e: Ensemble, data: Path, screen: Ensemble | None, cascades: dict[str, Cascade]) -> dict[str, object]:
    table = pd.read_csv(data / "benchmark_patients_dev.csv.gz")
    columns: dict[str, tuple[list[float], list[float]]] = {}
    for _, g in table.groupby("sample"):
        hit = g.hit.to_numpy()
        peptides, alleles = g.peptide.tolist(), g.alleles.iloc[0].split()
        out = e.logits(peptides, alleles)
        prior = gene_log_odds(alleles)
        scores = {
            "ligand": (out[:, :, 1] + prior).max(1),
            "ligandWithoutGene": out[:, :, 1].max(1),
            "affinity": out[:, :, 0].max(1),
            "MixMHCpred2.2": -g["MixMHCpred2.2"].to_numpy(),
            "NetMHCpan4.1": -g["NetMHCpan4.1"].to_numpy(),
            "MHCflurry2.0": -g["MHCflurry2.0"].to_numpy(),
        }
        if screen is not None:
            scores["withScreen"] = (with_screen(screen, cascades, out, peptides, alleles) + prior).max(1)
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
    ap.add_argument("--screen", type=Path)
    ap.add_argument("--calibration", type=Path, nargs="*", default=[], help="what calibrate.py wrote: the screen's thresholds")
    ap.add_argument("--check", type=Path, help="what calibrate.py --check wrote: what the screen loses")
    ap.add_argument("--out", type=Path, required=True)
    o = ap.parse_args()
    pseudo = read_pseudosequences(o.data)
    e = Ensemble(o.nets, pseudo)
    screen = Ensemble([o.screen], pseudo) if o.screen else None
    result = {"nets": len(o.nets), "patients": 11, "patientsDev": patients(e, o.data, screen, read_cascades(o.data, o.calibration)), "iedbWeeklyDev": weekly(e, o.data), "heldOutAffinity": held_out_affinity(e, o.data)}
    if o.check:
        result["screen"] = json.loads(o.check.read_text())
    o.out.write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
