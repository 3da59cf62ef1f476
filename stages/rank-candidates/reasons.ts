import type { Candidate } from '../../schemas/candidates.js';
import { formatNumber } from '../shared/tsv.js';

type Explained = Pick<Candidate, 'criteria' | 'gates' | 'terms' | 'policyScore'> & {
  readonly hypothesis: string | null;
};

/** Short reasons for a reader of the table: what is assumed, tier, what failed, and what moves the score most. */
export function reasonsOf(candidate: Explained): readonly string[] {
  const failed = candidate.criteria.filter((criterion) => criterion.passes === false);
  const unknown = candidate.criteria.filter((criterion) => criterion.passes === null);
  return [
    ...(candidate.hypothesis === null ? [] : [`rests on an assumption: ${candidate.hypothesis}`]),
    failed.length === 0
      ? 'meets every known criterion'
      : `fails: ${failed.map((criterion) => `${criterion.name} ${criterion.value} (needs ${criterion.threshold})`).join(', ')}`,
    ...(unknown.length === 0 ? [] : [`unknown: ${unknown.map((criterion) => criterion.name).join(', ')}`]),
    ...scoreReasons(candidate),
    ...candidate.gates.map((gate) => `gated: ${gate}`),
  ];
}

function scoreReasons({ terms, policyScore }: Explained): readonly string[] {
  if (policyScore !== undefined)
    return policyScore.factors.length === 0
      ? []
      : [`score of the pair = ${productWords(policyScore.factors)}`];
  return terms
    .slice(1)
    .filter((term) => Math.abs(term.contribution) >= 0.1)
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
    .slice(0, 2)
    .map((term) => `${term.contribution > 0 ? '+' : ''}${term.contribution} ${term.name}: ${term.value}`);
}

/** A variant's score where it is more than its best candidate's; [] where it is not. */
export function variantScoreReasons(parts: Candidate['terms']): readonly string[] {
  return parts.length === 0 ? [] : [`score = ${productWords(parts)}`];
}

function productWords(factors: Candidate['terms']): string {
  return factors
    .map(({ name, value, contribution }) => `${formatNumber(contribution)} ${name}: ${value}`)
    .join(' × ');
}
