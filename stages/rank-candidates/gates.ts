import type { FeatureRow } from '../../schemas/candidates.js';

export type GateName = 'self-peptide' | 'no-rna-read';

/** The hard gates that the candidate fails, in words; [] = none. Unknown never fails (SCIENCE "Default ranking"). */
export function gatesOf(
  row: FeatureRow,
  params: { readonly gates: readonly GateName[]; readonly rnaDepthForGate: number },
): string[] {
  const failed: string[] = [];
  if (params.gates.includes('self-peptide') && row.isSelfPeptide === true) {
    failed.push('the peptide occurs in the healthy proteome');
  }
  if (
    params.gates.includes('no-rna-read') &&
    row.rnaAltReads === 0 &&
    row.rnaDepth !== null &&
    row.rnaDepth >= params.rnaDepthForGate
  ) {
    failed.push(`no mutant RNA read at depth ${row.rnaDepth} (gate from depth ${params.rnaDepthForGate})`);
  }
  return failed;
}
