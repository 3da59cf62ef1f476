/** Which element goes into which construct. */
import type { ConstructElement } from './elements.js';

/**
 * Groups of equal size (one more in the first where it does not divide), each with its share of every clone and of every presenting
 * allele: a construct that is lost or does not work should not take a clone or an allele with it. Minimises Σ over groups and kinds of
 * (elements of the kind)², which is least where they are spread evenly: each element in turn to the group it unbalances least, then pairs
 * are exchanged while that helps. Elements keep their order within a group.
 */
export function splitElements(
  elements: readonly ConstructElement[],
  groupCount: number,
): readonly (readonly ConstructElement[])[] {
  const count = Math.max(1, Math.min(groupCount, elements.length));
  if (count === 1) return [elements];
  const kinds = elements.map(kindsOf);
  const sizes = Array.from(
    { length: count },
    (_, group) => Math.floor(elements.length / count) + (group < elements.length % count ? 1 : 0),
  );
  const groupOf = fill(kinds, sizes);
  while (exchangeOnce(kinds, groupOf, count));
  return sizes.map((_, group) => elements.filter((_, index) => groupOf[index] === group));
}

function kindsOf({ clone, allele }: ConstructElement): readonly string[] {
  return [`clone ${clone}`, ...(allele === null ? [] : [`allele ${allele}`])];
}

function fill(kinds: readonly (readonly string[])[], sizes: readonly number[]): number[] {
  const held = sizes.map(() => new Map<string, number>());
  const left = [...sizes];
  return kinds.map((own) => {
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    for (const [group, room] of left.entries()) {
      if (room === 0) continue;
      const added = own.reduce((sum, kind) => sum + (held[group]?.get(kind) ?? 0), 0);
      const load = added + 1 - room / (sizes[group] ?? 1);
      if (load < least) {
        least = load;
        best = group;
      }
    }
    for (const kind of own) held[best]?.set(kind, (held[best]?.get(kind) ?? 0) + 1);
    left[best] = (left[best] ?? 0) - 1;
    return best;
  });
}

function imbalance(kinds: readonly (readonly string[])[], groupOf: readonly number[], count: number): number {
  const held = Array.from({ length: count }, () => new Map<string, number>());
  for (const [index, own] of kinds.entries()) {
    const group = held[groupOf[index] ?? 0];
    for (const kind of own) group?.set(kind, (group.get(kind) ?? 0) + 1);
  }
  return held.reduce((sum, group) => [...group.values()].reduce((part, each) => part + each * each, sum), 0);
}

function exchangeOnce(kinds: readonly (readonly string[])[], groupOf: number[], count: number): boolean {
  const before = imbalance(kinds, groupOf, count);
  for (let one = 0; one < groupOf.length; one++) {
    for (let other = one + 1; other < groupOf.length; other++) {
      const [first, second] = [groupOf[one] ?? 0, groupOf[other] ?? 0];
      if (first === second) continue;
      groupOf[one] = second;
      groupOf[other] = first;
      if (imbalance(kinds, groupOf, count) < before) return true;
      groupOf[one] = first;
      groupOf[other] = second;
    }
  }
  return false;
}
