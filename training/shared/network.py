"""The network of both classes and its exact gradient, in numpy and numba: one core trains at about the speed of its matrix products.

    additive first layer (a sum of table rows) -> gain and bias of the allele, rectifier, dropout -> hidden layer, rectifier, dropout -> heads

A *pair* is one row set (a class I peptide, or one register of a class II peptide) on one allele. Everything is float32 and single threaded, so
a seed gives the same bits on the same machine and library versions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numba import njit

Params = dict[str, np.ndarray]
PSEUDO = 680
CHUNK = 512
LIGAND_ABSENT, LIGAND_PRESENT, AFFINITY, IMITATE = 0, 1, 2, 3


@dataclass(frozen=True)
class Shape:
    rows: int  # of the first layer's table
    units: int = 320
    allele_units: int = 256
    hidden: int = 128
    heads: int = 2


def init(shape: Shape, seed: int, ligand_bias: float = -2.0) -> Params:
    rng = np.random.default_rng(seed)

    def w(n: int, m: int, scale: float) -> np.ndarray:
        return rng.normal(0, scale, (n, m)).astype(np.float32)

    heads_bias = np.zeros(shape.heads, np.float32)
    heads_bias[1:] = ligand_bias
    return {
        "first": w(shape.rows, shape.units, 0.2),
        "alleleHidden": w(PSEUDO, shape.allele_units, 0.04),
        "alleleHiddenBias": np.zeros(shape.allele_units, np.float32),
        "alleleGain": w(shape.allele_units, shape.units, 0.03),
        "alleleGainBias": np.ones(shape.units, np.float32),
        "alleleBias": w(shape.allele_units, shape.units, 0.03),
        "alleleBiasBias": np.zeros(shape.units, np.float32),
        "alleleHiddenShift": w(shape.allele_units, shape.hidden, 0.01),
        "hidden": w(shape.units, shape.hidden, (2.0 / shape.units) ** 0.5),
        "hiddenBias": np.zeros(shape.hidden, np.float32),
        "heads": w(shape.hidden, shape.heads, 0.1),
        "headsBias": heads_bias,
    }


@njit(fastmath=True, cache=True)
def sum_rows(table, rows):
    """First-layer sums [n, units] of row numbers [n, k]; a negative row number is no row."""
    n, k = rows.shape
    units = table.shape[1]
    out = np.zeros((n, units), np.float32)
    for i in range(n):
        for j in range(k):
            r = rows[i, j]
            if r >= 0:
                for u in range(units):
                    out[i, u] += table[r, u]
    return out


@njit(inline="always")
def _keep(seed, row, unit, drop):
    """Whether a unit survives dropout: a byte of a 32-bit hash. The casts matter: numba widens uint32 products to 64 bits."""
    x = np.uint32(np.uint32(seed) + np.uint32(np.uint32(row) * np.uint32(0x9E3779B9)) + np.uint32(unit))
    x = np.uint32(x ^ (x >> np.uint32(16)))
    x = np.uint32(x * np.uint32(0x7FEB352D))
    x = np.uint32(x ^ (x >> np.uint32(15)))
    x = np.uint32(x * np.uint32(0x846CA68B))
    return np.uint32(x >> np.uint32(24)) >= drop


@njit(fastmath=True, cache=True)
def _modulate(h0, source, allele, gain, bias, start, end, drop, seed, h1):
    units = h0.shape[1]
    scale = np.float32(256.0 / (256.0 - drop))
    for i in range(start, end):
        s, a = source[i], allele[i]
        for u in range(units):
            x = h0[s, u] * gain[a, u] + bias[a, u]
            h1[i - start, u] = x * scale if (x > 0 and _keep(seed, i, u, drop)) else np.float32(0)


@njit(fastmath=True, cache=True)
def _rectify_hidden(h2, bias, shift, allele, n, drop, seed, start):
    scale = np.float32(256.0 / (256.0 - drop))
    for i in range(n):
        for h in range(h2.shape[1]):
            x = h2[i, h] + bias[h] + shift[allele[i + start], h]
            h2[i, h] = x * scale if (x > 0 and _keep(seed, i + start, h + 4096, drop)) else np.float32(0)


@njit(fastmath=True, cache=True)
def score(h0, source, allele, gain, bias, shift, hidden, hidden_bias, heads, heads_bias):
    """Logits [n, heads] of pairs, without dropout."""
    n = len(source)
    out = np.empty((n, heads.shape[1]), np.float32)
    h1 = np.empty((CHUNK, h0.shape[1]), np.float32)
    for start in range(0, n, CHUNK):
        end = min(n, start + CHUNK)
        _modulate(h0, source, allele, gain, bias, start, end, np.uint32(0), np.uint32(0), h1)
        h2 = np.dot(h1[: end - start], hidden)
        _rectify_hidden(h2, hidden_bias, shift, allele, end - start, np.uint32(0), np.uint32(0), start)
        o = np.dot(h2, heads)
        for i in range(end - start):
            for k in range(o.shape[1]):
                out[start + i, k] = o[i, k] + heads_bias[k]
    return out


@njit(fastmath=True, cache=True)
def _loss(z, task, y, kind, wa, wl, weak, decoy_above, ligand_below, doubt, dz):
    """The loss of one pair's logits; writes its gradient. y: the affinity target, then the ligand's; to imitate, both are a teacher's logits."""
    if task == 3:
        a, b = z[0] - y[0], z[1] - y[1]
        dz[0], dz[1] = wa * 2 * a, wl * 2 * b
        return wa * a * a + wl * b * b
    aff = 1.0 / (1.0 + np.exp(-z[0]))
    slope = aff * (1.0 - aff)
    if task == 2:
        d = aff - y[0]
        # '>' in nM means a lower target: only a prediction above it is wrong, and the other way round.
        if (kind > 0 and d < 0) or (kind < 0 and d > 0):
            d = 0.0
        dz[0] = wa * 2 * d * slope
        if len(dz) > 1:
            dz[1] = 0
        return wa * d * d
    lig = 1.0 / (1.0 + np.exp(-z[1]))
    if task == 1 and doubt > -90:
        # A ligand that looks like none may be a contaminant: the further below `doubt` its logit lies, the less it weighs.
        wl *= 1.0 / (1.0 + np.exp(doubt - z[1]))
    dz[1] = wl * (lig - y[1])
    loss = wl * (max(z[1], 0) - z[1] * y[1] + np.log1p(np.exp(-abs(z[1]))))
    d = min(aff - ligand_below, 0.0) if task == 1 else max(aff - decoy_above, 0.0)
    w = weak[task]
    dz[0] = w * 2 * d * slope
    return loss + w * d * d


