"""Writes schemas/hla-nomenclature-data.ts: names that were given up with what they became, and proteins whose every name says they reach no cell surface.

    python nomenclature.py --data SHARED_DATA_DIR --out ../../schemas/hla-nomenclature-data.ts

Kept of Deleted_alleles.txt: class I and DR, DP, DQ names that are no two-field name of the list today and that became exactly one other.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from pathlib import Path

from alleles import CLASS1_LOCI, CLASS2_LOCI, NOT_ON_SURFACE, Nomenclature, _protein, read_nomenclature

NAME = re.compile(r"\b(?:Cw|[A-G]|D[PQR][AB]\d?)\*\d[\d:]*[NLSCAQ]?")


def two_fields(name: str) -> str | None:
    """'A*02:134' of 'A*020134' and the like; None for a name of one field."""
    gene, fields = name.replace("Cw*", "C*").split("*")
    suffix = fields[-1] if fields[-1].isalpha() else ""
    if ":" not in fields:
        fields = ":".join(re.findall("..", fields)) + suffix
    if ":" not in fields:
        return None
    return "".join(_protein(f"{gene}*{fields}"))


def renamed(shared: Path, n: Nomenclature) -> dict[str, str]:
    today = {p + s for p, suffixes in n.suffixes.items() for s in suffixes}
    became: dict[str, set[str]] = defaultdict(set)
    for line in (shared / "hla/Deleted_alleles.txt").read_text().splitlines():
        if line.startswith("#") or "*" not in line:
            continue
        _, name, description = line.split(",", 2)
        old = two_fields(name)
        if old is None or old.split("*")[0] not in CLASS1_LOCI + CLASS2_LOCI or old in today:
            continue
        became[old] |= {new for m in NAME.findall(description) if (new := two_fields(m)) in today}
    return {old: next(iter(new)) for old, new in became.items() if len(new) == 1}


def not_on_surface(n: Nomenclature) -> dict[str, list[str]]:
    """Second fields by allele group, 'A*01' -> ['04', ...]."""
    out: dict[str, list[str]] = defaultdict(list)
    for protein, suffixes in n.suffixes.items():
        if protein.split("*")[0] in CLASS1_LOCI + CLASS2_LOCI and suffixes <= set(NOT_ON_SURFACE):
            group, second = protein.split(":")
            out[group].append(second)
    return out


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", type=Path, required=True)
    ap.add_argument("--out", type=Path, required=True)
    o = ap.parse_args()
    n = read_nomenclature(o.data)
    old = renamed(o.data, n)
    absent = not_on_surface(n)
    o.out.write_text(
        "/** Written by training/shared/nomenclature.py. Facts of IPD-IMGT/HLA 3.58.0 (Robinson et al. 2020, doi:10.1093/nar/gkz950), Allelelist and Deleted_alleles. */\n\n"
        "/** A name of before and the two-field name that it became, one pair a line. */\n"
        "export const renamedNames = `" + "\n".join(f"{a} {b}" for a, b in sorted(old.items())) + "`;\n\n"
        "/** Allele group, then the second fields of its proteins whose every name ends in N, S or C. */\n"
        "export const absentProteins = `" + "\n".join(f"{g} {' '.join(s)}" for g, s in sorted(absent.items())) + "`;\n"
    )
    print(len(old), "renamed,", sum(map(len, absent.values())), "not on the surface")


if __name__ == "__main__":
    main()
