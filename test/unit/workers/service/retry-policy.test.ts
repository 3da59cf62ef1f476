import { expect, test } from 'vitest';
import { AntigraphError, type ErrorCode } from '../../../../schemas/errors.js';
import { isTriedAgain, retryDelayMs } from '../../../../workers/service/retry-policy.js';

/** How often a task that always fails so is tried. */
function tries(code: ErrorCode): number {
  let count = 1;
  while (isTriedAgain(new AntigraphError(code, 'it failed'), count)) count += 1;
  return count;
}

test('what the submitter or the operator must mend is tried once', () => {
  for (const code of ['VCF_TRUNCATED', 'REFERENCE_MISSING', 'LEDGER_UNBALANCED', 'CANCELLED'] as const)
    expect(tries(code)).toBe(1);
  expect(isTriedAgain(new TypeError('a defect'), 1)).toBe(false);
});

test('what passes by itself is tried for minutes, a lost thread or a failing tool three times', () => {
  expect(tries('STORE_UNAVAILABLE')).toBe(20);
  expect(tries('QUEUE_UNAVAILABLE')).toBe(20);
  expect(tries('WORKER_LOST')).toBe(3);
  expect(tries('TOOL_FAILED')).toBe(3);
  expect(tries('TOOL_NOT_FOUND')).toBe(1);
});

test('delays double from half a second to half a minute, of which a random half is left out', () => {
  expect([1, 2, 3, 7, 8, 20].map((count) => retryDelayMs(count, 0.999_999))).toEqual([
    500, 1000, 2000, 30_000, 30_000, 30_000,
  ]);
  expect([1, 2].map((count) => retryDelayMs(count, 0))).toEqual([250, 500]);
});
