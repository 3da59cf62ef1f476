import { describe, expect, it } from 'vitest';
import { keepRecent } from '../../../../stages/shared/keep-recent.js';

function countedMemory(capacity: number) {
  const made: number[] = [];
  const get = keepRecent({
    capacity,
    keyOf: (key: number) => key,
    make: (key) => {
      made.push(key);
      return { key };
    },
  });
  return { made, get };
}

describe('keepRecent', () => {
  it('gives the same value while its subject is among the last half of the capacity', () => {
    const { made, get } = countedMemory(8);
    const first = get(1);
    for (const key of [2, 3, 4]) get(key);
    expect(get(1)).toBe(first);
    expect(made).toEqual([1, 2, 3, 4]);
  });

  it('makes a value anew after more subjects than the capacity holds', () => {
    const { made, get } = countedMemory(4);
    for (const key of [1, 2, 3, 4, 5, 1]) get(key);
    expect(made).toEqual([1, 2, 3, 4, 5, 1]);
  });

  it('keeps a subject that is asked for again and again', () => {
    const { made, get } = countedMemory(4);
    for (let key = 2; key < 50; key++) {
      get(1);
      get(key);
    }
    expect(made.filter((key) => key === 1)).toHaveLength(1);
  });
});
