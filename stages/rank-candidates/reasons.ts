import type { Candidate } from '../../schemas/candidates.js';

/** Short reasons for a reader of the table: what is assumed, tier, what failed, and the two terms that move the score most. */
export function reasonsOf(candidate: Candidate): readonly string[] {
  const failed = candidate.criteria.filter((criterion) => criterion.passes === false);
  const unknown = candidate.criteria.filter((criterion) => criterion.passes === null);
  const strongest = candidate.terms
    .slice(1)
    .filter((term) => Math.abs(term.contribution) >= 0.1)
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
    .slice(0, 2);
  return [
    ...(candidate.hypothesis === null ? [] : [`rests on an assumption: ${candidate.hypothesis}`]),
    failed.length === 0
      ? 'meets every known criterion'
      : `fails: ${failed.map((criterion) => `${criterion.name} ${criterion.value} (needs ${criterion.threshold})`).join(', ')}`,
    ...(unknown.length === 0 ? [] : [`unknown: ${unknown.map((criterion) => criterion.name).join(', ')}`]),
    ...strongest.map(
      (term) => `${term.contribution > 0 ? '+' : ''}${term.contribution} ${term.name}: ${term.value}`,
    ),
    ...candidate.gates.map((gate) => `gated: ${gate}`),
  ];
}

/** What would change the tier: for a Pass the criterion nearest its limit, else what would have to be met. */
export function whatWouldFlip(candidate: Candidate): string {
  const failed = candidate.criteria.filter((criterion) => criterion.passes === false);
  if (failed.length > 0) {
    return `Pass needs ${failed.map((criterion) => `${criterion.name} ${criterion.threshold} (is ${criterion.value})`).join(' and ')}`;
  }
  const unknown = candidate.criteria.filter((criterion) => criterion.passes === null);
  if (unknown.length > 0) {
    return `stays Pass only if, once known, ${unknown.map((criterion) => `${criterion.name} is: ${criterion.threshold}`).join(' and ')}`;
  }
  return 'leaves Pass if any one criterion fails; see the margins in the criteria table';
}
