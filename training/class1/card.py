"""Writes card.md, the readable side of card.json: every figure in it comes from there."""

from __future__ import annotations

from pathlib import Path


def _pm(value: float, interval: list[float]) -> str:
    return f"{value:.4f} ({interval[0]:.3f}–{interval[1]:.3f})"


def write_card(path: Path, card: dict) -> None:
    m, t = card["metrics"], card["training"]
    patients, weekly, held = m["patientsDev"], m["iedbWeeklyDev"], m["heldOutAffinity"]
    rows = "\n".join(
        f"| {label} | {_pm(patients[k]['ppv'], patients[k]['ppvInterval95'])} | {_pm(patients[k]['ap'], patients[k]['apInterval95'])} |"
        for k, label in (("ligand", "**this model, presentation score**"), ("affinity", "this model, affinity"), ("MixMHCpred2.2", "MixMHCpred 2.2"),
                         ("MHCflurry2.0", "MHCflurry 2.0"), ("NetMHCpan4.1", "NetMHCpan 4.1"))
    )
    week = "\n".join(f"| {label} | {_pm(weekly[k]['meanAuroc'], weekly[k]['interval95'])} | {weekly[k]['groups']} |" for k, label in (
        ("affinity", "**this model, affinity**"), ("ligand", "this model, presentation score"), ("NetMHCpan 4.1 BA", "NetMHCpan 4.1 BA"), ("NetMHCpan 4.0 BA", "NetMHCpan 4.0 BA")) if k in weekly)
    data = "\n".join(f"| {s['name']} | {s['use']} | {s['licence']} | {s['reference']} |" for s in card["data"])
    files = "\n".join(f"| {name} | `{digest}` |" for name, digest in card["files"].items())
    compare = "\n".join(f"| {c['variant']} | {c['ligands']:,} | {c['patientsPpv']:.4f} | {c['patientsAp']:.4f} | {c['iedbWeeklyAffinityAuroc']:.4f} | {c['heldOutAffinityAuroc']:.4f} |" for c in card["comparison"])
    path.write_text(f"""# {card['name']} {card['version']}

Pan-allele class I peptide–MHC model: {t['nets']} small nets whose logits are averaged. Research use only.

**In**: a peptide of 8–14 of the 20 amino acids, and an HLA-A, -B, -C, -E or -G allele (two fields) by its 34 contact residues.
**Out**: affinity in nM; presentation score (0–1, higher is better presented; not a probability that a patient presents the peptide);
percentile rank (0–100, lower is stronger). No flanking residues, no expression, no processing beyond what ligands' own sequences show.

**Percentile rank** is defined on the presentation score: the share of {card['calibration']['peptides']:,} natural peptides (equally many 8-, 9-, 10- and 11-mers) that
score at least as high on the same allele, for each of {card['calibration']['pseudosequences']:,} distinct pseudosequences. {card['calibration']['percentiles'][0]} % is the smallest value given.
How it was computed: {card['calibration']['method']}
The same knots for the affinity are in the file.

## Training data
{t['ligands']:,} ligands and {t['affinities']:,} affinities of {t['alleles']} alleles; variant `{card['variant']}`.

| source | use | licence | reference |
| --- | --- | --- | --- |
{data}

Split: {t['split']}, the same for both tables ({t['heldOutPeptides']:,} peptides). It is exact: a held-out peptide may differ from a training peptide by one residue.
No peptide of a benchmark below is in the training data (`training/results/class1-leakage.json`).

## Measured quality
Development halves of the benchmarks; in brackets the 95 % bootstrap interval over patients or groups. Several recipes were compared on
the patients' development half (training/README.md), so these figures are slightly favourable; the held-out half was not used.

Ligands of {m['patients']} patients, 4 decoys a hit, best allele of a peptide; PPV among the top n, n = hits:

| predictor | PPV | average precision |
| --- | --- | --- |
{rows}

IEDB weekly benchmark, mean AUROC over groups:

| predictor | mean AUROC | groups |
| --- | --- | --- |
{week}

Held-out affinities: AUROC at 500 nM {_pm(held['auroc'], held['interval95'])} over {held['rows']:,} rows; mean within an allele {held['meanAurocWithinAllele']:.4f} ({held['allelesCounted']} alleles).

## Why this variant
One net each, same recipe, seed and 5,000 steps:

| variant | training ligands | patients PPV | AP | IEDB weekly, affinity | held-out affinity |
| --- | --- | --- | --- | --- | --- |
{compare}

The variant without Anthem's lists, which come without a licence, is the better one on patients and is shipped. Its affinity is the
weaker one on the IEDB benchmark.

## Known failures and limits
- Patients' ligands: below MixMHCpred 2.2 on the same rows (table above).
- Alleles without training data borrow their neighbours' motif through the pseudosequence. How well was not measured for this version;
  `supportFor` states the nearest trained allele and its distance, and the thresholds of its confidence are our convention.
- **Peptides of 12–14 residues**: the HLAthena list ends at 11, so training held decoys of these lengths but no ligand. Their presentation
  scores are near zero and their ranks weak by construction; only the affinity (about 1,000 training rows) says something about them.
- ELAGIGILTV (Melan-A 26–35, A27L), a strong binder of HLA-A*02:01 in the literature: version 1.0.0 gives rank 0.63 %, 329 nM, a weak binder by the usual
  0.5 % line. GILGFVFTL (0.07 %) and NLVPMVATV (0.09 %) are as expected.
- HLA-E and HLA-G: next to no training data.
- Decoys are natural peptides: for wholly artificial sequences (spacers, tags) the scores are extrapolated.
- Post-translational modifications, cysteine oxidation and non-standard residues are not modelled; such letters give no prediction.

## Files
| file | SHA-256 |
| --- | --- |
{files}

`model.bin`: weights as float16 and calibration; format in `training/class1/pack.py`. `alleles.csv.gz`: allele, 34 contact residues,
training ligands and affinities under that name.
""")
