"""Fits the ranking's logistic terms that public label sets have facts for, and says whether the fit is better than the stated prior.

One command: python fit.py --repository ../.. ; it has `bench/ranking.ts --features` write the rows, so that the terms' amounts are those
of the product. Weights are at least 0 (monotone), drawn towards the prior, and every allele has its own intercept while fitting, so that
none learns which alleles were tested. Peptides that share eight residues in a row are never on both sides of a split.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))
import one_core  # noqa: F401, I001
import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import expit, logit

SEED = 1
FOLDS = 5
# Inner folds, by which the strength of the pull is picked.
INNER_FOLDS = 3
REPEATS = 2
DRAWS = 2000
MIN_OF_EACH = 5
# Strength of the pull to the prior, in units of rows: 0 would be maximum likelihood.
STRENGTHS = [10.0, 100.0, 1000.0]
# An allele's intercept is drawn to the common one with the weight of this many rows.
ALLELE_STRENGTH = 2.0
# Tested peptides that were immunogenic in TESLA: 37 of 608 (Wells 2020, doi:10.1016/j.cell.2020.09.015).
PREVALENCE = 37 / 608
# Terms fitted, and the same with the affinity as one more (prior weight 0).
VARIANTS = {
    "four terms": ["presentation", "hydrophobic-core", "aromatic-core", "length"],
    "four terms and affinity": ["presentation", "hydrophobic-core", "aromatic-core", "length", "affinity"],
}


def read_features(path):
    with open(path, encoding="utf8") as file:
        prior = json.loads(file.readline()[1:])
    rows = pd.read_csv(path, sep="\t", comment="#")
    prior["weights"]["affinity"] = 0.0
    return prior, rows


def fit(rows, terms, prior, strength):
    """MAP weights: log likelihood, minus strength/2 x squared distance to the prior in standard deviations of each term."""
    x = rows[terms].to_numpy()
    y = rows["label"].to_numpy()
    codes, alleles = pd.factorize(rows["allele"])
    w0 = np.array([prior["weights"][term] for term in terms])
    scale = np.maximum(x.std(axis=0), 1e-6)
    count, width = len(alleles), len(terms)

    def loss(parameters):
        weights, common, own = parameters[:width], parameters[width], parameters[width + 1 :]
        z = x @ weights + common + own[codes]
        distance = (weights - w0) * scale
        value = np.logaddexp(0, z).sum() - (y * z).sum()
        value += strength / 2 * (distance**2).sum() + ALLELE_STRENGTH / 2 * (own**2).sum()
        error = expit(z) - y
        gradient = np.concatenate(
            [
                x.T @ error + strength * distance * scale,
                [error.sum()],
                np.bincount(codes, weights=error, minlength=count) + ALLELE_STRENGTH * own,
            ]
        )
        return value, gradient

    start = np.concatenate([w0, [logit(y.mean())], np.zeros(count)])
    bounds = [(0, None)] * width + [(None, None)] * (count + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 500, "ftol": 1e-8})
    if not found.success:
        sys.exit(f"no optimum: {found.message}")
    return found.x[:width]


def splits(rows, seed, folds=FOLDS):
    """Fold of each row; groups of shared cores stay together."""
    groups = rows["group"].unique()
    order = np.random.default_rng(seed).permutation(len(groups))
    fold = dict(zip(groups[order], np.arange(len(groups)) % folds))
    return rows["group"].map(fold).to_numpy()


def auc(score, label):
    order = pd.Series(score).rank(method="average").to_numpy()
    positives = label.sum()
    negatives = len(label) - positives
    return (order[label == 1].sum() - positives * (positives + 1) / 2) / (positives * negatives)


def within_alleles(rows, scores):
    """AUC of each score in each allele with five of each label."""
    found = []
    for allele, own in rows.groupby("allele", sort=True):
        label = own["label"].to_numpy()
        if min(label.sum(), len(label) - label.sum()) < MIN_OF_EACH:
            continue
        entry = {"allele": allele, "positives": int(label.sum())}
        found.append(entry | {name: auc(score.loc[own.index], label) for name, score in scores.items()})
    return pd.DataFrame(found)


def estimate(table, column, beside=None):
    """Mean by positives with a 95 % percentile bootstrap interval over alleles; with `beside` of the paired difference."""
    values = table[column] - (0 if beside is None else table[beside])
    random = np.random.default_rng(SEED)
    drawn = []
    for _ in range(DRAWS):
        at = random.integers(0, len(table), len(table))
        drawn.append(np.average(values.iloc[at], weights=table["positives"].iloc[at]))
    low, high = np.percentile(drawn, [2.5, 97.5])
    return {
        "value": round(float(np.average(values, weights=table["positives"])), 4),
        "interval95": [round(float(low), 4), round(float(high), 4)],
    }


def pick_strength(rows, terms, prior):
    """By inner folds: the strength with the largest within-allele AUC; of equal ones the stronger pull."""
    fold = splits(rows, SEED + 100, INNER_FOLDS)
    results = []
    for strength in STRENGTHS:
        score = pd.Series(0.0, index=rows.index)
        for k in range(INNER_FOLDS):
            weights = fit(rows[fold != k], terms, prior, strength)
            score[fold == k] = rows.loc[fold == k, terms].to_numpy() @ weights
        table = within_alleles(rows, {"score": score})
        results.append(round(float(np.average(table["score"], weights=table["positives"])), 4))
    best = max(range(len(STRENGTHS)), key=lambda at: (results[at], at))
    return STRENGTHS[best], dict(zip(map(str, STRENGTHS), results))


def shift_to(scores, prevalence):
    """The intercept at which the mean probability is the prevalence."""
    low, high = -30.0, 30.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if expit(scores + middle).mean() < prevalence else (low, middle)
    return middle


def calibration(probability, label):
    """Ten bins of equal count: expected calibration error, Brier score beside that of the bare prevalence, slope of label on logit."""
    order = np.argsort(probability, kind="stable")
    bins, ece = [], 0.0
    for part in np.array_split(order, 10):
        said, seen = probability[part].mean(), label[part].mean()
        ece += len(part) / len(label) * abs(said - seen)
        bins.append({"rows": len(part), "said": round(float(said), 4), "seen": round(float(seen), 4)})
    z = logit(np.clip(probability, 1e-9, 1 - 1e-9))

    def loss(parameters):
        return np.logaddexp(0, parameters[0] + parameters[1] * z).sum() - (label * (parameters[0] + parameters[1] * z)).sum()

    slope = minimize(loss, [0.0, 1.0], method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-6}).x[1]
    return {
        "brier": round(float(((probability - label) ** 2).mean()), 5),
        "brierOfPrevalence": round(float(label.mean() * (1 - label.mean())), 5),
        "ece": round(float(ece), 4),
        "slope": round(float(slope), 3),
        "bins": bins,
    }


def cross_validate(rows, terms, prior, log):
    """Scores and shifted probabilities of rows when their fold was left out; means of repeats. Strength is picked inside each training part."""
    total = pd.Series(0.0, index=rows.index)
    probability = pd.Series(0.0, index=rows.index)
    for repeat in range(REPEATS):
        fold = splits(rows, SEED + repeat)
        for k in range(FOLDS):
            training, test = rows[fold != k], rows[fold == k]
            strength, inner = pick_strength(training, terms, prior)
            weights = fit(training, terms, prior, strength)
            intercept = shift_to(training[terms].to_numpy() @ weights, training["label"].mean())
            score = test[terms].to_numpy() @ weights
            total[test.index] += score / REPEATS
            probability[test.index] += expit(score + intercept) / REPEATS
            log({"repeat": repeat, "fold": k, "terms": len(terms), "strength": strength, "inner": inner,
                 "weights": named(terms, weights)})
    return total, probability


def prior_probabilities(rows, score):
    """The prior's scores, shifted fold by fold to the prevalence of the other folds."""
    probability = pd.Series(0.0, index=rows.index)
    for repeat in range(REPEATS):
        fold = splits(rows, SEED + repeat)
        for k in range(FOLDS):
            intercept = shift_to(score[fold != k].to_numpy(), rows.loc[fold != k, "label"].mean())
            probability[fold == k] += expit(score[fold == k] + intercept) / REPEATS
    return probability


