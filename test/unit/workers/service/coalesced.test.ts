import { expect, test } from 'vitest';
import { coalesced } from '../../../../workers/service/coalesced.js';

function counted() {
  const rounds: string[] = [];
  const ends: (() => void)[] = [];
  const call = coalesced<string, number, string>(
    (subject) => subject,
    async (subject, option) => {
      rounds.push(`${subject} ${option}`);
      await new Promise<void>((resolve) => ends.push(resolve));
      return `${subject} ${option} done`;
    },
    (a, b) => a + b,
  );
  return { rounds, call, end: () => ends.shift()?.() };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('who asks while a round is at work gets one more round, with all their options together', async () => {
  const { rounds, call, end } = counted();
  const first = call('a', 1);
  const others = [call('a', 2), call('a', 4)];
  expect(rounds).toEqual(['a 1']);
  end();
  expect(await first).toBe('a 1 done');
  await turn();
  expect(rounds).toEqual(['a 1', 'a 6']);
  end();
  expect(await Promise.all(others)).toEqual(['a 6 done', 'a 6 done']);
});

test('different subjects do not wait for each other', () => {
  const { rounds, call } = counted();
  void call('a', 1);
  void call('b', 1);
  expect(rounds).toEqual(['a 1', 'b 1']);
});

test('who asks during the second round gets a third', async () => {
  const { rounds, call, end } = counted();
  void call('a', 1);
  void call('a', 2);
  end();
  await turn();
  const third = call('a', 3);
  end();
  await turn();
  end();
  expect(await third).toBe('a 3 done');
  expect(rounds).toEqual(['a 1', 'a 2', 'a 3']);
});

test('a round that fails does not keep the next from being done', async () => {
  let isFirst = true;
  const call = coalesced<string, null, string>(
    (subject) => subject,
    async () => {
      if (!isFirst) return 'done';
      isFirst = false;
      throw new Error('broken');
    },
    () => null,
  );
  const first = call('a', null);
  const second = call('a', null);
  await expect(first).rejects.toThrow('broken');
  expect(await second).toBe('done');
});
