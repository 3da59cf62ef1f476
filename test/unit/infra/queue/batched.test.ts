import { expect, test } from 'vitest';
import { batched } from '../../../../infra/queue/batched.js';

test('calls of one turn are one piece of work, each with its own result', async () => {
  const batches: number[][] = [];
  const double = batched(3, async (items: readonly number[]) => {
    batches.push([...items]);
    return items.map((item) => item * 2);
  });
  expect(await Promise.all([1, 2, 3, 4].map(double))).toEqual([2, 4, 6, 8]);
  expect(await double(5)).toBe(10);
  expect(batches).toEqual([[1, 2, 3], [4], [5]]);
});

test('a batch that fails fails all of its calls', async () => {
  const fail = batched(10, async (): Promise<readonly string[]> => {
    throw new Error('broken');
  });
  const results = await Promise.allSettled([fail(1), fail(2)]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
