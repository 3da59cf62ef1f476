import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AntigraphError } from '../../../../schemas/errors.js';
import type { Omission } from '../../../../schemas/omissions.js';
import { alleleSetOf } from '../../../../stages/render-report/allele-set.js';
import { balanceLedger, type LedgerStep } from '../../../../stages/render-report/ledger.js';

/** For each allele the stage it leaves at; `stageCount` is one that comes through. */
function stepsOf(
  leavesAt: readonly number[],
  stageCount: number,
): { kept: Set<number>; omissions: Omission[] }[] {
  return Array.from({ length: stageCount }, (_, stage) => {
    const kept = new Set<number>();
    const omissions: Omission[] = [];
    for (const [index, leaves] of leavesAt.entries()) {
      if (leaves > stage) kept.add(index + 1);
      else if (leaves === stage) omissions.push(omission(index + 1));
    }
    return { kept, omissions };
  });
}

function omission(alleleOrdinal: number): Omission {
  return {
    scope: 'allele',
    input: `1:${alleleOrdinal}:A:T`,
    alleleOrdinal,
    subject: '',
    code: alleleOrdinal % 2 === 0 ? 'SYNONYMOUS' : 'NOT_CODING',
    reason: 'because',
    count: 1,
  };
}

const named = (
  steps: readonly { readonly kept: ReadonlySet<number>; readonly omissions: readonly Omission[] }[],
): LedgerStep[] =>
  steps.map(({ kept, omissions }, index) => ({
    stage: `stage-${index}`,
    kept: alleleSetOf(40, kept),
    omissions,
    isRemembered: true,
  }));

const stageCount = 4;
const run = fc.array(fc.integer({ min: 0, max: stageCount }), { minLength: 1, maxLength: 40 });
const runWithLeaver = run.filter((leavesAt) => leavesAt.some((stage) => stage < stageCount));

/** The error that balancing throws, or null where it balances. */
function imbalance(alleleCount: number, steps: readonly LedgerStep[]): AntigraphError | null {
  try {
    balanceLedger(alleleCount, steps);
    return null;
  } catch (error) {
    if (error instanceof AntigraphError) return error;
    throw error;
  }
}

describe('balanceLedger', () => {
  it('accounts for every allele exactly once, whatever leaves where', () => {
    fc.assert(
      fc.property(run, (leavesAt) => {
        const ledger = balanceLedger(leavesAt.length, named(stepsOf(leavesAt, stageCount)));
        for (const { incoming, kept, omitted } of ledger.stages) expect(incoming).toBe(kept + omitted);
        const through = leavesAt.filter((stage) => stage === stageCount).length;
        expect(ledger.departures.size + through).toBe(leavesAt.length);
        for (const [ordinal, { stage }] of ledger.departures)
          expect(stage).toBe(`stage-${leavesAt[ordinal - 1]}`);
      }),
    );
  });

  it('throws when any one omission is dropped', () => {
    fc.assert(
      fc.property(runWithLeaver, fc.nat(), (leavesAt, chosen) => {
        const steps = stepsOf(leavesAt, stageCount);
        const all = steps.flatMap(({ omissions }) => omissions.map((one) => ({ omissions, one })));
        const victim = all[chosen % all.length];
        victim?.omissions.splice(victim.omissions.indexOf(victim.one), 1);
        expect(imbalance(leavesAt.length, named(steps))?.code).toBe('LEDGER_UNBALANCED');
      }),
    );
  });

  it('throws when any one omission is given twice, at the same stage or another', () => {
    fc.assert(
      fc.property(runWithLeaver, fc.nat(), fc.nat({ max: stageCount - 1 }), (leavesAt, chosen, at) => {
        const steps = stepsOf(leavesAt, stageCount);
        const all = steps.flatMap(({ omissions }) => omissions);
        const again = all[chosen % all.length];
        if (again !== undefined) steps[at]?.omissions.push(again);
        expect(imbalance(leavesAt.length, named(steps))?.code).toBe('LEDGER_UNBALANCED');
      }),
    );
  });

  it('throws when a stage keeps an allele that never reached it', () => {
    const error = imbalance(2, named([{ kept: new Set([1, 2, 3]), omissions: [] }]));
    expect(error?.details).toMatchObject({ incoming: 2, kept: 3, omitted: 0, never: [3] });
  });

  it('names stage, counts and ordinals when an allele is lost', () => {
    const error = imbalance(3, named([{ kept: new Set([1]), omissions: [omission(3)] }]));
    expect(error?.message).toContain('3 alleles in, 1 kept, 1 omitted; 1 without an account');
    expect(error?.details).toMatchObject({ stage: 'stage-0', lost: [2], twice: [] });
  });

  it('counts items apart from alleles, so that a dropped transcript does not unbalance the file', () => {
    const item: Omission = { ...omission(1), scope: 'item', subject: 'ENST1', count: 7 };
    const ledger = balanceLedger(1, named([{ kept: new Set([1]), omissions: [item, item] }]));
    expect(ledger.stages[0]?.items).toEqual([{ code: 'NOT_CODING', count: 14, reason: 'because' }]);
    expect(ledger.stages[0]?.omitted).toBe(0);
  });

  it('balances an empty file', () => {
    expect(balanceLedger(0, named(stepsOf([], stageCount))).stages.map(({ kept }) => kept)).toEqual([
      0, 0, 0, 0,
    ]);
  });
});
