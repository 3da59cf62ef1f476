"""Writes card.md, the readable side of card.json: every figure in it comes from there."""

from __future__ import annotations

from pathlib import Path


def write_card(path: Path, card: dict) -> None:
    m, t, c = card["metrics"], card["training"], card["calibration"]
    data = "\n".join(f"| {s['name']} | {s['use']} | {s['licence']} | {s['reference']} |" for s in card["data"])
    files = "\n".join(f"| {name} | `{digest}` |" for name, digest in card["files"].items())
    loci = "\n".join(f"| {k} | {v['meanAuroc']:.3f} | {v['alleles']} |" for k, v in m["byLocus"].items())
    low, high = m["perAlleleInterval95"]
    worst = ", ".join(f"{k} {v['auroc']:.2f} ({v['rows']} rows)" for k, v in sorted(m["byAllele"].items(), key=lambda x: x[1]["auroc"])[:5])
    path.write_text(f"""# {card['name']} {card['version']}

Pan-allele class II peptide–MHC model for HLA-DR, -DP and -DQ: {t['nets']} small nets whose logits are averaged. Research use only.

**In**: a peptide of 12–25 of the 20 amino acids, and an HLA-DRB1, -DRB3, -DRB4, -DRB5 allele or a DPA1/DPB1 or DQA1/DQB1 pair (two fields) by its 34 contact residues.
**Out**: affinity in nM; percentile rank (0–100, lower is stronger); a presentation score that is 1 − log50k(affinity): there is no ligand head, so it says no more than the
affinity; the offset of the nine-residue binding core. Each net scores every register of the peptide and takes its best.

**Percentile rank**: the share of {c['peptides']:,} natural peptides of {c['lengths'][0]}–{c['lengths'][-1]} residues (equally many of each) that score at least as high on the same molecule, for each of
{c['pseudosequences']:,} distinct pseudosequences. {c['percentiles'][0]} % is the smallest value given.

## Training data
{t['affinities']:,} affinities of {t['alleles']} molecules ({t['humanAlleles']} human, the others of mice: their contact residues teach as well).

| source | use | licence | reference |
| --- | --- | --- | --- |
{data}

Split: {t['split']}. Every choice (size, dropout, steps) was made with split 4 held out as well; the shipped nets are trained on splits 1–4.

## Measured quality
Split {m['split']}: {m['rows']:,} rows. AUROC at 500 nM within a molecule, mean over {m['alleles']} molecules with at least 20 rows and 5 on either side:
**{m['perAlleleAuroc']:.4f}** ({low:.3f}–{high:.3f}); over all rows {m['auroc']:.4f}; over the {m['withoutSharedCore']['rows']:,} rows that share no nine residues with a training peptide {m['withoutSharedCore']['auroc']:.4f}.

| locus | mean AUROC | molecules |
| --- | --- | --- |
{loci}

Weakest: {worst}.

## Known failures and limits
- Trained on measured affinities only: no eluted ligands, so nothing about processing, and most training peptides are 15-mers.
- The core is the net's own choice; it was never checked against crystal structures in bulk.
- Molecules without training data borrow from those with similar contact residues; `supportFor` names the nearest and its distance.
- Alpha chains of DR are taken as one (DRA varies outside the groove only). Any known alpha is accepted with any known beta, also pairs that no cell makes.

## Files
| file | SHA-256 |
| --- | --- |
{files}

`model.bin`: weights as float16 and calibration; format in `training/shared/model_file.py`. `alleles.csv.gz`: molecule or chain, contact residues, training affinities.
""")
