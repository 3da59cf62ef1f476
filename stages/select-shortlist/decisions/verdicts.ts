/** What the reviewer's decisions mean for this run. */
import type { RankedVariant } from '../../../schemas/candidates.js';
import { AntigraphError } from '../../../schemas/errors.js';
import { nearest } from '../../../schemas/nearest.js';
import type { Variant } from '../../../schemas/rows.js';
import type { DecisionRow } from '../../../schemas/selection.js';
import { type NamedVariant, VariantNames } from './named-variants.js';
import type { Decision, DecisionFile } from './read-decisions.js';

export interface Verdicts {
  /** Alleles that the reviewer wants, by ordinal. */
  readonly pinned: ReadonlySet<number>;
  /** Reason in words, by ordinal. */
  readonly rejections: ReadonlyMap<number, string>;
  readonly rows: readonly DecisionRow[];
}

export const noVerdicts: Verdicts = { pinned: new Set(), rejections: new Map(), rows: [] };

interface Matched {
  readonly decision: Decision;
  readonly variant: NamedVariant | null;
}

/** @throws DECISION_UNMATCHED where a name fits no variant, or several; DECISIONS_MALFORMED where two rows contradict each other */
export function verdictsOf(
  file: DecisionFile,
  ranked: readonly RankedVariant[],
  variants: Iterable<Variant>,
): Verdicts {
  const names = new VariantNames(ranked, variants);
  const matched = file.decisions.flatMap((decision) => match(decision, file, names));
  refuseContradictions(matched, file.name);
  const isRanked = new Set(ranked.map(({ alleleOrdinal }) => alleleOrdinal));
  const pinned = new Set<number>();
  const rejections = new Map<number, string>();
  const rows = matched.map(({ decision, variant }): DecisionRow => {
    const row = {
      ...decision,
      variantId: variant?.variantId ?? null,
      alleleOrdinal: variant?.alleleOrdinal ?? null,
    };
    if (variant === null || !isRanked.has(variant.alleleOrdinal)) return { ...row, outcome: 'not-ranked' };
    if (decision.decision === 'review') return { ...row, outcome: 'noted' };
    if (decision.decision === 'accept') {
      pinned.add(variant.alleleOrdinal);
      return { ...row, outcome: 'pinned' };
    }
    if (!rejections.has(variant.alleleOrdinal)) rejections.set(variant.alleleOrdinal, wordsOf(decision));
    return { ...row, outcome: 'banned' };
  });
  return { pinned, rejections, rows };
}

function wordsOf({ reviewer, reason }: Decision): string {
  const by = reviewer === null ? 'rejected by the reviewer' : `rejected by ${reviewer}`;
  return reason === null ? by : `${by}: ${reason}`;
}

function match(decision: Decision, file: DecisionFile, names: VariantNames): readonly Matched[] {
  const found = names.find(decision.subject);
  const ids = [...new Set(found.map(({ variantId }) => variantId))];
  const at = { file: file.name, line: decision.line };
  if (ids.length > 1)
    throw new AntigraphError(
      'DECISION_UNMATCHED',
      `'${decision.subject}' fits ${ids.length} variants: ${ids.slice(0, 5).join(', ')}`,
      { at, fix: 'Name the variant by its place, chrom:pos:ref:alt.' },
    );
  if (found.length > 0) return found.map((variant) => ({ decision, variant }));
  // An accepted variant that is not there would be missing from a vaccine; what was rejected there stays off this list anyway.
  if (file.kind === 'pvacview' && decision.decision !== 'accept') return [{ decision, variant: null }];
  const near = nearest(decision.subject, names.names, 3);
  throw new AntigraphError('DECISION_UNMATCHED', `no variant of this run is '${decision.subject}'`, {
    at,
    details: { nearest: near },
    fix: `${near.length === 0 ? '' : `Nearest: ${near.join(', ')}. `}Name it as the file of variants does (chrom:pos:ref:alt), by gene and protein change, or by its best peptide.`,
  });
}

function refuseContradictions(matched: readonly Matched[], file: string): void {
  const first = new Map<number, Decision>();
  for (const { decision, variant } of matched) {
    if (variant === null) continue;
    const before = first.get(variant.alleleOrdinal);
    if (before === undefined) {
      first.set(variant.alleleOrdinal, decision);
      continue;
    }
    if (before.decision === decision.decision) continue;
    throw new AntigraphError(
      'DECISIONS_MALFORMED',
      `${variant.variantId}: line ${before.line} says ${before.decision}, line ${decision.line} says ${decision.decision}`,
      { at: { file, line: decision.line }, fix: 'Keep one of the two rows.' },
    );
  }
}
