"""Trains one net on affinities and eluted ligands together.

    python train.py --data DIR --variant full|no-anthem --seed 1 --steps 12000 --out net.npz --log net.jsonl
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import MISSING, asdict, dataclass, fields
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import optax
from sklearn.metrics import average_precision_score, roc_auc_score

import net as model
from dataset import Tables, affinity_target, encode_peptides, read_tables

HITS, DECOYS, ALLELES_PER_DECOY, AFFINITIES = 512, 768, 6, 768
# Weak affinity labels from the ligand task: a decoy is taken to be weaker than 10 uM, a ligand stronger than 5 uM.
DECOY_ABOVE, LIGAND_BELOW = (float(affinity_target(np.array([x]))[0]) for x in (10_000.0, 5_000.0))


@dataclass(frozen=True)
class Recipe:
    """What a run may vary; written to the head of its log."""

    variant: str
    seed: int
    steps: int
    learning_rate: float = 2e-3
    weight_decay: float = 1e-2
    affinity_weight: float = 4.0
    weak_weight: float = 1.0
    dropout_byte: int = 51  # of 256: 0.2
    ligand_power: float = 0.6  # ligands are drawn by allele in proportion to count ^ power
    short_decoys: float = 0.0  # share of decoys drawn again among 8- to 11-mers


def loss_fn(p: model.Params, b: dict[str, jax.Array], pseudo: jax.Array, recipe: Recipe) -> jax.Array:
    gain, bias = model.allele_part(p, pseudo)
    h0 = model.first_layer(p, b["rows"])
    hit, decoy, affinity = jnp.split(h0, [HITS, HITS + DECOYS])
    decoy = jnp.broadcast_to(decoy[:, None, :], (DECOYS, ALLELES_PER_DECOY, model.UNITS)).reshape(-1, model.UNITS)
    x = jnp.concatenate([hit, decoy, affinity])
    h1 = jax.nn.relu(x * gain[b["allele"]] + bias[b["allele"]])
    keep = (b["drop"] >= recipe.dropout_byte).astype(jnp.float32) / (1 - recipe.dropout_byte / 256)
    out = model.head(p, h1, (keep[:, : model.UNITS], keep[:, model.UNITS :]))
    n_lig = HITS + DECOYS * ALLELES_PER_DECOY
    lig, aff = out[:n_lig, 1], jax.nn.sigmoid(out[:, 0])
    label = (jnp.arange(n_lig) < HITS).astype(jnp.float32)
    ligand = optax.sigmoid_binary_cross_entropy(lig, label).mean()
    d = aff[n_lig:] - b["y"]
    # '>' in nM means a lower target: only predictions above it are wrong, and the other way round.
    d = jnp.where(b["kind"] > 0, jnp.maximum(d, 0), jnp.where(b["kind"] < 0, jnp.minimum(d, 0), d))
    weak = jnp.maximum(LIGAND_BELOW - aff[:HITS], 0) ** 2
    weak_decoy = jnp.maximum(aff[HITS:n_lig] - DECOY_ABOVE, 0) ** 2
    return ligand + recipe.affinity_weight * (d**2).mean() + recipe.weak_weight * (weak.mean() + weak_decoy.mean())


class Sampler:
    """Draws batches: ligands by allele in proportion to n^power, affinities by allele in proportion to n^0.7, decoys uniformly over lengths 8-14."""

    def __init__(self, t: Tables, recipe: Recipe) -> None:
        self.rng = np.random.default_rng(recipe.seed)
        self.short_decoys = recipe.short_decoys
        lig = t.ligands[~t.ligands.held]
        self.lig_rows, self.lig_a = encode_peptides(lig.peptide.tolist()), lig.a.to_numpy()
        aff = t.affinities[~t.affinities.held]
        self.aff_rows, self.aff_a = encode_peptides(aff.peptide.tolist()), aff.a.to_numpy()
        self.y, self.kind = aff.y.to_numpy(), aff.kind.to_numpy()
        self.decoy_rows = encode_peptides(t.decoys)
        self.short = np.array([i for i, p in enumerate(t.decoys) if len(p) <= 11])
        self.lig_cdf, self.allele_cdf = self._cdf(self.lig_a, recipe.ligand_power)
        self.aff_cdf, _ = self._cdf(self.aff_a, 0.7)

    @staticmethod
    def _cdf(a: np.ndarray, power: float) -> tuple[np.ndarray, np.ndarray]:
        n = np.bincount(a)
        per_allele = np.where(n > 0, n, 0).astype(float) ** power
        per_row = (per_allele / np.maximum(n, 1))[a]
        return np.cumsum(per_row) / per_row.sum(), np.cumsum(per_allele) / per_allele.sum()

    def _draw(self, cdf: np.ndarray, n: int) -> np.ndarray:
        return np.minimum(np.searchsorted(cdf, self.rng.random(n)), len(cdf) - 1)

    def batch(self) -> dict[str, np.ndarray]:
        h, a = self._draw(self.lig_cdf, HITS), self._draw(self.aff_cdf, AFFINITIES)
        d = self.rng.integers(0, len(self.decoy_rows), DECOYS)
        again = self.rng.random(DECOYS) < self.short_decoys
        d[again] = self.short[self.rng.integers(0, len(self.short), int(again.sum()))]
        da = self._draw(self.allele_cdf, DECOYS * ALLELES_PER_DECOY)
        allele = np.concatenate([self.lig_a[h], da, self.aff_a[a]]).astype(np.int32)
        return {
            "rows": np.concatenate([self.lig_rows[h], self.decoy_rows[d], self.aff_rows[a]]).astype(np.int32),
            "allele": allele,
            "drop": np.frombuffer(self.rng.bytes(len(allele) * (model.UNITS + model.HIDDEN)), np.uint8).reshape(len(allele), -1),
            "y": self.y[a],
            "kind": self.kind[a].astype(np.int32),
        }


def held_out_metrics(p: model.Params, t: Tables, seed: int = 7) -> dict[str, float]:
    """Affinity AUROC at 500 nM, and ligand AP against 20 decoys per hit, on the held-out peptides."""
    gain, bias = (np.asarray(x) for x in model.allele_part_jit(p, t.pseudo))
    aff = t.affinities[t.affinities.held]
    usable = aff[(aff.kind == 0) | ((aff.kind > 0) & (aff.ic50_nM >= 500)) | ((aff.kind < 0) & (aff.ic50_nM <= 500))]
    score = np.empty(len(usable), np.float32)
    h0 = model.first_layer_all(p, encode_peptides(usable.peptide.tolist()))
    for a, rows in usable.reset_index(drop=True).groupby("a").groups.items():
        score[rows] = model.score_pairs(p, h0[rows], gain[a], bias[a], 1024)[:, 0]
    rng = np.random.default_rng(seed)
    lig = t.ligands[t.ligands.held]
    lig = lig.iloc[rng.permutation(len(lig))[:4000]]
    decoys = [t.decoys[i] for i in rng.integers(0, len(t.decoys), 20_000)]
    hd = model.first_layer_all(p, encode_peptides(decoys))
    hl = model.first_layer_all(p, encode_peptides(lig.peptide.tolist()))
    truth, pred = [], []
    for a, rows in lig.reset_index(drop=True).groupby("a").groups.items():
        pick = rng.integers(0, len(decoys), 20 * len(rows))
        pred += [model.score_pairs(p, hl[rows], gain[a], bias[a], 1024)[:, 1], model.score_pairs(p, hd[pick], gain[a], bias[a], 1024)[:, 1]]
        truth += [np.ones(len(rows)), np.zeros(len(pick))]
    y, s = np.concatenate(truth), np.concatenate(pred)
    return {
        "heldOutAffinityAuroc": float(roc_auc_score(usable.ic50_nM <= 500, score)),
        "heldOutAffinityRows": len(usable),
        "heldOutLigandAp": float(average_precision_score(y, s)),
    }


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", type=Path, required=True)
    ap.add_argument("--variant", choices=["full", "no-anthem"], required=True)
    for f in fields(Recipe)[1:]:
        required = f.default is MISSING
        ap.add_argument("--" + f.name.replace("_", "-"), type=int if f.type == "int" else float, required=required, default=None if required else f.default)
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--log", type=Path, required=True)
    o = ap.parse_args()
    recipe = Recipe(**{f.name: getattr(o, f.name) for f in fields(Recipe)})
    t = read_tables(o.data, o.variant)
    sampler = Sampler(t, recipe)
    pseudo = jnp.asarray(t.pseudo)
    p = model.init(o.seed)
    rate = optax.warmup_cosine_decay_schedule(0.0, o.learning_rate, 300, o.steps, 1e-5)
    optimiser = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(rate, weight_decay=recipe.weight_decay))
    state = optimiser.init(p)

    @jax.jit
    def step(p: model.Params, state: optax.OptState, b: dict[str, jax.Array]) -> tuple[model.Params, optax.OptState, jax.Array]:
        loss, grad = jax.value_and_grad(loss_fn)(p, b, pseudo, recipe)
        update, state = optimiser.update(grad, state, p)
        return optax.apply_updates(p, update), state, loss

    start, losses = time.time(), []
    with o.log.open("w") as log:
        log.write(json.dumps(asdict(recipe) | {"ligands": len(sampler.lig_a), "affinities": len(sampler.aff_a)}) + "\n")
        for i in range(1, o.steps + 1):
            p, state, loss = step(p, state, sampler.batch())
            losses.append(loss)
            if i % 500 == 0 or i == o.steps:
                line = {"step": i, "seconds": round(time.time() - start), "loss": round(float(np.mean(losses)), 5)}
                losses = []
                if i % 2000 == 0 or i == o.steps:
                    line |= held_out_metrics(p, t)
                    np.savez(o.out, **{k: np.asarray(v) for k, v in p.items()})
                log.write(json.dumps(line) + "\n")
                log.flush()


if __name__ == "__main__":
    main()
