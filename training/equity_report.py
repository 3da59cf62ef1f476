"""Writes docs/validation/equity.md from equity.json: tables, and a paragraph on each whose figures come from them."""

from __future__ import annotations

from pathlib import Path

POPULATIONS = {"asian_pacific_islander": "Asian or Pacific Islander", "black": "Black", "caucasian": "Caucasian", "hispanic": "Hispanic", "native_american": "Native American"}


def _value(row: dict, key: str) -> str:
    if row.get(key) is None:
        return "–"
    span = row.get(key + "Interval95")
    return f"{row[key]:.3f}" + (f" ({span[0]:.3f}–{span[1]:.3f})" if span else "")


def _table(rows: list[dict], first: str, columns: dict[str, str]) -> str:
    head = f"| {first} | alleles | {' | '.join(columns.values())} |\n| --- | ---: |{' --- |' * len(columns)}\n"
    return head + "\n".join(f"| {r['group']} | {r['alleles']} | {' | '.join(_value(r, k) for k in columns)} |" for r in rows)


def _percent(x: float) -> str:
    """Two digits below 1 %, and never 0 or 100 for what is not."""
    if x == 0 or x == 1:
        return f"{100 * x:.0f} %"
    return "< 0.01 %" if x < 1e-4 else f"{100 * x:.2f} %" if x < 0.01 else f"{min(100 * x, 99.9):.1f} %"


def _of(rows: list[dict], group: str) -> dict:
    return next(r for r in rows if r["group"] == group)


def _ligand_text(lig: dict) -> str:
    rows = lig["byTrainingLigands"]
    most, none = _of(rows, ">= 1000"), _of(rows, "0")
    if none["ppv"] is None or most["ppv"] is None:
        return "One end of the table has no allele: nothing can be said of the amount of data."
    text = f"With no training ligand under any name of the pseudosequence the mean PPV is {none['ppv']:.3f}, against {most['ppv']:.3f} from 1,000 on."
    other = lig["byTrainingLigandsOtherSource"]
    if other and _of(other, "0")["ppv"] is not None and _of(other, ">= 1000")["ppv"] is not None:
        text += (
            " The ligands of alleles without training ligands come from lists that the training left out, whose experiments differ: on ligands of those lists alone"
            f" it is {_of(other, '0')['ppv']:.3f} against {_of(other, '>= 1000')['ppv']:.3f}. That takes the difference of the experiments away, but favours alleles without training ligands:"
            " of the others, the ligands that both kinds of list found, often the clearest, are taken out. The truth probably lies between the two differences."
        )
    return text + " Most of these alleles have affinities, so they are not alleles of no data at all; alleles left out of training, below, are."


def _neighbour_text(near: list[dict]) -> str:
    steps = [f"{r['ppv'] - r['ppvAsNeighbour']:.3f} at {r['group']}" for r in near if r["ppv"] is not None]
    return (
        f"Mean loss of PPV: {'; '.join(steps)}. That is why an unsupported allele is never replaced silently, and distance 0.05 is the border between medium and low confidence. "
        "For an allele that it has not seen, a pan-allele model need not fall back on one neighbour: it can do better where the residues that differ were seen in other alleles."
    )


def _left_out(result: dict) -> str:
    if not result["leftOut"]:
        return "Alleles left out of training were not measured in this run."
    rows = "\n".join(f"| {r['allele']} | {r['nearest']} | {r['distance']:.3f} | {r['hits']} | {r['ppv']:.3f} | {r.get('ppvAsNeighbour', float('nan')):.3f} |" for r in result["leftOut"])
    mean = sum(r["ppv"] for r in result["leftOut"]) / len(result["leftOut"])
    neighbour = sum(r["ppvAsNeighbour"] for r in result["leftOut"]) / len(result["leftOut"])
    return f"""Nets that never saw these alleles, nor others of the same pseudosequence:

| allele | nearest left | distance | hits | PPV | PPV as its nearest |
| --- | --- | ---: | ---: | ---: | ---: |
{rows}

Mean PPV {mean:.3f}; scored as the nearest allele instead {neighbour:.3f}."""


def _coverage(result: dict) -> str:
    blocks = []
    for locus, what in (("A", "HLA-A"), ("B", "HLA-B"), ("C", "HLA-C"), ("DRB1", "HLA-DRB1"), ("DQA1", "HLA-DQA1 chains"), ("DQB1", "HLA-DQB1 chains")):
        lines = []
        for key, name in POPULATIONS.items():
            s = result["coverage"]["populations"][key][locus]
            far = f" ({s['meanDistanceOfFar']:.2f})" if s["meanDistanceOfFar"] is not None else ""
            lines.append(f"| {name} | {_percent(s['trained'])} | {_percent(s['thinly trained'])} | {_percent(s['near'])} | {_percent(s['far'])}{far} | {_percent(s['unsupported'])} | {_percent(s['not presented'])} |")
        blocks.append(f"**{what}**\n\n| population | trained | thinly trained | near | far (mean distance) | unsupported | not presented |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n" + "\n".join(lines))
    return "\n\n".join(blocks)


def _coverage_text(result: dict) -> str:
    c = result["coverage"]
    worst = []
    for locus in ("A", "B", "C", "DRB1"):
        share = {k: v[locus]["trained"] for k, v in c["populations"].items()}
        low, high = min(share, key=share.__getitem__), max(share, key=share.__getitem__)
        worst.append(f"{locus} {_percent(share[low])} ({POPULATIONS[low]}) to {_percent(share[high])} ({POPULATIONS[high]})")
    people = c["people"]
    low, high = (f(people, key=lambda k: people[k]["allHigh"]) for f in (min, max))
    return (
        f"The share of alleles that were trained on ranges, by population, over {'; '.join(worst)}. Six alleles have to be right at once, so the gap widens in people: "
        f"{_percent(people[low]['allHigh'])} of {POPULATIONS[low]} people have all class I alleles at high confidence, {_percent(people[high]['allHigh'])} of {POPULATIONS[high]} people. "
        "The tool does not serve all alike, and says for each allele how far it is from data. Unsupported alleles are few in people because the frequency table lists alleles "
        "that were typed in large registries; five broad groups of one country hide what happens inside them."
    )


