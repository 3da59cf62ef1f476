"""Trains one net on affinities and eluted ligands together.

    python train.py --data DIR --variant full|no-anthem --seed 1 --steps 12000 --out net.npz --log net.jsonl
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import MISSING, asdict, dataclass, fields
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))
import one_core  # noqa: F401, I001
import numpy as np
from sklearn.metrics import roc_auc_score

import network
from dataset import FIRST_LAYER_ROWS, Tables, affinity_target, encode_peptides, is_held_out, read_tables
from network import AFFINITY, LIGAND_ABSENT, LIGAND_PRESENT

# Weak affinity labels from the ligand task: a decoy is taken to be weaker than 10 uM, a ligand stronger than 5 uM.
DECOY_ABOVE, LIGAND_BELOW = (float(affinity_target(np.array([x]))[0]) for x in (10_000.0, 5_000.0))

NO_DOUBT = -99.0


@dataclass(frozen=True)
class Recipe:
    """What a run may vary; written to the head of its log."""

    variant: str
    seed: int
    steps: int
    learning_rate: float = 2e-3
    weight_decay: float = 1e-2
    affinity_weight: float = 1.5
    weak_weight: float = 0.5
    dropout_byte: int = 90  # of 256: 0.35
    ligand_power: float = 0.6  # ligands are drawn by allele in proportion to count ^ power
    affinity_power: float = 0.7
    hits: int = 512
    decoys: int = 768
    alleles_per_decoy: int = 6
    affinities: int = 768
    units: int = 320
    hidden: int = 128
    allele_units: int = 256
    hlathena_share: float = -1.0  # share of ligands drawn from HLAthena's rows; below 0: as they come
    doubt: float = -99.0  # a ligand whose logit lies below this weighs less than half: it may be a contaminant
    trust: float = 0.3  # share of the steps before that


class Sampler:
    """Draws batches: ligands and affinities by allele in proportion to n^power, decoys uniformly over lengths 8-14."""

    def __init__(self, t: Tables, r: Recipe) -> None:
        self.rng, self.r = np.random.default_rng(r.seed), r
        lig = t.ligands[~t.ligands.held]
        self.lig_rows, self.lig_a = encode_peptides(lig.peptide.tolist()), lig.a.to_numpy()
        aff = t.affinities[~t.affinities.held]
        self.aff_rows, self.aff_a = encode_peptides(aff.peptide.tolist()), aff.a.to_numpy()
        self.y, self.kind = aff.y.to_numpy(), aff.kind.to_numpy()
        decoys = [p for p in t.decoys if not is_held_out(p)]
        self.decoy_rows = encode_peptides(decoys)
        weight = self._row_weights(self.lig_a, r.ligand_power)
        if r.hlathena_share >= 0:
            own = lig.source.str.contains("hlathena").to_numpy()
            for rows, share in ((own, r.hlathena_share), (~own, 1 - r.hlathena_share)):
                weight[rows] = share * self._row_weights(self.lig_a[rows], r.ligand_power)
            weight[~own] *= self._as_long_as(lig.peptide.str.len().to_numpy(), own, weight)
        self.lig_cdf = np.cumsum(weight)
        per_allele = np.bincount(self.lig_a, weight)
        self.allele_cdf = np.cumsum(per_allele)
        self.aff_cdf = np.cumsum(self._row_weights(self.aff_a, r.affinity_power))
        n_lig = r.hits + r.decoys * r.alleles_per_decoy
        n = n_lig + r.affinities
        self.source = np.concatenate([
            np.arange(r.hits), np.repeat(np.arange(r.hits, r.hits + r.decoys), r.alleles_per_decoy), np.arange(r.hits + r.decoys, r.hits + r.decoys + r.affinities),
        ]).astype(np.int32)
        self.task = np.full(n, AFFINITY, np.int32)
        self.task[: r.hits], self.task[r.hits : n_lig] = LIGAND_PRESENT, LIGAND_ABSENT
        self.wa, self.wl = np.full(n, r.affinity_weight / r.affinities, np.float32), np.full(n, 1 / n_lig, np.float32)
        self.weak = np.array([r.weak_weight / (n_lig - r.hits), r.weak_weight / r.hits], np.float32)

    @staticmethod
    def _as_long_as(length: np.ndarray, own: np.ndarray, weight: np.ndarray) -> np.ndarray:
        """Factors that give the other sources' rows of 8 to 11 residues the lengths of HLAthena's: search engines differ in what they report."""
        factor = np.ones(15)
        shares = [np.bincount(length[m], weight[m], 15)[8:12] for m in (own, ~own)]
        factor[8:12] = (shares[0] / shares[0].sum()) / (shares[1] / shares[1].sum())
        return factor[length[~own]]

    @staticmethod
    def _row_weights(a: np.ndarray, power: float) -> np.ndarray:
        n = np.bincount(a)
        per_allele = n.astype(float) ** power * (n > 0)
        w = (per_allele / np.maximum(n, 1))[a]
        return w / w.sum()

    def _draw(self, cdf: np.ndarray, n: int) -> np.ndarray:
        return np.minimum(np.searchsorted(cdf, self.rng.random(n) * cdf[-1]), len(cdf) - 1)

    def step(self, trainer: network.Trainer, pseudo: np.ndarray) -> float:
        r = self.r
        h, a = self._draw(self.lig_cdf, r.hits), self._draw(self.aff_cdf, r.affinities)
        d = self.rng.integers(0, len(self.decoy_rows), r.decoys)
        da = self._draw(self.allele_cdf, r.decoys * r.alleles_per_decoy)
        allele = np.concatenate([self.lig_a[h], da, self.aff_a[a]]).astype(np.int32)
        y = np.zeros((len(allele), 2), np.float32)
        y[: r.hits, 1] = 1
        y[r.hits + len(da) :, 0] = self.y[a]
        kind = np.concatenate([np.zeros(r.hits + len(da)), self.kind[a]]).astype(np.int32)
        rows = np.concatenate([self.lig_rows[h], self.decoy_rows[d], self.aff_rows[a]]).astype(np.int32)
        return trainer.step(
            rows, self.source, allele, pseudo, self.task, y, kind, self.wa, self.wl, self.weak, DECOY_ABOVE, LIGAND_BELOW,
            r.dropout_byte, int(self.rng.integers(0, 2**32)), r.doubt if trainer.done > r.trust * r.steps else NO_DOUBT,
        )


def first_layer(p: network.Params, peptides: list[str]) -> np.ndarray:
    return network.sum_rows(p["first"], encode_peptides(peptides).astype(np.int32))


def held_out_metrics(p: network.Params, t: Tables, every: Tables, seed: int = 7) -> dict[str, float]:
    """On held-out peptides: affinity AUROC at 500 nM, and the PPV of made-up patients (six alleles, their ligands of 8 to 11 residues, four
    decoys a hit, best allele), once for HLAthena's own ligands and once for those only Anthem lists."""
    part = network.allele_part(p, t.pseudo)
    aff = t.affinities[t.affinities.held]
    usable = aff[(aff.kind == 0) | ((aff.kind > 0) & (aff.ic50_nM >= 500)) | ((aff.kind < 0) & (aff.ic50_nM <= 500))].reset_index(drop=True)
    score = np.empty(len(usable), np.float32)
    h0 = first_layer(p, usable.peptide.tolist())
    for a, rows in usable.groupby("a").groups.items():
        score[rows] = network.logits_on(p, h0[rows], a, part)[:, 0]
    out = {"heldOutAffinityAuroc": round(float(roc_auc_score(usable.ic50_nM <= 500, score)), 4)}
    decoys = np.array([d for d in t.decoys if len(d) <= 11 and is_held_out(d)])
    h_decoy = first_layer(p, decoys.tolist())
    index = {a: i for i, a in enumerate(t.alleles)}
    lig = every.ligands[every.ligands.held & (every.ligands.peptide.str.len() <= 11)]
    for name, mine in (("Hlathena", lig.source.str.contains("hlathena")), ("AnthemOnly", ~lig.source.str.contains("hlathena"))):
        rng = np.random.default_rng(seed)
        g = lig[mine]
        counts = g.allele.value_counts()
        usable_alleles = [a for a in counts.index if counts[a] >= 20 and a in index]
        ppv = []
        for _ in range(40):
            chosen = [a for locus in "ABC" for a in rng.permutation(sorted(x for x in usable_alleles if x.startswith(f"HLA-{locus}")))[:2]]
            hits = [q for a in chosen for q in rng.permutation(g[g.allele == a].peptide.to_numpy())[:150]]
            pick = rng.choice(len(decoys), min(4 * len(hits), len(decoys)), replace=False)
            x = np.concatenate([first_layer(p, hits), h_decoy[pick]])
            s = np.max([network.logits_on(p, x, index[a], part)[:, 1] for a in chosen], 0)
            ppv.append(float((np.argsort(-s, kind="stable")[: len(hits)] < len(hits)).mean()))
        out[f"heldOut{name}Ppv"] = round(float(np.mean(ppv)), 4)
    return out


