/** Figures of a score on labelled pairs, within alleles and pooled, with bootstrap intervals over alleles. */
import { groupBy } from '../predictor/mean.js';
import { auroc, averagePrecision, type Scored } from '../predictor/metrics.js';
import { createRandom } from '../predictor/random.js';

export interface ScoredPair extends Scored {
  readonly allele: string;
}

/** A figure with its 95 % percentile bootstrap interval. */
export interface Estimate {
  readonly value: number;
  readonly interval95: readonly [number, number];
}

export interface ScoreFigures {
  /** Mean over alleles with five of each label, every allele counting once. */
  readonly aucPerAllele: Estimate;
  /** The same alleles, each counting by its positives. */
  readonly aucWithinAllele: Estimate;
  /** Average precision within those alleles by positives, the prevalence there, and the ratio of the two. */
  readonly apWithinAllele: Estimate;
  readonly prevalenceWithinAllele: number;
  readonly apOverPrevalenceWithinAllele: Estimate;
  /** Over all pairs: no evidence of skill, for an allele alone reaches such figures. */
  readonly pooledAuc: Estimate;
  readonly pooledAp: Estimate;
  readonly prevalence: number;
  readonly pooledApOverPrevalence: Estimate;
}

/** Five of each label: below that one pair moves an allele's figure by a fifth. */
const minOfEach = 5;
const draws = 2000;
const seed = 1;

interface AlleleFigures {
  readonly allele: string;
  readonly positives: number;
  readonly prevalence: number;
  readonly auc: number;
  readonly ap: number;
}

function alleleFigures(pairs: readonly ScoredPair[]): readonly AlleleFigures[] {
  return [...groupBy(pairs, ({ allele }) => allele)].flatMap(([allele, own]) => {
    const positives = own.filter(({ isPositive }) => isPositive).length;
    const auc = auroc(own);
    const ap = averagePrecision(own);
    if (positives < minOfEach || own.length - positives < minOfEach || auc === null || ap === null) return [];
    return [{ allele, positives, prevalence: positives / own.length, auc, ap }];
  });
}

/** Alleles that count within-allele figures, by name; the same for every score of one set. */
export function countedAlleles(pairs: readonly ScoredPair[]): readonly string[] {
  return alleleFigures(pairs)
    .map(({ allele }) => allele)
    .sort();
}

const byPositives = (rows: readonly AlleleFigures[], of: (row: AlleleFigures) => number): number =>
  rows.reduce((sum, row) => sum + row.positives * of(row), 0) /
  rows.reduce((sum, { positives }) => sum + positives, 0);

const apOverPrevalence = (rows: readonly AlleleFigures[]): number =>
  byPositives(rows, ({ ap, prevalence }) => ap / prevalence);

/** Every figure of one score. */
export function figuresOf(pairs: readonly ScoredPair[]): ScoreFigures {
  const alleles = alleleFigures(pairs);
  const within = (figure: (rows: readonly AlleleFigures[]) => number): Estimate =>
    estimate(figure(alleles), (random) =>
      figure(alleles.map((row) => alleles[random(alleles.length)] ?? row)),
    );
  return {
    aucPerAllele: within((rows) => rows.reduce((sum, { auc }) => sum + auc, 0) / rows.length),
    aucWithinAllele: within((rows) => byPositives(rows, ({ auc }) => auc)),
    apWithinAllele: within((rows) => byPositives(rows, ({ ap }) => ap)),
    prevalenceWithinAllele: rounded(byPositives(alleles, ({ prevalence }) => prevalence)),
    apOverPrevalenceWithinAllele: within(apOverPrevalence),
    ...pooledFigures(pairs),
  };
}

/** Difference of the within-allele AUC of two scores on the same pairs, the same alleles drawn for both. */
export function aucDifference(score: readonly ScoredPair[], beside: readonly ScoredPair[]): Estimate {
  const others = new Map(alleleFigures(beside).map((row) => [row.allele, row.auc]));
  const rows = alleleFigures(score).map((row) => ({
    ...row,
    auc: row.auc - (others.get(row.allele) ?? Number.NaN),
  }));
  const mean = (drawn: readonly AlleleFigures[]) => byPositives(drawn, ({ auc }) => auc);
  return estimate(mean(rows), (random) => mean(rows.map((row) => rows[random(rows.length)] ?? row)));
}

