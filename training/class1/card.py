"""Writes card.md, the readable side of card.json: every figure in it comes from there."""

from __future__ import annotations

from pathlib import Path


def _pm(value: float, interval: list[float]) -> str:
    return f"{value:.4f} ({interval[0]:.3f}–{interval[1]:.3f})"


def left_out_text(card: dict) -> str:
    rows = card["metrics"]["leftOut"]
    mean = {k: sum(r[k] for r in rows) / len(rows) for k in ("ppv", "ppvAsNeighbour", "ppvTrained")}
    return (f"mean {mean['ppv']:.3f}; the nearest trained allele's motif instead {mean['ppvAsNeighbour']:.3f}; the shipped nets, which saw them, {mean['ppvTrained']:.3f} ("
            + ", ".join(f"{r['allele'].removeprefix('HLA-')} {r['ppv']:.2f}" for r in rows) + ").")


def famous_text(card: dict) -> str:
    return "\n".join(f"- {x['peptide']} on {x['allele'].removeprefix('HLA-')}: rank {x['percentileRank']:.3g} %, {x['affinityNm']:.0f} nM ({x['known']})." for x in card["famous"])


def screen_text(card: dict) -> str:
    """What the screen costs, on the same rows as the ensemble alone."""
    with_screen, alone = card["metrics"]["patientsDev"]["withScreen"], card["metrics"]["patientsDev"]["ligand"]
    recall = card["metrics"]["screen"]
    return (
        f"On the patients below the answer with the screen is PPV {with_screen['ppv']:.4f}, AP {with_screen['ap']:.4f}; all nets for every pair {alone['ppv']:.4f}, {alone['ap']:.4f}. "
        f"Of the ensemble's best 0.5 % the screen lets {100 * recall['ligandBest0.5']:.2f} % pass, of its best 2 % {100 * recall['ligandBest2']:.2f} % ({recall['pseudosequences']} pseudosequences, worst {100 * recall['worstLigandBest2']:.2f} %)."
    )


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

Pan-allele class I peptide–MHC model: {t['nets']} small nets whose logits are averaged, behind a smaller one, the screen, that settles the pairs far from
binding. Research use only.

**In**: a peptide of 8–14 of the 20 amino acids, and an HLA-A, -B, -C, -E or -G allele (two fields) by its 34 contact residues.
**Out**: affinity in nM; presentation score (0–1, higher is better presented; not a probability that a patient presents the peptide);
percentile rank (0–100, lower is stronger). No flanking residues, no expression, no processing beyond what ligands' own sequences show.

**Percentile rank** is defined on the presentation score: the share of {card['calibration']['peptides']:,} natural peptides (equally many 8-, 9-, 10- and 11-mers) that
score at least as high on the same allele, for each of {card['calibration']['pseudosequences']:,} distinct pseudosequences. {card['calibration']['percentiles'][0]} % is the smallest value given.

**Screen**: a pair that the small net puts below the best {card['calibration']['screenedPercent']:g} % of natural peptides of its allele by both heads is answered by that net, its score
put on the others' scale by percentile; {100 * card['calibration']['passing']:.1f} % of natural pairs pass and are answered by all nets. {screen_text(card)}

## Training data
{t['ligands']:,} ligands and {t['affinities']:,} affinities of {t['alleles']} alleles; variant `{card['variant']}`.

| source | use | licence | reference |
| --- | --- | --- | --- |
{data}

Split: {t['split']}, the same for both tables ({t['heldOutPeptides']:,} peptides). It is exact: a held-out peptide may differ from a training peptide by one residue.
No peptide of a benchmark below is in the training data (`training/results/leakage/leakage.json`, checked by `test/unit/training`).

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

Alleles left out of training (and their twins), eight nets of 3,200 steps, PPV against 99 decoys a hit: {left_out_text(card)}

## Why this variant
One net each, same recipe, {card['comparisonSteps']:,} steps:

| variant | training ligands | patients PPV | AP | IEDB weekly, affinity | held-out affinity |
| --- | --- | --- | --- | --- | --- |
{compare}

Anthem's lists come without a licence. The variant without them is shipped, because it is within 0.005 PPV of the other.

## Known failures and limits
- Alleles without training data borrow their neighbours' motif through the pseudosequence: see the figures of alleles left out, and
  docs/validation/equity.md for quality by allele group. `supportFor` states the nearest trained allele and its distance; the thresholds of its
  confidence are our convention.
- **Peptides of 12–14 residues**: the HLAthena list ends at 11, so training held decoys of these lengths but no ligand. Their presentation
  scores are near zero and their ranks weak by construction; only the affinity (about 1,000 training rows) says something about them.
{famous_text(card)}
- HLA-E, HLA-F and HLA-G: next to no training data.
- Decoys are natural peptides: for wholly artificial sequences (spacers, tags) the scores are extrapolated.
- Post-translational modifications, cysteine oxidation and non-standard residues are not modelled; such letters give no prediction.

## Files
| file | SHA-256 |
| --- | --- |
{files}

`model.bin`: weights as float16 and calibration; format in `training/shared/model_file.py`. `alleles.csv.gz`: allele, 34 contact residues,
training ligands and affinities under that name.
""")