@njit(fastmath=True, cache=True)
def train_pairs(
    h0, source, allele, gain, bias, shift, hidden, hidden_bias, heads, heads_bias, task, y, kind, wa, wl, weak, decoy_above, ligand_below, doubt, drop, seed,
    d_h0, d_gain, d_bias, d_shift, d_hidden, d_hidden_bias, d_heads, d_heads_bias,
):
    """Loss of all pairs; adds the gradients to d_*. wa and wl weigh each pair's affinity and ligand term, weak[task] the weak affinity label."""
    n, units, k = len(source), h0.shape[1], heads.shape[1]
    width = hidden.shape[1]
    scale = np.float32(256.0 / (256.0 - drop))
    h1 = np.empty((CHUNK, units), np.float32)
    heads_t = np.ascontiguousarray(heads.T)
    hidden_t = np.ascontiguousarray(hidden.T)
    total = 0.0
    for start in range(0, n, CHUNK):
        end = min(n, start + CHUNK)
        m = end - start
        _modulate(h0, source, allele, gain, bias, start, end, drop, seed, h1)
        x1 = h1[:m]
        h2 = np.dot(x1, hidden)
        _rectify_hidden(h2, hidden_bias, shift, allele, m, drop, seed, start)
        z = np.dot(h2, heads)
        dz = np.zeros((m, k), np.float32)
        for i in range(m):
            for j in range(k):
                z[i, j] += heads_bias[j]
            total += _loss(z[i], task[start + i], y[start + i], kind[start + i], wa[start + i], wl[start + i], weak, decoy_above, ligand_below, doubt, dz[i])
            for j in range(k):
                d_heads_bias[j] += dz[i, j]
        d_heads += np.dot(np.ascontiguousarray(h2.T), dz)
        d_h2 = np.dot(dz, heads_t)
        for i in range(m):
            for h in range(width):
                g = d_h2[i, h] * scale if h2[i, h] > 0 else np.float32(0)
                d_h2[i, h] = g
                d_hidden_bias[h] += g
                d_shift[allele[start + i], h] += g
        d_hidden += np.dot(x1.T, d_h2)
        d_h1 = np.dot(d_h2, hidden_t)
        for i in range(m):
            s, a = source[start + i], allele[start + i]
            for u in range(units):
                g = d_h1[i, u] * scale if x1[i, u] > 0 else np.float32(0)
                d_bias[a, u] += g
                d_gain[a, u] += g * h0[s, u]
                d_h0[s, u] += g * gain[a, u]
    return total


@njit(fastmath=True, cache=True)
def scatter_rows(rows, d_h0, d_table):
    n, k = rows.shape
    for i in range(n):
        for j in range(k):
            r = rows[i, j]
            if r >= 0:
                for u in range(d_table.shape[1]):
                    d_table[r, u] += d_h0[i, u]


