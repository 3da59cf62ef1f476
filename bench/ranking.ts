/**
 * Rankings on patients' tested neo-peptides (../shared/data/immunogenicity): AUC within an allele and average precision against prevalence,
 * beside binding alone and beside a control that sees only the HLA allele. No decoys. Prints one Markdown table.
 * `npm run bench:ranking -- [--write] [--features FILE]`; --features: the rows with their facts, for training/ranking.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { antigraph } from '../stages/rank-candidates/policies/antigraph.js';
import { openModel } from './predictor/models.js';
import { featureTable } from './ranking/feature-table.js';
import { aucDifference, countedAlleles, figuresOf, type ScoredPair } from './ranking/figures.js';
import { fittedOn } from './ranking/fitted.js';
import { apartFrom, type LabelledPair, type LabelSet, readLabelSets } from './ranking/label-sets.js';
import { measurePositives } from './ranking/positives.js';
import {
  alleleOnly,
  bindingScores,
  featureScores,
  type NamedScore,
  type PredictedPair,
  policyScore,
  predictPairs,
} from './ranking/scores.js';
import { markdown, positivesMarkdown, type ScoreRow, type SetFigures } from './ranking/table.js';
import { keepResult } from './result.js';

const { values: options } = parseArgs({
  options: { write: { type: 'boolean', default: false }, features: { type: 'string' } },
});

const model = await openModel('I');
if (model === null) throw new Error('no class I model');
const { predictor } = model;
const [inHouse, cedar] = readLabelSets();
const predicted = new Map<string, readonly PredictedPair[]>();
for (const set of [inHouse, cedar]) predicted.set(set.name, await predictPairs(predictor, set.pairs));
if (options.features !== undefined)
  writeFileSync(
    options.features,
    featureTable(
      [inHouse, cedar].map(({ source, name }) => ({ source, pairs: predicted.get(name) ?? [] })),
      antigraph,
    ),
  );

const sets = [measureSet(inHouse, cedar), measureSet(cedar, inHouse)];
const positives = await measurePositives(predictor);
process.stdout.write(`${markdown(sets)}\n${positivesMarkdown(positives)}`);
keepResult('ranking', {
  predictor: { name: predictor.name, version: predictor.version },
  policy: antigraph.name,
  bootstrap: 'percentile, over alleles (patients for positives), seed 1',
  sets,
  positives,
});

function measureSet(set: LabelSet, other: LabelSet): SetFigures {
  const pairs = predicted.get(set.name) ?? [];
  const scored = (score: NamedScore): readonly ScoredPair[] =>
    pairs.map((pair) => ({ allele: pair.allele, isPositive: pair.isPositive, score: score.of(pair) }));
  const [binding] = bindingScores;
  if (binding === undefined) throw new Error('no score of binding');
  const alone = scored(binding);
  const control = alleleOnly(pairs);
  const rows = [
    controlRow(alone, control),
    ...[...bindingScores, policyScore('default policy', antigraph), ...featureScores].map((score) => ({
      score: score.name,
      ...figuresOf(scored(score)),
      minusBinding: aucDifference(scored(score), alone),
    })),
  ];
  return {
    name: set.name,
    source: set.source,
    pairs: set.pairs.length,
    positives: set.pairs.filter(({ isPositive }) => isPositive).length,
    repeatedRows: set.repeatedRows,
    contradictingPairs: set.contradictingPairs,
    notPredicted: set.pairs.length - pairs.length,
    allelesCounted: countedAlleles(alone),
    scores: rows,
    crossed: crossed(set, other),
  };
}

/** Within an allele one number for all its pairs, so 0.5; pooled by what the other folds say of the allele. */
function controlRow(alone: readonly ScoredPair[], control: readonly number[]): ScoreRow {
  const constant = alone.map((pair) => ({ ...pair, score: 0 }));
  const { pooledAuc, pooledAp, pooledApOverPrevalence } = figuresOf(
    alone.map((pair, index) => ({ ...pair, score: control[index] ?? Number.NaN })),
  );
  return {
    score: 'HLA allele only (control)',
    ...figuresOf(constant),
    ...{ pooledAuc, pooledAp, pooledApOverPrevalence },
    minusBinding: aucDifference(constant, alone),
  };
}

/** Weights that were fitted on the other set, here on the pairs that share no core with it. */
function crossed(set: LabelSet, other: LabelSet): SetFigures['crossed'] {
  const weights = fittedOn(other.source);
  if (weights === null) return null;
  const apart = new Set<LabelledPair['peptide']>(
    apartFrom(set.pairs, other.pairs).map(({ peptide }) => peptide),
  );
  const pairs = (predicted.get(set.name) ?? []).filter(({ peptide }) => apart.has(peptide));
  const scored = (score: NamedScore) =>
    pairs.map((pair) => ({ allele: pair.allele, isPositive: pair.isPositive, score: score.of(pair) }));
  const [binding] = bindingScores;
  if (binding === undefined) throw new Error('no score of binding');
  const alone = scored(binding);
  const scores = [
    binding,
    policyScore('default policy', antigraph),
    policyScore(`fitted on ${other.name}`, weights),
  ];
  return {
    pairs: pairs.length,
    dropped: (predicted.get(set.name)?.length ?? 0) - pairs.length,
    scores: scores.map((score) => ({
      score: score.name,
      ...figuresOf(scored(score)),
      minusBinding: aucDifference(scored(score), alone),
      minusPrior: aucDifference(scored(score), scored(policyScore('default policy', antigraph))),
    })),
  };
}