def leave_out(t: Tables, alleles: list[str]) -> Tables:
    """Without the training rows of these alleles and of their twins, alleles with the same contact residues."""
    hidden = {t.pseudo[t.alleles.index(a)].tobytes() for a in alleles}
    twins = [i for i, row in enumerate(t.pseudo) if row.tobytes() in hidden]
    return Tables(t.alleles, t.pseudo, *(x[x.held | ~x.a.isin(twins)] for x in (t.ligands, t.affinities)), t.decoys)


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", type=Path, required=True)
    ap.add_argument("--variant", choices=["full", "no-anthem"], required=True)
    for f in fields(Recipe)[1:]:
        required = f.default is MISSING
        ap.add_argument("--" + f.name.replace("_", "-"), type=int if f.type == "int" else float, required=required, default=None if required else f.default)
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--log", type=Path, required=True)
    ap.add_argument("--measure-every", type=int, default=3000)
    ap.add_argument("--leave-out", nargs="*", default=[], help="alleles that training must not see, nor any of the same contact residues")
    o = ap.parse_args()
    recipe = Recipe(**{f.name: getattr(o, f.name) for f in fields(Recipe)})
    t = leave_out(read_tables(o.data, o.variant), o.leave_out)
    every = read_tables(o.data, "full")
    sampler = Sampler(t, recipe)
    p = network.init(network.Shape(FIRST_LAYER_ROWS, recipe.units, recipe.allele_units, recipe.hidden), recipe.seed)
    trainer = network.Trainer(p, recipe.steps, recipe.learning_rate, recipe.weight_decay)
    start, losses = time.time(), []
    with o.log.open("w") as log:
        log.write(json.dumps(asdict(recipe) | {"leftOut": o.leave_out, "ligands": len(sampler.lig_a), "affinities": len(sampler.aff_a)}) + "\n")
        for i in range(1, o.steps + 1):
            losses.append(sampler.step(trainer, t.pseudo))
            if i % 500 == 0 or i == o.steps:
                line = {"step": i, "seconds": round(time.time() - start), "loss": round(float(np.mean(losses)), 5)}
                losses = []
                if i % o.measure_every == 0 or i == o.steps:
                    line |= held_out_metrics(p, t, every)
                    np.savez(o.out, **p)
                log.write(json.dumps(line) + "\n")
                log.flush()


if __name__ == "__main__":
    main()