def _class2(result: dict) -> str:
    c = result["class2"]
    if c is None:
        return "Not measured in this run."
    low = "; ".join(f"{r['allele']} {r['auroc']:.3f}" for r in c["lowest"])
    return f"""{c['rows']:,} affinities of the split that no training has seen; alleles with at least 20 rows and 5 on either side of 500 nM.

{_table(c['byLocus'], 'molecules', {'auroc': 'AUROC at 500 nM'})}

{_table(c['byTrainingAffinities'], 'training affinities of the pair', {'auroc': 'AUROC at 500 nM'})}

Lowest: {low}. Every allele measured has data of its own: alleles without any are not judged here."""


def write_report(path: Path, result: dict) -> None:
    lig, aff = result["ligands"], result["affinities"]
    ppv = {"ppv": "PPV", "auroc": "AUROC"}
    near = lig["asNearestOther"]
    standing = "\n".join(f"| {r['locus']} | {r['names']:,} | {r['high']:,} | {r['medium']:,} | {r['low']:,} |" for r in result["confidence"])
    loci = "\n".join(
        f"| HLA-{k} | {v['proteins']:,} | {v['notOnSurface']:,} | {v['ownPseudosequence']:,} | {v['pGroupPseudosequence']:,} | {v['unsupported']:,} |" for k, v in result["loci"].items()
    )
    people = "\n".join(
        f"| {name} | {_percent(p['allHigh'])} | {_percent(p['allHighOrMedium'])} | {_percent(p['anyUnsupported'])} |"
        for key, name in POPULATIONS.items() for p in [result["coverage"]["people"][key]]
    )
    lowest = "; ".join(f"{r['allele']} {r['ppv']:.2f} ({r['hits']} hits, {r['ligandData']} training ligands)" for r in lig["lowest"])
    path.write_text(f"""# Who the bundled predictors serve, and how well

Written by `training/equity.py` from `training/results/equity.json`: {result['nets']} class I net{'s' if result['nets'] > 1 else ''}, variant `{result['variant']}`. Research use only.
In brackets 95 % bootstrap intervals over the alleles of a group (from five alleles on); – where a group has no allele to measure.

Trained: an allele of the same 34 contact residues had at least 300 training ligands (class II: affinities); thinly trained: it had at least 50
ligands or affinities; near: the nearest such allele is within distance 0.05; far: beyond. These are *high*, *medium*, *medium*, *low* in the product.

## Class I, ligands by allele
Held-out ligands of 8–11 residues (at most 200 an allele, at least 5), each with {result['decoysAHit']} natural peptides that were not decoys in training. PPV: share of ligands among the n best, n = ligands.

{_table(lig['byLocus'], 'locus', ppv)}

{_table(lig['byTrainingLigands'], 'training ligands', ppv)}

{_ligand_text(lig)}

{_table(lig['byDistance'], 'distance to the nearest trained allele', ppv)}

Distance 0 is an allele with data of its own. The few alleles beyond it that have ligands to measure on are not a sample of all such alleles: they were
measured because somebody studied them. Lowest: {lowest}.

### What a neighbour's motif is worth
Well-trained alleles scored as if they were the nearest other trained allele: what replacing an allele by its nearest one would cost.

{_table(near, 'distance of the two', {'ppv': 'PPV', 'ppvAsNeighbour': 'PPV as the neighbour'})}

{_neighbour_text(near)}

{_left_out(result)}

## Class I, affinities by allele
Held-out rows whose side of 500 nM is certain; alleles with at least five on either side.

{_table(aff['byLocus'], 'locus', {'auroc': 'AUROC'})}

{_table(aff['byTrainingAffinities'], 'training affinities', {'auroc': 'AUROC'})}

Alleles with few training rows have few held-out rows too, so the groups of least data are empty or small by construction. A high AUROC with little data says more of which peptides were
tested (clear binders and clear non-binders) than of the model. HLA-C has next to no affinities that can be measured on.

## Class II
{_class2(result)}

## Every allele of the list
Proteins (two fields) of IPD-IMGT/HLA 3.58.0. Contact residues come from the table of pseudosequences or from another member of the P group, whose peptide-binding domains are the
same. N, S and C alleles reach no cell surface and are never predicted. What is left is refused with exit 4, naming the nearest.

| locus | proteins | not presented | residues known | through the P group | unsupported |
| --- | ---: | ---: | ---: | ---: | ---: |
{loci}

Names that the class I model answers (a protein may also be named with its suffix L or Q), by the confidence it states:

| locus | names | high | medium | low |
| --- | ---: | ---: | ---: | ---: |
{standing}

## Coverage by population
Share of a population's alleles, weighted by their frequency. Frequencies: the table that arcasHLA distributes (Orenbuch et al. 2020,
doi:10.1093/bioinformatics/btz474), in its five groups; its floor for alleles never seen in a group is taken off. DQ is given by chain: how alpha and beta chains are
paired in people cannot be told from these frequencies. DPA1 and DPB1 are not in the table.

{_coverage(result)}

People whose class I alleles all stand so, with Hardy–Weinberg proportions at A, B and C and independence between them (linkage is ignored, so these are approximations):

| population | all high | all high or medium | any unsupported |
| --- | ---: | ---: | ---: |
{people}

{_coverage_text(result)}
""")
