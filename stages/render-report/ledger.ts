import { AntigraphError } from '../../schemas/errors.js';
import type { Omission, OmissionCode } from '../../schemas/omissions.js';

/** What one stage did with the alleles that reached it. */
export interface LedgerStep {
  readonly stage: string;
  /** Ordinals of the alleles that something remains of after the stage. */
  readonly kept: ReadonlySet<number>;
  readonly omissions: Iterable<Omission>;
}

export interface CodeCount {
  readonly code: OmissionCode;
  readonly count: number;
  /** The first reason met: the words for a reader. */
  readonly reason: string;
}

/** A stage's line of the funnel: incoming = kept + omitted, by alleles. */
export interface StageBalance {
  readonly stage: string;
  readonly incoming: number;
  readonly kept: number;
  readonly omitted: number;
  /** Whole alleles, most frequent code first. */
  readonly alleles: readonly CodeCount[];
  /** Parts of alleles (transcripts, peptides), most frequent code first. */
  readonly items: readonly CodeCount[];
}

/** Where and why an allele left. */
export interface Departure {
  readonly stage: string;
  readonly input: string;
  readonly code: OmissionCode;
  readonly reason: string;
}

export interface Ledger {
  readonly alleleCount: number;
  readonly stages: readonly StageBalance[];
  /** By allele ordinal; an allele without an entry came through to the end. */
  readonly departures: ReadonlyMap<number, Departure>;
}

/**
 * Follows every allele 1…alleleCount through the steps in order and checks that each stage's incoming alleles are its kept
 * and its omitted ones, each exactly once.
 * @throws LEDGER_UNBALANCED with the counts and up to five ordinals
 */
export function balanceLedger(alleleCount: number, steps: readonly LedgerStep[]): Ledger {
  const departures = new Map<number, Departure>();
  const stages: StageBalance[] = [];
  let incoming: ReadonlySet<number> = new Set(Array.from({ length: alleleCount }, (_, index) => index + 1));
  for (const step of steps) {
    stages.push(balanceStage(step, incoming, departures));
    incoming = step.kept;
  }
  return { alleleCount, stages, departures };
}

function balanceStage(
  step: LedgerStep,
  incoming: ReadonlySet<number>,
  departures: Map<number, Departure>,
): StageBalance {
  const alleles = new Map<OmissionCode, CodeCount>();
  const items = new Map<OmissionCode, CodeCount>();
  const omitted = new Set<number>();
  const twice: number[] = [];
  const never: number[] = [];
  for (const omission of step.omissions) {
    if (omission.scope === 'item') {
      add(items, omission, omission.count);
      continue;
    }
    const { alleleOrdinal: ordinal, input, code, reason } = omission;
    if (!incoming.has(ordinal)) never.push(ordinal);
    else if (omitted.has(ordinal) || step.kept.has(ordinal)) twice.push(ordinal);
    else departures.set(ordinal, { stage: step.stage, input, code, reason });
    omitted.add(ordinal);
    add(alleles, omission, 1);
  }
  for (const ordinal of step.kept) if (!incoming.has(ordinal)) never.push(ordinal);
  const lost = [...incoming].filter((ordinal) => !step.kept.has(ordinal) && !omitted.has(ordinal));
  if (twice.length + never.length + lost.length > 0) {
    throw unbalanced(step, { incoming: incoming.size, omitted: omitted.size, twice, never, lost });
  }
  return {
    stage: step.stage,
    incoming: incoming.size,
    kept: step.kept.size,
    omitted: omitted.size,
    alleles: byCount(alleles),
    items: byCount(items),
  };
}

interface Imbalance {
  readonly incoming: number;
  readonly omitted: number;
  readonly twice: readonly number[];
  readonly never: readonly number[];
  readonly lost: readonly number[];
}

function unbalanced(step: LedgerStep, found: Imbalance): AntigraphError {
  const { incoming, omitted, twice, never, lost } = found;
  return new AntigraphError(
    'LEDGER_UNBALANCED',
    `the ledger of ${step.stage} does not balance: ${incoming} alleles in, ${step.kept.size} kept, ${omitted} omitted; ` +
      `${lost.length} without an account, ${twice.length} accounted for twice, ${never.length} that never reached the stage`,
    {
      details: {
        stage: step.stage,
        incoming,
        kept: step.kept.size,
        omitted,
        lost: lost.slice(0, 5),
        twice: twice.slice(0, 5),
        never: never.slice(0, 5),
      },
    },
  );
}

function add(counts: Map<OmissionCode, CodeCount>, omission: Omission, count: number): void {
  const { code, reason } = omission;
  const before = counts.get(code);
  counts.set(code, { code, count: (before?.count ?? 0) + count, reason: before?.reason ?? reason });
}

function byCount(counts: ReadonlyMap<OmissionCode, CodeCount>): readonly CodeCount[] {
  return [...counts.values()].sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}
