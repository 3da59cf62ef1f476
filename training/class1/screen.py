"""Trains the screen: a small net that imitates the ensemble's logits, so that only pairs near binding need the whole ensemble.

    python screen.py --data DIR --nets n1.npz n2.npz ... --out screen.npz --log screen.jsonl
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from dataset import FIRST_LAYER_ROWS, encode_peptides, encode_pseudosequences, is_held_out, read_tables
import network
import numpy as np
from evaluate import read_nets, shared_data
from alleles import class1_alleles
from network import IMITATE

NATURAL, LIGANDS, ALLELES = 512, 256, 6
UNITS, HIDDEN, ALLELE_UNITS = 128, 64, 128


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", type=Path, required=True)
    ap.add_argument("--nets", type=Path, nargs="+", required=True)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--steps", type=int, default=4000)
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--log", type=Path, required=True)
    o = ap.parse_args()
    teachers = read_nets(o.nets)
    t = read_tables(o.data, "no-anthem")
    known = sorted(set(class1_alleles(shared_data(o.data)).values()))
    trained = len(t.alleles)
    pseudo = np.concatenate([t.pseudo, encode_pseudosequences(known)])
    parts = [network.allele_part(p, pseudo) for p in teachers]
    decoys = encode_peptides([d for d in t.decoys if len(d) <= 11 and not is_held_out(d)]).astype(np.int32)
    lig = t.ligands[~t.ligands.held]
    lig_rows, lig_a = encode_peptides(lig.peptide.tolist()).astype(np.int32), lig.a.to_numpy()
    p = network.init(network.Shape(FIRST_LAYER_ROWS, UNITS, ALLELE_UNITS, HIDDEN), 1000 + o.seed)
    trainer = network.Trainer(p, o.steps, 4e-3, 1e-3)
    rng = np.random.default_rng(o.seed)
    source = np.repeat(np.arange(NATURAL + LIGANDS), ALLELES).astype(np.int32)
    n = len(source)
    task, kind = np.full(n, IMITATE, np.int32), np.zeros(n, np.int32)
    # The affinity's logits spread about half as far as the ligand's.
    wa, wl, weak = np.full(n, 4 / n, np.float32), np.full(n, 1 / n, np.float32), np.zeros(2, np.float32)
    start, losses = time.time(), []
    with o.log.open("w") as log:
        for i in range(1, o.steps + 1):
            own = rng.integers(0, len(lig_a), LIGANDS)
            rows = np.concatenate([decoys[rng.integers(0, len(decoys), NATURAL)], lig_rows[own]])
            # Half the alleles have training data, half are any; a ligand's own allele comes first.
            allele = np.where(rng.random((NATURAL + LIGANDS, ALLELES)) < 0.5, rng.integers(0, trained, (NATURAL + LIGANDS, ALLELES)),
                              rng.integers(trained, len(pseudo), (NATURAL + LIGANDS, ALLELES)))
            allele[NATURAL:, 0] = lig_a[own]
            allele = allele.reshape(-1).astype(np.int32)
            y = np.zeros((n, 2), np.float32)
            for teacher, part in zip(teachers, parts, strict=True):
                y += network.logits(teacher, network.sum_rows(teacher["first"], rows), source, allele, part)
            losses.append(trainer.step(rows, source, allele, pseudo, task, y / len(teachers), kind, wa, wl, weak, 0.0, 0.0, 0, int(rng.integers(0, 2**32))))
            if i % 500 == 0:
                log.write(json.dumps({"step": i, "seconds": round(time.time() - start), "loss": round(float(np.mean(losses)), 5)}) + "\n")
                log.flush()
                losses = []
    np.savez(o.out, **p)


if __name__ == "__main__":
    main()
