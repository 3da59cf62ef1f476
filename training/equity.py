"""How well the class I model serves each allele, and how many people each population's alleles leave out.

    python equity.py --data SHARED_DATA_DIR --variant full|no-anthem --nets a.npz b.npz --out results/equity.json --report ../docs/validation/equity.md

Ligands: held-out peptides of 8 to 11 residues, at most 200 an allele, each with 99 held-out natural peptides of these lengths (equally
many of each). Affinities: held-out rows whose side of 500 nM is certain. Training data are counted over all alleles of one pseudosequence.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent / d) for d in ("shared", "class1")]
import one_core  # noqa: F401, I001
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score

from alleles import by_locus, class1_alleles
from populations import TRAINED_FROM, WELL_TRAINED, Known, coverage, trained_chains
from dataset import is_held_out, read_tables
from equity_report import write_report
from evaluate import Ensemble, interval

LENGTHS = (8, 9, 10, 11)
DECOYS_A_HIT, MOST_HITS, FEWEST_HITS, FEWEST_A_SIDE = 99, 200, 5, 5
AMOUNTS = ((0, 0), (1, 99), (100, 999), (1000, None))
DISTANCES = ((0.0, 0.0), (0.0, 0.05), (0.05, 0.1), (0.1, 0.2), (0.2, None))


def amount_label(n: int) -> str:
    low, high = next((a, b) for a, b in AMOUNTS if n >= a and (b is None or n <= b))
    return "0" if high == 0 else f"{low}-{high}" if high else f">= {low}"


def distance_label(d: float) -> str:
    low, high = next((a, b) for a, b in DISTANCES if b is None or d <= b)
    return "0" if high == 0 else f"> {low} to {high}" if high else f"> {low}"


def top_n(hits: np.ndarray, decoys: np.ndarray) -> float:
    """Share of hits among the n best of hits and decoys, n = hits; at equal scores the decoys come first."""
    score = np.concatenate([decoys, hits])
    best = np.argsort(-score, kind="stable")[: len(hits)]
    return float((best >= len(decoys)).mean())


def auroc(hits: np.ndarray, decoys: np.ndarray) -> float:
    return float(roc_auc_score(np.r_[np.ones(len(hits)), np.zeros(len(decoys))], np.r_[hits, decoys]))


def held_out_decoys(decoys: list[str], rng: np.random.Generator) -> list[str]:
    held = [d for d in decoys if len(d) in LENGTHS and is_held_out(d)]
    by_length = [[d for d in held if len(d) == n] for n in LENGTHS]
    n = min(map(len, by_length))
    return [d for pool in by_length for d in rng.permutation(pool)[:n].tolist()]


def ligand_quality(e: Ensemble, ligands: pd.DataFrame, decoys: list[str], stand_in: dict[str, str]) -> list[dict[str, object]]:
    """Per allele; `stand_in` is the allele whose motif is used instead for the figure 'as its neighbour'."""
    rng = np.random.default_rng(3)
    rows = []
    for allele, g in ligands.groupby("allele"):
        peptides = np.unique(g.peptide)
        if len(peptides) < FEWEST_HITS:
            continue
        hits = rng.permutation(peptides)[:MOST_HITS].tolist()
        names = [allele, *([stand_in[allele]] if allele in stand_in else [])]
        chosen = rng.permutation(len(decoys))[: DECOYS_A_HIT * len(hits)]
        z = e.logits(hits + [decoys[i] for i in chosen], names)[:, :, 1]
        row = {"allele": allele, "hits": len(hits), "ppv": top_n(z[: len(hits), 0], z[len(hits) :, 0]), "auroc": auroc(z[: len(hits), 0], z[len(hits) :, 0])}
        if allele in stand_in:
            row["ppvAsNeighbour"] = top_n(z[: len(hits), 1], z[len(hits) :, 1])
        rows.append(row)
    return rows


def affinity_quality(e: Ensemble, affinities: pd.DataFrame) -> list[dict[str, object]]:
    certain = (affinities.inequality == "=") | ((affinities.inequality == ">") & (affinities.ic50_nM >= 500)) | ((affinities.inequality == "<") & (affinities.ic50_nM <= 500))
    rows = []
    for allele, g in affinities[certain].groupby("allele"):
        binder = (g.ic50_nM <= 500).to_numpy()
        if min(binder.sum(), (~binder).sum()) < FEWEST_A_SIDE:
            continue
        z = e.logits(g.peptide.tolist(), [allele])[:, 0, 0]
        rows.append({"allele": allele, "rows": len(g), "auroc": auroc(z[binder], z[~binder])})
    return rows


def grouped(rows: list[dict[str, object]], key: str, values: tuple[str, ...], order: list[str]) -> list[dict[str, object]]:
    """Mean over the alleles of a group, with a bootstrap interval over alleles from five alleles on; groups without any allele are listed as such."""
    out = []
    for label in order:
        mine = [r for r in rows if r[key] == label]
        line: dict[str, object] = {"group": label, "alleles": len(mine)}
        for v in values:
            x = [float(r[v]) for r in mine if v in r]  # type: ignore[arg-type]
            line[v] = round(float(np.mean(x)), 4) if x else None
            line[v + "Interval95"] = interval(x) if len(x) >= 5 else None
        out.append(line)
    return out


def main() -> None:
    ap = argparse.ArgumentParser()
    for name in ("--data", "--out", "--report"):
        ap.add_argument(name, type=Path, required=True)
    ap.add_argument("--variant", required=True)
    ap.add_argument("--nets", type=Path, nargs="+", required=True)
    ap.add_argument("--left-out-nets", type=Path, nargs="*", default=[], help="nets that never saw --left-out-alleles")
    ap.add_argument("--left-out-alleles", nargs="*", default=[])
    ap.add_argument("--class2", type=Path, help="what class2/by_allele.py wrote")
    o = ap.parse_args()
    predictor = o.data / "predictor"
    pseudo = class1_alleles(o.data)
    t, every = read_tables(predictor, o.variant), read_tables(predictor, "full")
    train_lig, train_aff = (x[~x.held].allele.value_counts().to_dict() for x in (t.ligands, t.affinities))

    def over_twins(counts: dict[str, int]) -> dict[str, int]:
        total: dict[str, int] = {}
        for a, n in counts.items():
            total[pseudo[a]] = total.get(pseudo[a], 0) + n
        return total

    lig_by, aff_by = over_twins(train_lig), over_twins(train_aff)
    known = Known.of({a: pseudo[a] for a in {**train_lig, **train_aff} if max(train_lig.get(a, 0), train_aff.get(a, 0)) >= TRAINED_FROM}, train_lig)
    named = sorted(set(every.ligands.allele) | set(every.affinities.allele))
    facts = {a: {"locus": a[:5], "ligandData": amount_label(lig_by.get(pseudo[a], 0)), "affinityData": amount_label(aff_by.get(pseudo[a], 0)),
                 "distance": distance_label(known.nearest(pseudo[a])[0]), "gap": known.nearest(pseudo[a], other=True)[0]} for a in named}
    stand_in = {a: known.nearest(pseudo[a], other=True)[1] for a in named if lig_by.get(pseudo[a], 0) >= WELL_TRAINED}

    e = Ensemble(o.nets, pseudo)
    decoys = held_out_decoys(every.decoys, np.random.default_rng(2))
    held = every.ligands[every.ligands.held & every.ligands.peptide.str.len().isin(LENGTHS)]
    ligand_rows = [r | facts[str(r["allele"])] for r in ligand_quality(e, held, decoys, stand_in)]
    for r in ligand_rows:
        r["gapLabel"] = distance_label(float(r["gap"]))  # type: ignore[arg-type]
    others = held[~held.source.str.contains("hlathena")]
    other_rows = [r | facts[str(r["allele"])] for r in ligand_quality(e, others, decoys, {})] if o.variant == "no-anthem" else []
    affinity_rows = [r | facts[str(r["allele"])] for r in affinity_quality(e, every.affinities[every.affinities.held])]
    left_out = []
    if o.left_out_nets:
        mine = held[held.allele.isin(o.left_out_alleles)]
        without = Known.of({a: s for a, s in known.trained.items() if s not in {pseudo[x] for x in o.left_out_alleles}}, train_lig)
        neighbours = {a: without.nearest(pseudo[a])[1] for a in o.left_out_alleles}
        # The same hits and decoys for both: the draw depends on the rows alone.
        trained = {r["allele"]: r["ppv"] for r in ligand_quality(e, mine, decoys, neighbours)}
        for r in ligand_quality(Ensemble(o.left_out_nets, pseudo), mine, decoys, neighbours):
            d, neighbour = without.nearest(pseudo[str(r["allele"])])
            r["ppvTrained"] = trained[r["allele"]]
            left_out.append(r | {"distance": round(d, 4), "nearest": neighbour})

    amounts = [amount_label(a) for a, _ in AMOUNTS]
    bands = [distance_label(b if b is not None else 1.0) for _, b in DISTANCES]
    loci = ["HLA-A", "HLA-B", "HLA-C", "HLA-E", "HLA-G"]
    result = {
        "nets": len(o.nets), "variant": o.variant, "decoysAHit": DECOYS_A_HIT, "heldOutDecoys": len(decoys),
        "ligands": {
            "byLocus": grouped(ligand_rows, "locus", ("ppv", "auroc"), loci), "byTrainingLigands": grouped(ligand_rows, "ligandData", ("ppv", "auroc"), amounts),
            "byTrainingLigandsOtherSource": grouped(other_rows, "ligandData", ("ppv", "auroc"), amounts) if other_rows else None,
            "byDistance": grouped(ligand_rows, "distance", ("ppv", "auroc"), bands),
            "asNearestOther": grouped([r for r in ligand_rows if "ppvAsNeighbour" in r], "gapLabel", ("ppv", "ppvAsNeighbour"), bands[1:]),
            "lowest": [_short(r) for r in sorted(ligand_rows, key=lambda r: r["ppv"])[:10]],  # type: ignore[arg-type, return-value]
        },
        "affinities": {
            "byLocus": grouped(affinity_rows, "locus", ("auroc",), loci), "byTrainingAffinities": grouped(affinity_rows, "affinityData", ("auroc",), amounts),
            "byDistance": grouped(affinity_rows, "distance", ("auroc",), bands),
            "lowest": [_short(r) for r in sorted(affinity_rows, key=lambda r: r["auroc"])[:10]],  # type: ignore[arg-type, return-value]
        },
        "leftOut": [{k: round(v, 4) if isinstance(v, float) else v for k, v in r.items()} for r in left_out],
        "loci": by_locus(o.data),
        "confidence": confidence_counts(pseudo, known),
        "coverage": coverage(o.data, pseudo, known, trained_chains(o.data)),
        "class2": class2_groups(json.loads(o.class2.read_text())) if o.class2 else None,
    }
    o.out.write_text(json.dumps(result, indent=1) + "\n")
    write_report(o.report, result)


def confidence_counts(pseudo: dict[str, str], known: Known) -> list[dict[str, object]]:
    """Of all supported names of a locus, how many stand at each confidence."""
    out = []
    for locus in ("A", "B", "C", "E", "G"):
        of = [known.confidence(s) for a, s in pseudo.items() if a.startswith(f"HLA-{locus}*")]
        out.append({"locus": f"HLA-{locus}", "names": len(of)} | {c: of.count(c) for c in ("high", "medium", "low")})
    return out


def class2_groups(measured: dict) -> dict[str, object]:
    """By locus and by training affinities of the pair itself."""
    rows = [r | {"locus": r["allele"][4:6], "data": amount_label(r["trainingAffinities"])} for r in measured["alleles"]]
    amounts = [amount_label(a) for a, _ in AMOUNTS]
    return {
        "nets": measured["nets"], "rows": sum(r["rows"] for r in rows), "byLocus": grouped(rows, "locus", ("auroc",), ["DR", "DP", "DQ"]),
        "byTrainingAffinities": grouped(rows, "data", ("auroc",), amounts), "lowest": sorted(rows, key=lambda r: r["auroc"])[:6],
    }


def _short(r: dict[str, object]) -> dict[str, object]:
    keep = ("allele", "hits", "rows", "ppv", "auroc", "ligandData", "affinityData")
    return {k: round(v, 4) if isinstance(v := r[k], float) else v for k in keep if k in r}


if __name__ == "__main__":
    main()
