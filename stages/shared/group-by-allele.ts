import { defect } from '../../schemas/errors.js';

/** Rows of a stream sorted by allele ordinal, taken allele by allele in rising order: a merge join that holds one group. */
export interface AlleleGroups<Row> {
  /** The rows of that allele, [] if it has none. Ordinals must be asked for in rising order. */
  take(alleleOrdinal: number): readonly Row[];
}

export function groupByAllele<Row extends { readonly alleleOrdinal: number }>(
  rows: Iterable<Row>,
): AlleleGroups<Row> {
  const iterator = rows[Symbol.iterator]();
  let next = iterator.next();
  let last = 0;
  return {
    take(alleleOrdinal) {
      if (alleleOrdinal <= last) throw defect(`allele ${alleleOrdinal} asked for after ${last}`);
      last = alleleOrdinal;
      const group: Row[] = [];
      while (next.done !== true && next.value.alleleOrdinal <= alleleOrdinal) {
        if (next.value.alleleOrdinal === alleleOrdinal) group.push(next.value);
        next = iterator.next();
      }
      return group;
    },
  };
}