def named(terms, weights):
    return {term: round(float(weight), 4) for term, weight in zip(terms, weights)}


def compared(rows, scores):
    table = within_alleles(rows, scores)
    names = [name for name in scores if name != "prior"]
    return {
        "alleles": len(table),
        "aucWithinAllele": {name: estimate(table, name) for name in scores},
        "minusPrior": {name: estimate(table, name, "prior") for name in names},
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--repository", required=True, type=Path)
    parser.add_argument("--features", type=Path, help="rows that were written before; else they are made")
    options = parser.parse_args()
    results = options.repository / "training" / "results"
    path = options.features
    if path is None:
        path = Path(tempfile.mkdtemp()) / "features.tsv"
        subprocess.run(["npx", "tsx", "bench/ranking.ts", "--features", str(path)], cwd=options.repository,
                       check=True, stdout=subprocess.DEVNULL)
    prior, rows = read_features(path)
    lines = []
    log = lambda entry: lines.append(json.dumps(entry))
    four = VARIANTS["four terms"]
    prior_score = rows[four].to_numpy() @ np.array([prior["weights"][term] for term in four])
    rows["prior"] = prior_score
    metrics = {"seed": SEED, "folds": FOLDS, "innerFolds": INNER_FOLDS, "repeats": REPEATS, "prior": prior, "prevalence": round(PREVALENCE, 4),
               "sets": {}, "fits": {}, "crossed": {}}
    for name, own in rows.groupby("set", sort=True):
        own = own.reset_index(drop=True)
        label = own["label"].to_numpy()
        scores = {"prior": own["prior"], "binding alone": own["presentation"]}
        calibrations = {"prior": calibration(prior_probabilities(own, own["prior"]).to_numpy(), label)}
        for variant, terms in VARIANTS.items():
            score, probability = cross_validate(own, terms, prior, lambda entry: log({"set": name} | entry))
            scores[variant] = score
            calibrations[variant] = calibration(probability.to_numpy(), label)
        metrics["sets"][name] = {"rows": len(own), "positives": int(label.sum())} | compared(own, scores)
        metrics["sets"][name]["calibration"] = calibrations
        strength, inner = pick_strength(own, four, prior)
        metrics["fits"][name] = {"strength": strength, "inner": inner, "weights": named(four, fit(own, four, prior, strength))}
    for name, other in [(a, b) for a in rows["set"].unique() for b in rows["set"].unique() if a != b]:
        training = rows[rows["set"] == name].reset_index(drop=True)
        # Whole groups: a core that both sets have is dropped from the rows measured.
        test = rows[(rows["set"] == other) & ~rows["group"].isin(set(training["group"]))].reset_index(drop=True)
        scores = {"prior": test["prior"], "binding alone": test["presentation"]}
        for variant, terms in VARIANTS.items():
            strength, _ = pick_strength(training, terms, prior)
            scores[variant] = pd.Series(test[terms].to_numpy() @ fit(training, terms, prior, strength))
        dropped = int((rows["set"] == other).sum() - len(test))
        metrics["crossed"][f"{name} -> {other}"] = {"rows": len(test), "dropped": dropped} | compared(test, scores)
    # The intercept at which tested peptides, as the prior's reference in all that the sets do not tell, have the stated prevalence on average.
    metrics["interceptForPrevalence"] = {
        name: round(float(shift_to(own["prior"].to_numpy(), PREVALENCE)), 3) for name, own in rows.groupby("set")
    }
    metrics["meanProbabilityAtThePriorsIntercept"] = {
        name: round(float(expit(own["prior"] + prior["intercept"]).mean()), 4) for name, own in rows.groupby("set")
    }
    results.mkdir(exist_ok=True)
    (results / "ranking-metrics.json").write_text(json.dumps(metrics, indent=1) + "\n", encoding="utf8")
    (results / "logs" / "ranking.jsonl").write_text("\n".join(lines) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
