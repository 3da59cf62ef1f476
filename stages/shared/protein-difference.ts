/** Where a mutant protein departs from its wild type. */

export interface Stretch {
  /** 0-based half-open, in the mutant protein; start = end for a pure deletion or a truncation. */
  readonly start: number;
  readonly end: number;
}

/** Long shared ends are compared in pieces, which is memory against memory; letter by letter through joined strings takes ten times as long. */
const comparedAtOnce = 64;

/** Number of leading residues two sequences share. */
export function commonPrefixLength(a: string, b: string): number {
  const limit = Math.min(a.length, b.length);
  let length = 0;
  while (
    length + comparedAtOnce <= limit &&
    a.slice(length, length + comparedAtOnce) === b.slice(length, length + comparedAtOnce)
  ) {
    length += comparedAtOnce;
  }
  while (length < limit && a.charCodeAt(length) === b.charCodeAt(length)) length += 1;
  return length;
}

function commonSuffixLength(a: string, b: string, limit: number): number {
  let length = 0;
  while (
    length + comparedAtOnce <= limit &&
    a.slice(a.length - length - comparedAtOnce, a.length - length) ===
      b.slice(b.length - length - comparedAtOnce, b.length - length)
  ) {
    length += comparedAtOnce;
  }
  while (length < limit && a.charCodeAt(a.length - 1 - length) === b.charCodeAt(b.length - 1 - length)) {
    length += 1;
  }
  return length;
}

/** A protein without the '*' that marks a stop that was read. */
export function withoutStop(protein: string): string {
  return protein.endsWith('*') ? protein.slice(0, -1) : protein;
}

/**
 * The stretch of the mutant protein that is not the wild type's: shared start removed first, then shared end, so a change within a
 * repeat lies as far towards the C-terminus as it can (the 3' rule of HGVS, protein level). Every window of the mutant that is absent
 * from the wild type overlaps it, or spans it where it is empty: the rest is wild-type sequence. `runsToEnd` keeps the shared end: behind
 * a shifted frame or a new stop a last residue agrees only by chance. Null: the proteins are equal. Stops ('*') are ignored.
 */
export function differingStretch(wildtype: string, mutant: string, runsToEnd: boolean): Stretch | null {
  const a = withoutStop(wildtype);
  const b = withoutStop(mutant);
  if (a === b) return null;
  const start = commonPrefixLength(a, b);
  if (runsToEnd) return { start, end: b.length };
  const suffix = commonSuffixLength(a, b, Math.min(a.length, b.length) - start);
  return { start, end: b.length - suffix };
}
