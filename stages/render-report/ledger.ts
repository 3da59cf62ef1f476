import { AntigraphError } from '../../schemas/errors.js';
import type { Omission, OmissionCode } from '../../schemas/omissions.js';
import { type AlleleSet, createAlleleSet } from './allele-set.js';

/** What one stage did with the alleles that reached it. */
export interface LedgerStep {
  readonly stage: string;
  /** Ordinals of the alleles that something remains of after the stage. */
  readonly kept: AlleleSet;
  readonly omissions: Iterable<Omission>;
  /** Whether the departures are kept in memory: those of the first stages are as many as the file's alleles, and are read again instead. */
  readonly isRemembered: boolean;
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
  /** Of the remembered stages, by allele ordinal. */
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
  let incoming: AlleleSet | null = null;
  for (const step of steps) {
    const isIncoming = reachable(alleleCount, incoming);
    stages.push(balanceStage(step, { alleleCount, isIncoming, departures }));
    incoming = step.kept;
  }
  return { alleleCount, stages, departures };
}

/** Which alleles reach a stage: all of the file the first one, later ones what the stage before kept. */
function reachable(alleleCount: number, kept: AlleleSet | null): (ordinal: number) => boolean {
  if (kept !== null) return kept.has;
  return (ordinal) => ordinal >= 1 && ordinal <= alleleCount;
}

interface StageQuestion {
  readonly alleleCount: number;
  readonly isIncoming: (ordinal: number) => boolean;
  readonly departures: Map<number, Departure>;
}

function balanceStage(
  step: LedgerStep,
  { alleleCount, isIncoming, departures }: StageQuestion,
): StageBalance {
  const alleles = new Map<OmissionCode, CodeCount>();
  const items = new Map<OmissionCode, CodeCount>();
  const omitted = createAlleleSet(alleleCount);
  const twice: number[] = [];
  const never: number[] = [];
  for (const omission of step.omissions) {
    if (omission.scope === 'item') {
      add(items, omission, omission.count);
      continue;
    }
    const { alleleOrdinal: ordinal, input, code, reason } = omission;
    if (!isIncoming(ordinal)) never.push(ordinal);
    else if (omitted.has(ordinal) || step.kept.has(ordinal)) twice.push(ordinal);
    else if (step.isRemembered) departures.set(ordinal, { stage: step.stage, input, code, reason });
    omitted.add(ordinal);
    add(alleles, omission, 1);
  }
  const lost: number[] = [];
  let incoming = 0;
  // One past the last ordinal finds a row that no file holds.
  for (let ordinal = 1; ordinal <= alleleCount + 1; ordinal += 1) {
    if (!isIncoming(ordinal)) {
      if (step.kept.has(ordinal)) never.push(ordinal);
      continue;
    }
    incoming += 1;
    if (!step.kept.has(ordinal) && !omitted.has(ordinal)) lost.push(ordinal);
  }
  if (twice.length + never.length + lost.length > 0 || incoming !== step.kept.size + omitted.size) {
    throw unbalanced(step, { incoming, omitted: omitted.size, twice, never, lost });
  }
  return {
    stage: step.stage,
    incoming,
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
