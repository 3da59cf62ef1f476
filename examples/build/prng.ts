/**
 * A small seeded generator, so that the synthetic parts of the example are the same bytes on every machine.
 * mulberry32 (public domain, Tommy Ettinger): 32 bits of state are plenty for a few thousand bases.
 */

export type RandomSource = () => number;

/** Uniform numbers in [0, 1) from a text label; every feature has its own label, so adding one moves no other. */
export function createRandom(label: string): RandomSource {
  // FNV-1a, 32 bit: http://www.isthe.com/chongo/tech/comp/fnv/
  let state = 0x811c9dc5;
  for (const character of label) {
    state = Math.imul(state ^ character.charCodeAt(0), 0x01000193);
  }
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A whole number from `low` to `high`, both included. */
export function randomInteger(random: RandomSource, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

/** `length` bases with the given chance of G or C. */
export function randomBases(random: RandomSource, length: number, gcShare = 0.44): string {
  let bases = '';
  for (let index = 0; index < length; index++) {
    const strong = random() < gcShare;
    const first = random() < 0.5;
    bases += strong ? (first ? 'G' : 'C') : first ? 'A' : 'T';
  }
  return bases;
}
