"""Writes the model folder: model.bin, alleles.csv.gz, card.json, card.md; and the golden file of expected outputs.

    python pack.py --data DIR --nets n1.npz ... --screen screen.npz --calibration c0.npz c1.npz --metrics metrics.json \
        --model ../../models/antigraph-class1-2 --golden ../../test/golden/predictor-class1.json

A pair that the screen does not put among the best SCREENED_PERCENT of natural peptides, by either head, is answered by the screen alone.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from calibrate import LENGTHS, PERCENTILES, SCREENED_PERCENT
from card import write_card
from dataset import LOG_ODDS_BY_GENE, MAX_LENGTH, MIN_LENGTH, SIDE, encode_peptides, encode_pseudosequences, gene_log_odds, is_held_out, read_tables
import network
import numpy as np
from alleles import class1_alleles, write_class1_table
from encoding import RESIDUES
from evaluate import read_nets, rescaled, shared_data
from model_file import CALIBRATION, file_digests, net_tensors, percentile_of, quantised, write_golden, write_model

FAMOUS = {
    "GILGFVFTL": "influenza M1 58-66, strong binder in the literature", "NLVPMVATV": "CMV pp65 495-503, strong binder in the literature",
    "ELAGIGILTV": "Melan-A 26-35 A27L, strong binder in the literature",
}


def join_calibration(paths: list[Path], count: int) -> dict[str, np.ndarray]:
    out = {"knots": np.full((count, 2, len(PERCENTILES)), np.nan, np.float32), "affinity": np.full(count, np.nan, np.float32), "share": np.full(count, np.nan, np.float32)}
    for path in paths:
        with np.load(path) as f:
            for k in out:
                out[k][f["index"]] = f[k]
            peptides = int(f["peptides"])
    if np.isnan(out["affinity"]).any():
        raise SystemExit("calibration parts do not cover every pseudosequence")
    return out | {"peptides": np.array(peptides)}


def golden(nets: list[network.Params], screen: network.Params, pseudo: dict[str, str], rows: dict[str, int], k: dict[str, np.ndarray]) -> list[dict[str, object]]:
    """Expected outputs for random peptides and for a few famous ones, on trained, rare and untrained alleles; computed here, not by the product."""
    rng = np.random.default_rng(2024)
    alleles = ["HLA-A*02:01", "HLA-A*01:01", "HLA-B*07:02", "HLA-B*57:01", "HLA-C*07:01", "HLA-A*34:05", "HLA-B*83:01", "HLA-E*01:01"]
    peptides = ["".join(rng.choice(list(RESIDUES), rng.integers(MIN_LENGTH, MAX_LENGTH + 1))) for _ in range(60)]
    # Literature's best-known ligands, so that the ensemble's side of the screen is in the file as well.
    peptides += ["GILGFVFTL", "NLVPMVATV", "ELAGIGILTV", "GLCTLVAML", "KTFPPTEPK", "RPPIFIRRL", "TPRVTGGGAM", "VTEHDTLLY", "KAFSPEVIPMF", "YLEPGPVTA"]
    codes = encode_pseudosequences([pseudo[a] for a in alleles])
    encoded = encode_peptides(peptides).astype(np.int32)

    def scored(p: network.Params) -> np.ndarray:
        h0, part = network.sum_rows(p["first"], encoded), network.allele_part(p, codes)
        return np.stack([network.logits_on(p, h0, j, part) for j in range(len(alleles))], 1)

    of_screen, of_nets = scored(screen), np.mean([scored(p) for p in nets], 0)
    column = int(np.flatnonzero(PERCENTILES == SCREENED_PERCENT)[0])
    prior = gene_log_odds(alleles)
    out = []
    for i, peptide in enumerate(peptides):
        for j, allele in enumerate(alleles):
            row = rows[pseudo[allele]]
            passes = of_screen[i, j, 1] >= k["screenLigand"][row, column] or of_screen[i, j, 0] >= k["screenAffinity"][row]
            affinity, ligand = (float(x) for x in (of_nets if passes else of_screen)[i, j])
            if not passes:
                ligand = rescaled(ligand, k["screenLigand"][row], k["calibrationLigand"][row])
            out.append({
                "peptide": peptide, "allele": allele, "affinityNm": 50000.0 ** (1 - 1 / (1 + np.exp(-affinity))), "presentationScore": 1 / (1 + np.exp(-ligand - float(prior[j]))),
                "percentileRank": percentile_of(k["calibrationLigand"][row], PERCENTILES, ligand),
            })
    return out


def main() -> None:
    ap = argparse.ArgumentParser()
    for name in ("--data", "--model", "--golden", "--metrics", "--comparison", "--screen"):
        ap.add_argument(name, type=Path, required=True)
    ap.add_argument("--left-out", type=Path, required=True, help="equity.json: its leftOut goes into the card")
    ap.add_argument("--version", default="2.0.0")
    ap.add_argument("--nets", type=Path, nargs="+", required=True)
    ap.add_argument("--calibration", type=Path, nargs="+", required=True)
    o = ap.parse_args()
    pseudo = class1_alleles(shared_data(o.data))
    distinct = sorted(set(pseudo.values()))
    c = join_calibration(o.calibration, len(distinct))
    codes, k = {}, {}
    for name, values in (("calibrationLigand", c["knots"][:, 0]), ("screenLigand", c["knots"][:, 1]), ("screenAffinity", c["affinity"][:, None])):
        codes[name], k[name] = quantised(values)
    nets, (screen,) = read_nets(o.nets), read_nets([o.screen])
    t = read_tables(o.data, "no-anthem")
    o.model.mkdir(parents=True, exist_ok=True)
    tensors = net_tensors("screen", screen)
    for i, p in enumerate(nets):
        tensors |= net_tensors(f"net{i}", p)
    name = o.model.name.rsplit("-", 1)[0]
    write_model(o.model / "model.bin", {
        "name": name, "version": o.version, "mhcClass": "I", "minLength": MIN_LENGTH, "maxLength": MAX_LENGTH, "side": SIDE, "logOddsByGene": LOG_ODDS_BY_GENE,
        "residues": RESIDUES, "nets": len(nets), "headWeights": [[1 / len(nets)] * 2] * len(nets), "screen": {"percentile": SCREENED_PERCENT},
        "percentiles": [float(x) for x in PERCENTILES], "calibration": CALIBRATION | {"peptides": int(c["peptides"])},
    }, tensors | {n: ("u16", x) for n, x in codes.items()})
    train_lig, train_aff = t.ligands[~t.ligands.held], t.affinities[~t.affinities.held]
    write_class1_table(o.model / "alleles.csv.gz", shared_data(o.data), train_lig.allele.value_counts().to_dict(), train_aff.allele.value_counts().to_dict())
    expected = golden(nets, screen, pseudo, {s: i for i, s in enumerate(distinct)}, k)
    write_golden(o.golden, expected)
    card = {
        "name": name, "version": o.version, "variant": "no-anthem", "files": file_digests(o.model),
        "training": {
            "ligands": len(train_lig), "affinities": len(train_aff), "nets": len(nets), "alleles": len(t.alleles),
            "split": "by peptide over both tables: SHA-256('antigraph-split-1:' + peptide) mod 100 < 5 is held out",
            "heldOutPeptides": len({p for p in set(t.ligands.peptide) | set(t.affinities.peptide) if is_held_out(p)}),
        },
        "calibration": {
            "peptides": int(c["peptides"]), "lengths": list(LENGTHS), "pseudosequences": len(distinct), "percentiles": [float(x) for x in PERCENTILES],
            "screenedPercent": SCREENED_PERCENT, "passing": round(float(c["share"].mean()), 4),
        },
        "data": [s for s in json.loads((Path(__file__).parent / "sources.json").read_text()) if "Anthem" not in s["name"]],
        "metrics": json.loads(o.metrics.read_text()) | {"leftOut": json.loads(o.left_out.read_text())["leftOut"]},
        **json.loads(o.comparison.read_text()),
        "famous": [g | {"known": FAMOUS[str(g["peptide"])]} for g in expected if g["peptide"] in FAMOUS and g["allele"] == "HLA-A*02:01"],
    }
    write_card(o.model / "card.md", card)
    (o.model / "card.json").write_text(json.dumps(card, indent=1) + "\n")


if __name__ == "__main__":
    main()
