"""Contact residues ("pseudosequences", 34 residues) of every protein-level allele of the IPD-IMGT/HLA list that has them.

    python alleles.py --data SHARED_DATA_DIR --out alleles.json     # what is known and what is not, by locus

Names are the product's (schemas/hla.ts): HLA-A*02:01, HLA-DRB1*11:01, HLA-DPA1*01:03/DPB1*04:01. An allele that the table of pseudosequences does
not name gets that of another member of its P group: those share the amino acids of the peptide-binding domains (hla.alleles.org,
"P codes"), and no P group holds two different pseudosequences in the table. Alleles that reach no cell surface (N null, S secreted,
C cytoplasmic) are never given, also not under a name without the suffix. L, Q and A alleles are given under both names.

A class II molecule is a pair. The first 15 of the 34 residues come from the alpha chain and the other 19 from the beta chain, so the
residues of chains are kept and any alpha can meet any beta. Every pair of the table is made again so and compared: all are, but four of
DQA1*01:10, whose residues the table itself gives in two ways; the way of its 193 other pairs is taken.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

CLASS1_LOCI = ("A", "B", "C", "E", "F", "G")
CLASS2_LOCI = ("DRB1", "DRB3", "DRB4", "DRB5", "DPA1", "DPB1", "DQA1", "DQB1")
ALPHA_RESIDUES, BETA_RESIDUES = 15, 19
# HLA-DRA varies outside the peptide-binding groove only: one alpha chain serves every DRB allele.
PAIRS = (("DPA1", "DPB1"), ("DQA1", "DQB1"))
NOT_ON_SURFACE = "NSC"
OTHER_SPECIES = ("BOLA", "H2", "GAGA")


@dataclass(frozen=True)
class Nomenclature:
    """Of each protein ('A*01:01'): the suffixes its names carry ('' none), and its P group if it has one."""

    suffixes: dict[str, set[str]]
    p_group: dict[str, str]

    def proteins(self, locus: str) -> list[str]:
        """Proteins of a locus with at least one name that is not N, S or C."""
        return [p for p, s in self.suffixes.items() if p.startswith(locus + "*") and s - set(NOT_ON_SURFACE)]

    def names(self, protein: str) -> list[str]:
        """'HLA-A*24:02' and, where the list has such names, 'HLA-A*24:02L'."""
        return [f"HLA-{protein}{s}" for s in sorted(self.suffixes[protein] | {""}) if s == "" or s not in NOT_ON_SURFACE]


def _lines(path: Path) -> list[str]:
    with gzip.open(path, "rt") as f:
        return [line.rstrip("\n") for line in f if not line.startswith("#")]


def _protein(name: str) -> tuple[str, str]:
    """('A*24:02', 'L') of 'A*24:02:01:02L'."""
    gene, fields = name.split("*")
    suffix = fields[-1] if fields[-1].isalpha() else ""
    return f"{gene}*{':'.join(fields.removesuffix(suffix).split(':')[:2])}", suffix


def read_nomenclature(shared: Path) -> Nomenclature:
    suffixes: dict[str, set[str]] = defaultdict(set)
    for line in _lines(shared / "hla/IMGTHLA_Allelelist.txt.gz")[1:]:
        protein, suffix = _protein(line.split(",")[1])
        suffixes[protein].add(suffix)
    p_group: dict[str, str] = {}
    for line in _lines(shared / "hla/hla_nom_p.txt.gz"):
        gene, members, group = line.split(";")
        for member in members.split("/") if group else []:
            p_group[_protein(gene + member)[0]] = gene + group
    return Nomenclature(dict(suffixes), p_group)


def _filled(n: Nomenclature, locus: str, known: dict[str, str]) -> dict[str, str]:
    """Residues by protein of one locus: the table's own, else those of the protein's P group."""
    by_group: dict[str, str] = {}
    for protein, residues in sorted(known.items()):
        group = n.p_group.get(protein)
        if group is not None and by_group.setdefault(group, residues) != residues:
            raise SystemExit(f"{group} holds two pseudosequences")
    found = {p: known.get(p) or by_group.get(n.p_group.get(p, "")) for p in n.proteins(locus)}
    return {p: r for p, r in found.items() if r is not None}


def _named(n: Nomenclature, residues: dict[str, str]) -> dict[str, str]:
    return {name: r for protein, r in residues.items() for name in n.names(protein)}


def _table(path: Path) -> dict[str, str]:
    return dict(line.split(",") for line in _lines(path)[1:])  # type: ignore[misc]


def class1_alleles(shared: Path) -> dict[str, str]:
    """Pseudosequence by canonical class I name."""
    n = read_nomenclature(shared)
    known = {name.removeprefix("HLA-"): s for name, s in _table(shared / "predictor/class1_pseudoseq34.csv.gz").items()}
    out: dict[str, str] = {}
    for locus in CLASS1_LOCI:
        out |= _named(n, _filled(n, locus, {p: s for p, s in known.items() if p.startswith(locus + "*")}))
    return out


def _chain(compact: str, n: Nomenclature) -> str:
    """'DPB1*104:01' of 'DPB110401': the one way to put the colon that gives a name of the list, else two digits before it."""
    gene, digits = compact[:4], compact[4:].rstrip("NLSCAQ")
    ways = [f"{gene}*{digits[:k]}:{digits[k:]}" for k in (2, 3, 4) if len(digits) - k >= 2]
    listed = [w for w in ways if w in n.suffixes]
    if len(listed) > 1:
        raise SystemExit(f"{compact} may be {' or '.join(listed)}")
    return (listed or ways)[0]


@dataclass(frozen=True)
class Class2Chains:
    """`dr`: 34 residues by name 'HLA-DRB1*11:01'; `alpha` and `beta`: 15 and 19 residues by chain name 'HLA-DPA1*01:03', 'HLA-DPB1*04:01'."""

    dr: dict[str, str]
    alpha: dict[str, str]
    beta: dict[str, str]
    pairs: int  # in the table
    contradicted: list[str]  # pairs of the table with other residues than their chains

    def residues(self, name: str) -> str | None:
        """Pseudosequence of a canonical name; None where it is not known or the name is one chain of a pair."""
        alpha, _, beta = name.partition("/")
        if not beta:
            return self.dr.get(name)
        a, b = self.alpha.get(alpha), self.beta.get(f"HLA-{beta}")
        return a + b if a and b and (alpha[4:8], beta[:4]) in PAIRS else None

    def distinct(self) -> list[str]:
        """Every pseudosequence that a name can have, in code-unit order: the rows of a model's calibration."""
        out = set(self.dr.values())
        for a, b in PAIRS:
            out |= {x + y for x in _of(self.alpha, a) for y in _of(self.beta, b)}
        return sorted(out)


