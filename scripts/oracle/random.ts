/** Seeded choices: the same seed gives the same variants on every machine. */
export interface Random {
  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number;
  /** One of the items. */
  pick<T>(items: readonly T[]): T;
  /** One of the keys, each as often as its weight says. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K;
  bases(length: number): string;
}

/** Generator of Marsaglia, "Xorshift RNGs" (2003, doi:10.18637/jss.v008.i14), 32-bit, triple 13-17-5. */
export function createRandom(seed: number): Random {
  let state = (Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995) >>> 0 || 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
  const below = (limit: number): number => Math.floor((next() / 2 ** 32) * limit);
  const pick = <T>(items: readonly T[]): T => {
    const item = items[below(items.length)];
    if (item === undefined) throw new Error('nothing to choose from');
    return item;
  };
  return {
    below,
    pick,
    weighted<K extends string>(weights: Readonly<Record<K, number>>): K {
      const keys: K[] = [];
      for (const key in weights) for (let copy = 0; copy < weights[key]; copy++) keys.push(key);
      return pick(keys);
    },
    bases: (length) => Array.from({ length }, () => 'ACGT'.charAt(below(4))).join(''),
  };
}
