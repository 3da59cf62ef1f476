"""What part of each population's HLA alleles the models know, from allele frequencies by locus (read, never written out).

The frequency table gives every allele it lists a small share, seen or not. The smallest share of each locus and population is that of alleles
never seen there: it is taken off, and the rest is scaled to 1.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent / "shared")]
import numpy as np
import pandas as pd

from alleles import ALPHA_RESIDUES, class2_chains, class2_name, read_nomenclature
from encoding import RESIDUES, blosum62
from nomenclature import not_on_surface, renamed

# As in infra/predictors/bundled/allele-support.ts.
TRAINED_FROM, WELL_TRAINED, NEAR = 50, 300, 0.05
STANDINGS = ("trained", "thinly trained", "near", "far", "unsupported", "not presented")
_SCORES = {a + b: float(x) for a, row in zip(RESIDUES, blosum62(), strict=True) for b, x in zip(RESIDUES, row, strict=True)}


def similarity(a: str, b: str) -> float:
    return sum(_SCORES.get(x + y, 0.0) for x, y in zip(a, b, strict=True))


def distance(a: str, b: str) -> float:
    """1 - s(a,b)/sqrt(s(a,a) s(b,b)), s = sum of BLOSUM62 (Nielsen et al. 2007, doi:10.1371/journal.pone.0000796); X counts nothing."""
    return 0.0 if a == b else 1 - similarity(a, b) / (similarity(a, a) * similarity(b, b)) ** 0.5


@dataclass
class Known:
    """The alleles a model was trained on (at least TRAINED_FROM rows), and the rows that make one well trained."""

    trained: dict[str, str]  # name -> residues
    rows: dict[str, int]

    @staticmethod
    def of(trained: dict[str, str], rows: dict[str, int]) -> Known:
        return Known(trained, {a: rows.get(a, 0) for a in trained})

    def nearest(self, residues: str, other: bool = False) -> tuple[float, str]:
        """Distance and name of the nearest trained allele, of equals the one with most rows; `other` leaves those of the same residues out."""
        d, _, name = min((distance(residues, s), -self.rows[a], a) for a, s in self.trained.items() if not other or s != residues)
        return d, name

    def standing(self, residues: str) -> str:
        same = [self.rows[a] for a, s in self.trained.items() if s == residues]
        if same:
            return "trained" if max(same) >= WELL_TRAINED else "thinly trained"
        return "near" if self.nearest(residues)[0] <= NEAR else "far"

    def confidence(self, residues: str) -> str:
        return {"trained": "high", "thinly trained": "medium", "near": "medium"}.get(self.standing(residues), "low")


def trained_chains(data: Path) -> dict[str, Known]:
    """Of the class II training data (splits 1 to 4): DR alleles by their 34 residues, DQA1 and DQB1 chains by theirs, with the rows of all their pairs."""
    n, chains = read_nomenclature(data), class2_chains(data)
    table = pd.read_csv(data / "predictor/class2_ba_5splits.csv.gz")
    counts = table[table.split != 5].allele.value_counts()
    found: dict[str, tuple[dict[str, str], dict[str, int]]] = {k: ({}, {}) for k in ("DRB1", "DQA1", "DQB1")}
    for raw, rows in counts.items():
        name = class2_name(str(raw), n)
        residues = chains.residues(name) if name else None
        if name is None or residues is None:
            continue
        parts = [(name, residues)]
        if "/" in name:
            alpha, beta = name.split("/")
            parts = [(alpha, residues[:ALPHA_RESIDUES]), (f"HLA-{beta}", residues[ALPHA_RESIDUES:])]
        for part, r in parts:
            locus = "DRB1" if part.startswith("HLA-DRB") else part[4:8]
            if locus in found:
                found[locus][0][part] = r
                found[locus][1][part] = found[locus][1].get(part, 0) + int(rows)
    return {k: Known.of({a: r for a, r in s.items() if c[a] >= TRAINED_FROM}, c) for k, (s, c) in found.items()}


def coverage(data: Path, class1: dict[str, str], known: Known, class2: dict[str, Known]) -> dict[str, object]:
    """Shares of each population's alleles by standing and locus, the middle distance of those modelled by a neighbour, and people served in class I."""
    n, chains = read_nomenclature(data), class2_chains(data)
    absent = {f"HLA-{group}:{second}" for group, seconds in not_on_surface(n).items() for second in seconds}
    successor = {f"HLA-{a}": f"HLA-{b}" for a, b in renamed(data, n).items()}
    residues = class1 | chains.dr | chains.alpha | chains.beta
    table = pd.read_csv(data / "hla/freq/arcasHLA_hla_freq.tsv.gz", sep="\t")
    table["locus"] = table.allele.str.split("*").str[0]
    populations = [c for c in table.columns if c not in ("allele", "locus", "prior")]

    def standing(name: str, model: Known) -> str:
        known_as = name if name in residues else successor.get(name, name)
        if known_as[-1] in "NSC" or known_as in absent:
            return "not presented"
        return model.standing(residues[known_as]) if known_as in residues else "unsupported"

    out: dict[str, object] = {"populations": {}, "people": {}}
    for locus, g in table.groupby("locus"):
        model = class2.get(str(locus), known)
        standings = [standing(f"HLA-{a}", model) for a in g.allele]
        far = np.array([model.nearest(residues[f"HLA-{a}"])[0] if s == "far" else np.nan for a, s in zip(g.allele, standings, strict=True)])
        for population in populations:
            f = g[population].to_numpy(float)
            f = f - f.min()
            f /= f.sum()
            share = {s: round(float(f[[x == s for x in standings]].sum()), 5) for s in STANDINGS}
            weight = np.where(np.isnan(far), 0, f)
            mean_far = round(float((weight * np.nan_to_num(far)).sum() / weight.sum()), 3) if weight.sum() > 0 else None
            out["populations"].setdefault(population, {})[str(locus)] = share | {"meanDistanceOfFar": mean_far, "allelesSeen": int((f > 0).sum())}  # type: ignore[attr-defined]
    for population, loci in out["populations"].items():  # type: ignore[attr-defined]
        out["people"][population] = people(loci)  # type: ignore[index]
    return out


def people(loci: dict[str, dict[str, float]]) -> dict[str, float]:
    """Of people drawn by Hardy-Weinberg at each locus and independently between loci: all six class I alleles trained (or not presented), all at least
    near, any unsupported."""
    every, near, supported = 1.0, 1.0, 1.0
    for locus in ("A", "B", "C"):
        s = loci[locus]
        high = s["trained"] + s["not presented"]
        every *= high**2
        near *= (high + s["thinly trained"] + s["near"]) ** 2
        supported *= (1 - s["unsupported"]) ** 2
    return {"allHigh": round(every, 4), "allHighOrMedium": round(near, 4), "anyUnsupported": round(1 - supported, 5)}