def _of(chains: dict[str, str], gene: str) -> set[str]:
    return {r for name, r in chains.items() if name.startswith(f"HLA-{gene}*")}


def class2_chains(shared: Path) -> Class2Chains:
    n = read_nomenclature(shared)
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    pairs: list[tuple[str, str, str]] = []
    for key, s in _table(shared / "predictor/class2_pseudoseq34.csv.gz").items():
        if len(s) != ALPHA_RESIDUES + BETA_RESIDUES:
            raise SystemExit(f"{key}: {len(s)} residues")
        if re.match(r"DRB[1345]\d", key):
            seen[_chain(key, n)][s] += 1
        elif m := re.match(r"(D[PQ]A1\d+)(D[PQ]B1\d+)$", key):
            alpha, beta = _chain(m[1], n), _chain(m[2], n)
            pairs.append((alpha, beta, s))
            seen[alpha][s[:ALPHA_RESIDUES]] += 1
            seen[beta][s[ALPHA_RESIDUES:]] += 1
    known = {chain: counts.most_common(1)[0][0] for chain, counts in seen.items()}
    contradicted = [f"{a}/{b}" for a, b, s in pairs if known[a] + known[b] != s]
    filled = {locus: _named(n, _filled(n, locus, {p: r for p, r in known.items() if p.startswith(locus + "*")})) for locus in CLASS2_LOCI}
    return Class2Chains(
        dr={k: v for locus in CLASS2_LOCI[:4] for k, v in filled[locus].items()},
        alpha=filled["DPA1"] | filled["DQA1"], beta=filled["DPB1"] | filled["DQB1"], pairs=len(pairs), contradicted=contradicted,
    )