function estimate(value: number, draw: (random: (below: number) => number) => number): Estimate {
  const random = createRandom(seed);
  const drawn = Float64Array.from({ length: draws }, () => draw(random)).sort();
  const at = (share: number): number => rounded(drawn[Math.round(share * (draws - 1))] ?? Number.NaN);
  return { value: rounded(value), interval95: [at(0.025), at(0.975)] };
}

function rounded(value: number): number {
  return Number(value.toFixed(4));
}

type PooledFigures = Pick<ScoreFigures, 'pooledAuc' | 'pooledAp' | 'prevalence' | 'pooledApOverPrevalence'>;

/** Alleles are drawn with all their pairs. The pairs are sorted once; a draw only says how often each counts. */
function pooledFigures(pairs: readonly ScoredPair[]): PooledFigures {
  const names = [...new Set(pairs.map(({ allele }) => allele))];
  const index = new Map(names.map((name, at) => [name, at]));
  const sorted = [...pairs].sort((a, b) => b.score - a.score);
  const allele = Uint16Array.from(sorted, (pair) => index.get(pair.allele) ?? 0);
  const isPositive = Uint8Array.from(sorted, (pair) => Number(pair.isPositive));
  const score = Float64Array.from(sorted, (pair) => pair.score);
  const figures = (times: Uint16Array) => pooled({ allele, isPositive, score, times });
  const all = figures(new Uint16Array(names.length).fill(1));
  const random = createRandom(seed);
  const drawn = Array.from({ length: draws / 4 }, () => {
    const times = new Uint16Array(names.length);
    for (let n = 0; n < names.length; n += 1) {
      const at = random(names.length);
      times[at] = (times[at] ?? 0) + 1;
    }
    return figures(times);
  }).filter(({ auc }) => !Number.isNaN(auc));
  const interval = (of: (row: Pooled) => number): Estimate => {
    const values = drawn.map(of).sort((a, b) => a - b);
    const at = (share: number) => rounded(values[Math.round(share * (values.length - 1))] ?? Number.NaN);
    return { value: rounded(of(all)), interval95: [at(0.025), at(0.975)] };
  };
  return {
    pooledAuc: interval(({ auc }) => auc),
    pooledAp: interval(({ ap }) => ap),
    prevalence: rounded(all.prevalence),
    pooledApOverPrevalence: interval(({ ap, prevalence }) => ap / prevalence),
  };
}

interface Pooled {
  readonly auc: number;
  readonly ap: number;
  readonly prevalence: number;
}

/** AUC and average precision of rows sorted by score, best first, each counted as often as its allele was drawn; ties as in metrics.ts. */
function pooled(rows: {
  readonly allele: Uint16Array;
  readonly isPositive: Uint8Array;
  readonly score: Float64Array;
  readonly times: Uint16Array;
}): Pooled {
  const weightAt = (at: number) => rows.times[rows.allele[at] ?? 0] ?? 0;
  let positives = 0;
  let total = 0;
  for (let at = 0; at < rows.score.length; at += 1) {
    total += weightAt(at);
    positives += weightAt(at) * (rows.isPositive[at] ?? 0);
  }
  const negatives = total - positives;
  let hits = 0;
  let misses = 0;
  let wins = 0;
  let ap = 0;
  for (let at = 0; at < rows.score.length; ) {
    const tied = rows.score[at];
    let hitsHere = 0;
    let missesHere = 0;
    for (; at < rows.score.length && rows.score[at] === tied; at += 1) {
      if (rows.isPositive[at] === 1) hitsHere += weightAt(at);
      else missesHere += weightAt(at);
    }
    wins += hitsHere * (negatives - misses - missesHere / 2);
    hits += hitsHere;
    misses += missesHere;
    if (hitsHere > 0) ap += (hitsHere / positives) * (hits / (hits + misses));
  }
  return { auc: wins / (positives * negatives), ap, prevalence: positives / total };
}
