/** What was counted of a part of a file. Parts are read apart and their tallies added in file order, so that whole-file checks see all. */
import type { MalformedLine } from '../shared/vcf/index.js';

export interface FirstMismatch {
  readonly line: number;
  readonly input: string;
  readonly found: string;
}

/** How the alleles' places agreed with the reference. */
export interface PlaceTally {
  readonly checkedCount: number;
  readonly mismatchCount: number;
  readonly knownContigCount: number;
  readonly unknownContig: { readonly line: number; readonly name: string } | null;
  readonly firstMismatch: FirstMismatch | null;
}

export interface ReadingTally {
  readonly recordCount: number;
  readonly alleleCount: number;
  readonly keptCount: number;
  readonly readableCount: number;
  readonly firstMalformed: MalformedLine | null;
  readonly places: PlaceTally;
}

/** The tally of a part whose lines were counted from 0, with lines of the file. */
export function withLinesFrom(tally: ReadingTally, linesBefore: number): ReadingTally {
  const { firstMalformed, places } = tally;
  return {
    ...tally,
    firstMalformed: shifted(firstMalformed, linesBefore),
    places: {
      ...places,
      unknownContig: shifted(places.unknownContig, linesBefore),
      firstMismatch: shifted(places.firstMismatch, linesBefore),
    },
  };
}

function shifted<T extends { readonly line: number }>(found: T | null, by: number): T | null {
  return found === null ? null : { ...found, line: found.line + by };
}