def class2_name(written: str, n: Nomenclature) -> str | None:
    """Canonical name of the affinity table's 'DRB1_0101' or 'HLA-DPA10103-DPB10401'; None for other species."""
    compact = written.removeprefix("HLA-").replace("_", "")
    if re.fullmatch(r"DRB[1345]\d+", compact):
        return f"HLA-{_chain(compact, n)}"
    m = re.fullmatch(r"(D[PQ]A1\d+)-(D[PQ]B1\d+)", compact)
    return f"HLA-{_chain(m[1], n)}/{_chain(m[2], n)}" if m else None


def class2_alleles(shared: Path) -> dict[str, str]:
    """Pseudosequence by canonical class II name, every alpha with every beta: some hundred thousand names. Class2Chains.residues asks for one."""
    c = class2_chains(shared)
    out = dict(c.dr)
    for a, b in PAIRS:
        betas = [(name, r) for name, r in c.beta.items() if name.startswith(f"HLA-{b}*")]
        for alpha, ra in c.alpha.items():
            if alpha.startswith(f"HLA-{a}*"):
                out |= {f"{alpha}/{name[4:]}": ra + rb for name, rb in betas}
    return out


HEADER = "allele,pseudosequence,training_ligands,training_affinities"


def _write_table(path: Path, rows: dict[str, str], ligands: dict[str, int], affinities: dict[str, int]) -> None:
    lines = [HEADER] + [f"{a},{rows[a]},{int(ligands.get(a, 0))},{int(affinities.get(a, 0))}" for a in sorted(rows)]
    path.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), 9, mtime=0))


def write_class1_table(path: Path, shared: Path, ligands: dict[str, int], affinities: dict[str, int]) -> None:
    """alleles.csv.gz of a class I model: a row an allele, with the training rows that carried its name."""
    rows = class1_alleles(shared)
    _all_known([*ligands, *affinities], lambda name: rows.get(name))
    _write_table(path, rows, ligands, affinities)


def write_class2_table(path: Path, shared: Path, ligands: dict[str, int], affinities: dict[str, int]) -> None:
    """alleles.csv.gz of a class II model: a row of 34 residues a DR allele and a pair with training rows, of 15 an alpha, of 19 a beta chain."""
    c = class2_chains(shared)
    _all_known([*ligands, *affinities], c.residues)
    trained = {name: c.residues(name) or "" for name in (*ligands, *affinities) if "/" in name}
    _write_table(path, c.dr | c.alpha | c.beta | trained, ligands, affinities)


def _all_known(names: list[str], residues) -> None:
    if unknown := sorted({a for a in names if not residues(a)}):
        raise SystemExit(f"no pseudosequence for the training data's {', '.join(unknown)}")


def by_locus(shared: Path) -> dict[str, dict[str, int]]:
    """Proteins of the list by locus: not on the surface, with residues of their own in the table, with those of their P group, without any."""
    n, two = read_nomenclature(shared), class2_chains(shared)
    given = class1_alleles(shared) | two.dr | two.alpha | two.beta
    own = {name.removeprefix("HLA-") for name in _table(shared / "predictor/class1_pseudoseq34.csv.gz")}
    for key in _table(shared / "predictor/class2_pseudoseq34.csv.gz"):
        own |= {_chain(c, n) for c in re.findall(r"DRB[1345]\d+|D[PQ][AB]1\d+", key) if not key.startswith(OTHER_SPECIES)}
    out = {}
    for locus in (*CLASS1_LOCI, *CLASS2_LOCI):
        proteins = sum(p.startswith(locus + "*") for p in n.suffixes)
        expressed = n.proteins(locus)
        have = [p for p in expressed if f"HLA-{p}" in given]
        from_table = sum(p in own for p in have)
        out[locus] = {
            "proteins": proteins, "notOnSurface": proteins - len(expressed), "ownPseudosequence": from_table,
            "pGroupPseudosequence": len(have) - from_table, "unsupported": len(expressed) - len(have),
        }
    return out


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", type=Path, required=True)
    ap.add_argument("--out", type=Path, required=True)
    o = ap.parse_args()
    one, two = class1_alleles(o.data), class2_chains(o.data)
    result = {
        "list": "IPD-IMGT/HLA 3.58.0", "loci": by_locus(o.data), "class1Names": len(one), "class1Pseudosequences": len(set(one.values())),
        "class2Pseudosequences": len(two.distinct()), "drNames": len(two.dr), "alphaNames": len(two.alpha), "betaNames": len(two.beta),
        "pairsOfTheTable": two.pairs, "pairsNotRemadeFromChains": two.contradicted,
    }
    o.out.write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
