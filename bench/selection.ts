/**
 * The choice of a shortlist on seeded synthetic patients: processor seconds, gap and proof by size; what the objective gains over the rank order; and
 * how far a list stays the same when every probability moves by up to 1 %.
 * `npx tsx bench/selection.ts [--write]`
 */

import { selectShortlist } from '../stages/select-shortlist/index.js';
import { bestSet } from '../stages/select-shortlist/search/branch-and-bound.js';
import { preferringRank } from '../stages/select-shortlist/search/prefer-rank.js';
import { Places, type SelectionProblem, worthOf } from '../stages/select-shortlist/search/problem.js';
import { seededRandom } from '../test/support/construct.js';
import { selectVariants } from '../test/support/select-shortlist.js';
import {
  problemOfVariants,
  rankedVariantsOf,
  type SyntheticVariant,
  syntheticVariants,
} from '../test/support/selection-patients.js';
import { report } from './result.js';

const { searchNodes, tieTolerance } = selectShortlist.params.parse({});

/** Seconds of the processor: other work on the machine does not count. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

function searches(count: number, size: number, seeds: number) {
  const runs = Array.from({ length: seeds }, (_, index) => {
    const problem = problemOfVariants(rankedVariantsOf(syntheticVariants(count, index + 1)), size);
    const started = cpuSeconds();
    const { worth, bound, isProven, nodes, openCount } = bestSet(problem, searchNodes);
    return {
      seconds: cpuSeconds() - started,
      gap: bound === 0 ? 0 : (bound - worth) / bound,
      isProven,
      nodes,
      openCount,
    };
  });
  return {
    candidates: count,
    size,
    patients: seeds,
    proven: runs.filter(({ isProven }) => isProven).length,
    largestGap: rounded(Math.max(...runs.map(({ gap }) => gap))),
    mostNodes: Math.max(...runs.map(({ nodes }) => nodes)),
    mostOpen: Math.max(...runs.map(({ openCount }) => openCount)),
    slowestSeconds: rounded(Math.max(...runs.map(({ seconds }) => seconds))),
  };
}

/** As hard as it comes: every probability is one of two, so that lists by the million are worth nearly the same. */
function hardSearch(count: number, size: number, probability: number) {
  const next = seededRandom(count + size);
  const variants = Array.from({ length: count }, (_, index) => ({
    gene: Math.floor(index / 3),
    product: index,
    tier: 0,
    probabilities: Array.from({ length: 6 }, () => (next() < 0.3 ? probability : 0)),
    cellFraction: next() < 0.5 ? 1 : next(),
  }));
  const problem = problemOfVariants(variants, size);
  const started = cpuSeconds();
  const { worth, bound, isProven, nodes } = bestSet(problem, searchNodes);
  const seconds = rounded(cpuSeconds() - started);
  return {
    candidates: count,
    size,
    probability,
    isProven,
    gap: rounded((bound - worth) / bound),
    nodes,
    seconds,
  };
}

async function wholeStage(count: number, size: number) {
  const variants = rankedVariantsOf(syntheticVariants(count, 1)).map((variant, index) => ({
    ordinal: index + 1,
    probabilities: Object.fromEntries(
      variant.probabilities.flatMap((each, allele) => (each > 0 ? [[`HLA-A*0${allele + 1}:01`, each]] : [])),
    ),
    changes: { cancerCellFraction: variant.cellFraction, gene: `GENE${variant.gene}` },
  }));
  const started = cpuSeconds();
  const { selection } = await selectVariants(variants, { params: { size } });
  return {
    variants: count,
    size,
    gap: selection.gap,
    isProven: selection.isProven,
    seconds: rounded(cpuSeconds() - started),
  };
}

function byRank(problem: SelectionProblem): readonly number[] {
  const places = new Places(problem);
  const items: number[] = [];
  for (let item = 0; item < problem.count; item++) {
    if (!places.has(item)) continue;
    places.take(item);
    items.push(item);
  }
  return items;
}

function chosen(problem: SelectionProblem, tolerance: number): readonly number[] {
  const found = bestSet(problem, searchNodes);
  return bestSet(preferringRank(problem, { worth: found.worth, share: tolerance }), searchNodes).items;
}

type Method = (problem: SelectionProblem) => readonly number[];
const methods: Readonly<Record<string, Method>> = {
  rank: byRank,
  objectiveWithoutTolerance: (problem) => chosen(problem, 0),
  objective: (problem) => chosen(problem, tieTolerance),
  objectiveWithTwiceTheTolerance: (problem) => chosen(problem, 2 * tieTolerance),
};

function moved(variants: readonly SyntheticVariant[], next: () => number): readonly SyntheticVariant[] {
  return variants.map((variant) => ({
    ...variant,
    probabilities: variant.probabilities.map((each) => each * (1 + 0.01 * (2 * next() - 1))),
  }));
}

/** Which variants a method takes, by their place in `variants`; the rank order is made anew from what it is given. */
function taken(variants: readonly SyntheticVariant[], size: number, method: Method): ReadonlySet<number> {
  const numbered = variants.map((variant, index) => ({ ...variant, index }));
  const ranked = rankedVariantsOf(numbered);
  return new Set(method(problemOfVariants(ranked, size)).map((item) => ranked[item]?.index ?? -1));
}

function jaccard(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  const shared = [...a].filter((each) => b.has(each)).length;
  return shared / (a.size + b.size - shared);
}

function stability(count: number, size: number, patients: number, draws: number) {
  const meanJaccard: Record<string, number> = {};
  for (const [name, method] of Object.entries(methods)) {
    const values: number[] = [];
    for (let seed = 1; seed <= patients; seed++) {
      const variants = syntheticVariants(count, seed);
      const next = seededRandom(1000 + seed);
      const before = taken(variants, size, method);
      for (let draw = 0; draw < draws; draw++)
        values.push(jaccard(before, taken(moved(variants, next), size, method)));
    }
    meanJaccard[name] = rounded(mean(values));
  }
  return { candidates: count, size, patients, draws, meanJaccard };
}

function againstRank(count: number, size: number, patients: number) {
  const gains: number[] = [];
  const shared: number[] = [];
  for (let seed = 1; seed <= patients; seed++) {
    const problem = problemOfVariants(rankedVariantsOf(syntheticVariants(count, seed)), size);
    const [ranked, best] = [byRank(problem), chosen(problem, tieTolerance)];
    gains.push(worthOf(problem, best) / worthOf(problem, ranked) - 1);
    shared.push(best.filter((item) => ranked.includes(item)).length / size);
  }
  return {
    candidates: count,
    size,
    patients,
    meanGainPercent: rounded(100 * mean(gains)),
    meanSharedPercent: rounded(100 * mean(shared)),
  };
}

report('selection', {
  searches: [60, 200, 2000].flatMap((count) => [10, 20, 34].map((size) => searches(count, size, 10))),
  hard: [hardSearch(60, 10, 0.9), hardSearch(60, 20, 0.3), hardSearch(2000, 34, 0.5)],
  stage: await wholeStage(2000, 34),
  againstRank: [againstRank(120, 20, 20), againstRank(120, 34, 20)],
  stability: [stability(120, 20, 20, 5), stability(120, 34, 20, 5)],
});
