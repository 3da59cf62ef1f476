/** A repeatable source of whole numbers below a bound (linear congruential, high bits; Numerical Recipes' constants). */
export function createRandom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** The first `count` of a shuffle (Fisher–Yates). */
export function sample<T>(items: readonly T[], count: number, random: (below: number) => number): T[] {
  const pool = [...items];
  const taken: T[] = [];
  while (taken.length < count && pool.length > 0) {
    const at = random(pool.length);
    const chosen = pool[at];
    const last = pool.pop();
    if (chosen === undefined || last === undefined) break;
    if (at < pool.length) pool[at] = last;
    taken.push(chosen);
  }
  return taken;
}