@njit(fastmath=True, cache=True)
def _adamw(p, g, m, v, scale, rate, c1, c2, decay):
    for i in range(p.size):
        x = g[i] * scale
        m[i] = np.float32(0.9) * m[i] + np.float32(0.1) * x
        v[i] = np.float32(0.999) * v[i] + np.float32(0.001) * x * x
        p[i] -= rate * (m[i] / c1 / (np.sqrt(v[i] / c2) + np.float32(1e-8)) + decay * p[i])


def allele_hidden(p: Params, pseudo: np.ndarray) -> np.ndarray:
    return np.maximum(pseudo @ p["alleleHidden"] + p["alleleHiddenBias"], 0)


class AllelePart(NamedTuple):
    """What a net knows of alleles: gain and bias [alleles, units] of the first layer, shift [alleles, hidden] of the hidden layer's bias."""

    gain: np.ndarray
    bias: np.ndarray
    shift: np.ndarray


def allele_part(p: Params, pseudo: np.ndarray) -> AllelePart:
    return _allele_part(p, allele_hidden(p, pseudo))


def _allele_part(p: Params, h: np.ndarray) -> AllelePart:
    return AllelePart(h @ p["alleleGain"] + p["alleleGainBias"], h @ p["alleleBias"] + p["alleleBiasBias"], h @ p["alleleHiddenShift"])


def logits(p: Params, h0: np.ndarray, source: np.ndarray, allele: np.ndarray, part: AllelePart) -> np.ndarray:
    """Logits [n, heads] of pairs: first-layer sums h0[source] on alleles part[allele]."""
    return score(h0, source.astype(np.int32), allele.astype(np.int32), *part, p["hidden"], p["hiddenBias"], p["heads"], p["headsBias"])


def logits_on(p: Params, h0: np.ndarray, allele: int, part: AllelePart) -> np.ndarray:
    """Logits [n, heads] of all first-layer sums on one allele."""
    return logits(p, h0, np.arange(len(h0)), np.full(len(h0), allele), part)


class Trainer:
    """AdamW with a linear warm-up, a cosine rate and the gradient's norm clipped at 1."""

    def __init__(self, p: Params, steps: int, learning_rate: float, weight_decay: float, warm_up: int = 300) -> None:
        self.p, self.steps, self.rate, self.decay, self.warm_up = p, steps, learning_rate, weight_decay, warm_up
        self.m = {k: np.zeros_like(v) for k, v in p.items()}
        self.v = {k: np.zeros_like(v) for k, v in p.items()}
        self.done = 0

    def learning_rate(self) -> float:
        if self.done < self.warm_up:
            return self.rate * self.done / self.warm_up
        t = (self.done - self.warm_up) / max(1, self.steps - self.warm_up)
        return 1e-5 + (self.rate - 1e-5) * 0.5 * (1 + np.cos(np.pi * min(t, 1.0)))

    def step(self, rows, source, allele, pseudo, task, y, kind, wa, wl, weak, decoy_above, ligand_below, drop, seed, doubt=-99.0) -> float:
        p = self.p
        g = {k: np.zeros_like(v) for k, v in p.items()}
        ha = allele_hidden(p, pseudo)
        part = _allele_part(p, ha)
        h0 = sum_rows(p["first"], rows)
        d_h0, d_gain, d_bias, d_shift = (np.zeros_like(x) for x in (h0, *part))
        loss = train_pairs(
            h0, source, allele, *part, p["hidden"], p["hiddenBias"], p["heads"], p["headsBias"], task, y, kind, wa, wl, weak,
            np.float32(decoy_above), np.float32(ligand_below), np.float32(doubt), np.uint32(drop), np.uint32(seed),
            d_h0, d_gain, d_bias, d_shift, g["hidden"], g["hiddenBias"], g["heads"], g["headsBias"],
        )
        scatter_rows(rows, d_h0, g["first"])
        g["alleleGain"], g["alleleGainBias"] = ha.T @ d_gain, d_gain.sum(0)
        g["alleleBias"], g["alleleBiasBias"] = ha.T @ d_bias, d_bias.sum(0)
        g["alleleHiddenShift"] = ha.T @ d_shift
        d_ha = (d_gain @ p["alleleGain"].T + d_bias @ p["alleleBias"].T + d_shift @ p["alleleHiddenShift"].T) * (ha > 0)
        g["alleleHidden"], g["alleleHiddenBias"] = pseudo.T @ d_ha, d_ha.sum(0)
        norm = float(np.sqrt(sum(float((x.astype(np.float64) ** 2).sum()) for x in g.values())))
        self.done += 1
        rate = self.learning_rate()
        c1, c2 = 1 - 0.9**self.done, 1 - 0.999**self.done
        for k, x in p.items():
            _adamw(x.reshape(-1), np.ascontiguousarray(g[k], np.float32).reshape(-1), self.m[k].reshape(-1), self.v[k].reshape(-1),
                   np.float32(min(1.0, 1.0 / max(norm, 1e-12))), np.float32(rate), np.float32(c1), np.float32(c2), np.float32(self.decay))
        return loss
