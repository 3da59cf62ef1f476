import type { Policy, Term } from '../../stages/rank-candidates/policies/policy.js';
import { transformed } from '../../stages/rank-candidates/score.js';
import { coreGroups } from './label-sets.js';
import type { PredictedPair } from './scores.js';

/** Terms that a label set has facts for. All others are unknown of every row, and no weight of theirs can be learned. */
const learnable = ['presentation', 'hydrophobic-core', 'aromatic-core', 'length'];

/**
 * The labelled pairs as training/ranking reads them: each learnable term's amount by the policy's own rule (a weight of 1), the affinity as a
 * further candidate, and the group of peptides that share a core, which is never split. No peptide is written.
 * First line: the policy's weights.
 */
export function featureTable(
  sets: readonly { readonly source: string; readonly pairs: readonly PredictedPair[] }[],
  { score }: Policy,
): string {
  if (score.kind !== 'logistic') throw new Error('the policy has no logistic score');
  const terms = score.terms.filter(({ key }) => learnable.includes(key));
  const groups = coreGroups(sets.flatMap(({ pairs }) => pairs.map(({ peptide }) => peptide)));
  const prior = {
    intercept: score.intercept,
    weights: Object.fromEntries(terms.map(({ key, weight }) => [key, weight])),
  };
  const header = ['set', 'group', 'allele', 'label', ...terms.map(({ key }) => key), 'affinity'];
  const lines = sets.flatMap(({ source, pairs }) =>
    pairs.map((pair) =>
      [
        source,
        groups.get(pair.peptide),
        pair.allele,
        Number(pair.isPositive),
        ...terms.map((term) => amountOf(term, pair)),
        // 0 at 500 nM, 1 at 50 nM; beyond two decades nothing more is gained or lost.
        Math.max(-2, Math.min(2, -Math.log10((pair.facts.numbers.affinityNm ?? 500) / 500))),
      ].join('\t'),
    ),
  );
  return `${[`# ${JSON.stringify(prior)}`, header.join('\t'), ...lines].join('\n')}\n`;
}

function amountOf({ fact, transform, min, max, reference }: Term, { facts }: PredictedPair): number {
  const value =
    fact === 'isUsualLength'
      ? Number(facts.flags.isUsualLength)
      : fact === 'percentileRank' || fact === 'hydrophobicCore' || fact === 'aromaticCore'
        ? facts.numbers[fact]
        : null;
  if (value === null) throw new Error(`no label set has ${fact}`);
  return Math.min(max, Math.max(min, transformed(transform, value))) - reference;
}
