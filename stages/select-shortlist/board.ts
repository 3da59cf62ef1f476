/** Who may stand on the shortlist, and why the others may not. */
import type { RankedVariant } from '../../schemas/candidates.js';
import type { OmissionCode } from '../../schemas/omissions.js';
import { restsOnUnshown } from './antigens.js';
import type { Verdicts } from './decisions/verdicts.js';
import type { SelectParams } from './params.js';

export interface Refusal {
  readonly code: OmissionCode;
  readonly reason: string;
}

/** Why the run's own rules keep the variant off the shortlist; null: they do not. */
export function refusalOf(variant: RankedVariant, params: SelectParams): Refusal | null {
  const { best, tier, isGated } = variant;
  if (isGated) return { code: 'GATED', reason: best.gates.join('; ') };
  if (params.excludedTiers.includes(tier))
    return { code: 'BEYOND_SHORTLIST', reason: `tier ${tier} is not put on the shortlist` };
  if (!params.allowHypotheses && restsOnUnshown(best)) {
    return {
      code: 'BEYOND_SHORTLIST',
      reason: `rests on an assumption that no RNA read shows: ${best.hypothesis}`,
    };
  }
  return null;
}

/** What a variant is to the choice: 'pinned' by a reviewer, 'open', or off the list for the reason given. */
export type Standing = 'pinned' | 'open' | Refusal;

export function standingOf(variant: RankedVariant, params: SelectParams, verdicts: Verdicts): Standing {
  const rejection = verdicts.rejections.get(variant.alleleOrdinal);
  if (rejection !== undefined) return { code: 'REVIEWER_REJECTED', reason: rejection };
  if (verdicts.pinned.has(variant.alleleOrdinal)) return 'pinned';
  return refusalOf(variant, params) ?? 'open';
}

/** The protein product that a variant stands for: phased neighbours make one together. */
export function productOf({ best }: RankedVariant): string {
  return `${best.gene}\t${best.transcript}\t${best.window}`;
}
