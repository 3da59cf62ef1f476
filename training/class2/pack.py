"""Writes the class II model folder: model.bin, alleles.csv.gz, card.json, card.md; and the golden file of expected outputs.

    python pack.py --data DIR --nets a.npz ... --calibration c0.npz c1.npz --metrics metrics.json --model ../../models/antigraph-class2-1 \
        --golden ../../test/golden/predictor-class2.json
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from calibrate import LENGTHS, PERCENTILES
from card import write_card
from dataset import CORE, FLANK, FLANK_LENGTH, MAX_LENGTH, MIN_LENGTH, TEST_SPLIT, encode_pseudosequences, encode_registers, read_table
import network
import numpy as np
from alleles import class2_chains, class2_name, read_nomenclature, write_class2_table
from encoding import RESIDUES
from evaluate import ensemble_logits, read_nets
from model_file import CALIBRATION, file_digests, net_tensors, percentile_of, quantised, write_golden, write_model


def join_calibration(paths: list[Path], count: int) -> tuple[np.ndarray, int]:
    knots = np.full((count, len(PERCENTILES)), np.nan, np.float32)
    peptides = 0
    for path in paths:
        with np.load(path) as f:
            knots[f["index"]] = f["knots"]
            peptides = int(f["peptides"])
    if np.isnan(knots).any():
        raise SystemExit("calibration parts do not cover every pseudosequence")
    return knots, peptides


def main() -> None:
    ap = argparse.ArgumentParser()
    for name in ("--data", "--model", "--golden", "--metrics"):
        ap.add_argument(name, type=Path, required=True)
    ap.add_argument("--version", default="1.0.0")
    ap.add_argument("--nets", type=Path, nargs="+", required=True)
    ap.add_argument("--calibration", type=Path, nargs="+", required=True)
    o = ap.parse_args()
    shared = o.data.resolve().parent
    chains, n = class2_chains(shared), read_nomenclature(shared)
    distinct = chains.distinct()
    raw, calibrated_on = join_calibration(o.calibration, len(distinct))
    codes, knots = quantised(raw)
    nets = read_nets(o.nets)
    t = read_table(o.data)
    train = t.rows[t.rows.split != TEST_SPLIT]
    o.model.mkdir(parents=True, exist_ok=True)
    name = o.model.name.rsplit("-", 1)[0]
    tensors = {}
    for i, p in enumerate(nets):
        tensors |= net_tensors(f"net{i}", p)
    write_model(o.model / "model.bin", {
        "name": name, "version": o.version, "mhcClass": "II", "minLength": MIN_LENGTH, "maxLength": MAX_LENGTH,
        "registers": {"core": CORE, "flank": FLANK, "flankLength": FLANK_LENGTH}, "residues": RESIDUES, "nets": len(nets), "headWeights": [[1 / len(nets)]] * len(nets),
        "percentiles": [float(x) for x in PERCENTILES], "calibration": CALIBRATION | {"peptides": calibrated_on},
    }, tensors | {"calibrationAffinity": ("u16", codes)})
    counts: dict[str, int] = {}
    for allele, count in train.allele.value_counts().items():
        canonical = class2_name(str(allele), n)
        if canonical is not None and chains.residues(canonical) is not None:
            counts[canonical] = counts.get(canonical, 0) + int(count)
    write_class2_table(o.model / "alleles.csv.gz", shared, {}, counts)

    rng = np.random.default_rng(2024)
    alleles = ["HLA-DRB1*01:01", "HLA-DRB1*15:01", "HLA-DRB4*01:03", "HLA-DPA1*01:03/DPB1*04:01", "HLA-DQA1*05:01/DQB1*03:01", "HLA-DQA1*01:02/DQB1*06:02", "HLA-DRB1*14:54"]
    peptides = ["".join(rng.choice(list(RESIDUES), rng.integers(MIN_LENGTH, MAX_LENGTH + 1))) for _ in range(40)] + ["PKYVKQNTLKLAT", "GELIGILNAAKVPAD", "QYIKANSKFIGITEL"]
    rows, begin = encode_registers(peptides)
    codes_of = encode_pseudosequences([chains.residues(a) or "" for a in alleles])
    parts = [network.allele_part(p, codes_of) for p in nets]
    out = []
    for j, allele in enumerate(alleles):
        z, core = ensemble_logits(nets, parts, rows, begin, np.full(len(peptides), j))
        k = knots[distinct.index(chains.residues(allele) or "")]
        for i, peptide in enumerate(peptides):
            score = 1 / (1 + np.exp(-float(z[i])))
            out.append({"peptide": peptide, "allele": allele, "affinityNm": 50000.0 ** (1 - score), "presentationScore": score,
                        "percentileRank": percentile_of(k, PERCENTILES, float(z[i])), "coreOffset": int(core[i])})
    write_golden(o.golden, out)
    card = {
        "name": name, "version": o.version, "files": file_digests(o.model),
        "training": {"affinities": len(train), "alleles": int(train.allele.nunique()), "humanAlleles": len(counts), "nets": len(nets), "split": f"the publisher's five splits; {TEST_SPLIT} was never trained on"},
        "calibration": {"peptides": calibrated_on, "lengths": list(LENGTHS), "pseudosequences": len(distinct), "percentiles": [float(x) for x in PERCENTILES]},
        "data": json.loads((Path(__file__).parent / "sources.json").read_text()),
        "metrics": json.loads(o.metrics.read_text()),
    }
    write_card(o.model / "card.md", card)
    (o.model / "card.json").write_text(json.dumps(card, indent=1) + "\n")


if __name__ == "__main__":
    main()
