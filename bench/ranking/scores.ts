/** What each labelled pair scores: binding, single features, and ranking policies through the product's own code. */
import type { PeptideMhcPredictor } from '../../schemas/predictor.js';
import { class1Immunogenicity } from '../../stages/compute-features/neoantigen-scores/immunogenicity.js';
import type { CandidateFacts } from '../../stages/rank-candidates/facts.js';
import type { Policy } from '../../stages/rank-candidates/policies/policy.js';
import { logisticScore } from '../../stages/rank-candidates/score.js';
import { factsOfRow } from '../../workers/cli/rank/epitope-row.js';
import { groupBy } from '../predictor/mean.js';
import { coreGroups, type LabelledPair } from './label-sets.js';

export interface PredictedPair extends LabelledPair {
  readonly facts: CandidateFacts;
  readonly presentationScore: number;
}

/** The pairs with what the predictor says; pairs of alleles or lengths it does not know are left out. */
export async function predictPairs(
  predictor: PeptideMhcPredictor,
  pairs: readonly LabelledPair[],
): Promise<readonly PredictedPair[]> {
  const predicted: PredictedPair[] = [];
  for (const [allele, own] of groupBy(pairs, (pair) => pair.allele)) {
    if (predictor.supportFor(allele).kind === 'unsupported') continue;
    const block = await predictor.predict(
      own.map(({ peptide }) => peptide),
      [allele],
    );
    for (const [index, pair] of own.entries()) {
      const percentileRank = block.percentileRank[index] ?? Number.NaN;
      const affinityNm = block.affinityNm[index] ?? Number.NaN;
      if (Number.isNaN(percentileRank) || Number.isNaN(affinityNm)) continue;
      predicted.push({
        ...pair,
        presentationScore: block.presentationScore[index] ?? Number.NaN,
        facts: factsOfRow(
          {
            ...{ variant: pair.peptide, gene: '', change: '', peptide: pair.peptide, allele, flags: {} },
            numbers: {
              affinityNm,
              percentileRank,
              presentationPercentile: percentileRank,
              immunogenicity: class1Immunogenicity(pair.peptide, allele),
            },
          },
          0,
        ),
      });
    }
  }
  return predicted;
}

export interface NamedScore {
  readonly name: string;
  readonly of: (pair: PredictedPair) => number;
}

/** Binding, first the one that "binding alone" means here. */
export const bindingScores: readonly NamedScore[] = [
  { name: 'binding alone: percentile rank', of: ({ facts }) => -(facts.numbers.percentileRank ?? 100) },
  { name: 'affinity', of: ({ facts }) => -Math.log(facts.numbers.affinityNm ?? 50_000) },
  { name: 'presentation score', of: ({ presentationScore }) => presentationScore },
];

export const featureScores: readonly NamedScore[] = [
  { name: 'hydrophobic core', of: ({ facts }) => facts.numbers.hydrophobicCore ?? 0 },
  { name: 'aromatic core', of: ({ facts }) => facts.numbers.aromaticCore ?? 0 },
  { name: 'length 9 or 10', of: ({ facts }) => Number(facts.flags.isUsualLength === true) },
  { name: 'immunogenicity (Calis 2013)', of: ({ facts }) => facts.numbers.immunogenicity ?? 0 },
];

/** The logit of a policy's logistic score: of the same order as its probability, without its rounding. */
export function policyScore(name: string, { score }: Policy): NamedScore {
  if (score.kind !== 'logistic') throw new Error(`${name} has no logistic score`);
  return { name, of: ({ facts }) => logisticScore(facts, score).logit };
}

const folds = 5;

/**
 * The control: nothing but the allele. The share of positives among the allele's pairs of the other four folds, drawn towards the
 * set's by five pairs; peptides that share a core are in one fold.
 */
export function alleleOnly(pairs: readonly PredictedPair[]): readonly number[] {
  const groups = coreGroups(pairs.map(({ peptide }) => peptide));
  const foldOf = pairs.map(({ peptide }) => (groups.get(peptide) ?? 0) % folds);
  const tally = (chosen: readonly PredictedPair[]) => ({
    positives: chosen.filter(({ isPositive }) => isPositive).length,
    all: chosen.length,
  });
  const byFold = Array.from({ length: folds }, (_, fold) => {
    const others = pairs.filter((_pair, index) => foldOf[index] !== fold);
    const whole = tally(others);
    const share = whole.positives / whole.all;
    return new Map(
      [...groupBy(others, ({ allele }) => allele)].map(([allele, own]) => {
        const { positives, all } = tally(own);
        return [allele, (positives + 5 * share) / (all + 5)];
      }),
    );
  });
  const overall = tally(pairs);
  return pairs.map(
    ({ allele }, index) =>
      byFold[foldOf[index] ?? 0]?.get(allele) ?? overall.positives / Math.max(1, overall.all),
  );
}
