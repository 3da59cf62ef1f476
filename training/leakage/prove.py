"""Proves that no peptide a model is measured on was one it was trained on, and counts those that share a core with one.

    python prove.py --data DIR --models ../../models --results ../results/leakage [--stamp]

Exact: the same residues, any allele; must be empty. Core: nine consecutive residues in common for class II, the length of its binding core;
for class I eight, the shortest peptide the model takes, so that a peptide which contains a training peptide or lies within one always counts.
The core level is reported, not demanded: ligands of one protein overlap. `*.bin` are the sets as hashes (peptide_sets.py), for the check
where the data are not (test/unit/training/leakage.test.ts). Training here means what labels came from, ligands and affinities; decoys have
their own columns and only a digest, because their hashes would weigh 2 MB. With --stamp each model's card.json gets the digest of its
training set; without it a card that names another digest, or none, is an error.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import pandas as pd

from peptide_sets import hash_of, listing_digest, write_set

CORE = {"I": 8, "II": 9}
TRAINING = Path(__file__).resolve().parent.parent


@dataclass
class TrainingSet:
    name: str
    mhc_class: str
    labelled: set[str]
    rows: dict[str, int]
    decoys: set[str] = field(default_factory=set)
    # Natural peptides a step reads without a label of theirs: percentile calibration, and the screen, which learns what the nets say of them.
    unlabelled: set[str] = field(default_factory=set)


@dataclass
class TestSet:
    name: str
    mhc_class: str
    peptides: list[str]  # of each row


def load(folder: str) -> ModuleType:
    """The dataset module of training/<folder>: what it calls held out is held out here."""
    spec = importlib.util.spec_from_file_location(f"{folder}_dataset", TRAINING / folder / "dataset.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"training/{folder}/dataset.py cannot be read")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def class1_sets(data: Path, variant: str) -> tuple[TrainingSet, list[TestSet]]:
    m = load("class1")
    t = m.read_tables(data, variant)
    ligands, affinities = t.ligands[~t.ligands.held], t.affinities[~t.affinities.held]
    train = TrainingSet(
        f"class1-{variant}", "I", set(ligands.peptide) | set(affinities.peptide), {"ligands": len(ligands), "affinities": len(affinities)},
        {p for p in t.decoys if not m.is_held_out(p)}, set(t.decoys),
    )
    tests = [TestSet(name, "I", pd.read_csv(data / f"benchmark_{name.replace('-', '_')}.csv.gz").peptide.tolist()) for name in ("patients-dev", "iedb-weekly-dev")]
    held = [*t.ligands.peptide[t.ligands.held], *t.affinities.peptide[t.affinities.held]]
    return train, [*tests, TestSet(f"class1-{variant}-held-out", "I", held)]


def class2_sets(data: Path) -> tuple[TrainingSet, list[TestSet]]:
    m = load("class2")
    rows = m.read_table(data).rows
    test = rows.split == m.TEST_SPLIT
    train = TrainingSet("class2", "II", set(rows.peptide[~test]), {"affinities": int((~test).sum())})
    return train, [TestSet("class2-split-5", "II", rows.peptide[test].tolist())]


def cores(peptide: str, length: int) -> set[str]:
    return {peptide[i : i + length] for i in range(len(peptide) - length + 1)}


def sharing(tests: set[str], others: Iterable[str], length: int) -> set[str]:
    """Those of `tests` that have `length` consecutive residues in common with one of `others`."""
    wanted = {p: cores(p, length) for p in tests}
    every = set().union(*wanted.values())
    found: set[str] = set()
    for p in others:
        found |= cores(p, length) & every
    return {p for p, own in wanted.items() if own & found}


def compare(train: TrainingSet, test: TestSet) -> dict[str, object]:
    distinct = set(test.peptides)
    length = CORE[train.mhc_class]
    by_label, by_decoy = sharing(distinct, train.labelled, length), sharing(distinct, train.decoys, length)
    hashes = {hash_of(p) for p in train.labelled}
    return {
        "training": train.name, "test": test.name, "testPeptides": len(distinct), "testRows": len(test.peptides),
        "exact": len(distinct & train.labelled), "exactDecoys": len(distinct & train.decoys), "exactUnlabelled": len(distinct & train.unlabelled),
        "equalHashes": sum(hash_of(p) in hashes for p in distinct), "equalHashesByChance": round(len(distinct) * len(hashes) / 2**40, 4),
        "coreLength": length, "sharesCore": len(by_label), "sharesCoreWithDecoy": len(by_decoy),
        "rowsWithoutSharedCore": sum(p not in by_label for p in test.peptides),
    }


def check_card(path: Path, sets: dict[str, dict[str, object]], trains: dict[str, TrainingSet], stamp: bool) -> str | None:
    """What is wrong with the card, if anything."""
    card = json.loads(path.read_text())
    name = "class2" if card["name"].endswith("class2") else f"class1-{card['variant']}"
    found = {k: card["training"].get(k) for k in trains[name].rows}
    if found != trains[name].rows:
        return f"{path.parent.name}: the card says it was trained on {found} rows, the tables hold {trains[name].rows}"
    if stamp:
        card["training"]["peptideSet"] = sets[name]
        path.write_text(json.dumps(card, indent=1) + "\n")
    if card["training"].get("peptideSet") != sets[name]:
        return f"{path.parent.name}: the card does not name the training set {sets[name]} (--stamp writes it)"
    return None


def main() -> None:
    ap = argparse.ArgumentParser()
    for name in ("--data", "--models", "--results"):
        ap.add_argument(name, type=Path, required=True)
    ap.add_argument("--stamp", action="store_true")
    o = ap.parse_args()
    cards = sorted(o.models.glob("*/card.json"))
    variants = sorted({v for c in cards if (v := json.loads(c.read_text()).get("variant")) is not None})
    pairs = [class1_sets(o.data, v) for v in variants] + [class2_sets(o.data)]
    o.results.mkdir(parents=True, exist_ok=True)
    for stale in o.results.glob("*.bin"):
        stale.unlink()
    trains = {train.name: train for train, _ in pairs}
    sets = {name: write_set(o.results, name, train.labelled) for name, train in trains.items()}
    tests = {test.name: test for _, of_model in pairs for test in of_model}
    result = {
        "trainingSets": {
            name: sets[name] | {"mhcClass": t.mhc_class, "rows": t.rows, "decoys": {"peptides": len(t.decoys), "sha256OfList": listing_digest(t.decoys)}} for name, t in trains.items()
        },
        "testSets": {name: write_set(o.results, name, t.peptides) | {"mhcClass": t.mhc_class, "rows": len(t.peptides)} for name, t in tests.items()},
        "comparisons": [compare(train, test) for train, of_model in pairs for test in of_model],
    }
    (o.results / "leakage.json").write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result["comparisons"], indent=1))
    faults = [
        f"{c['test']}: {c['exact']} peptides are in {c['training']}, {c['exactDecoys']} among its decoys, {c['exactUnlabelled']} read without a label"
        for c in result["comparisons"] if c["exact"] or c["exactDecoys"] or c["exactUnlabelled"]
    ]
    faults += [fault for c in cards if (fault := check_card(c, sets, trains, o.stamp)) is not None]
    if faults:
        raise SystemExit("\n".join(faults))


if __name__ == "__main__":
    main()
