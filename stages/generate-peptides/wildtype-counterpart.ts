/** The wild-type peptide a mutant peptide is compared with. */
import type { Stretch } from '../shared/protein-difference.js';

export interface ChangedProtein {
  /** Both without the stop. */
  readonly wildtype: string;
  readonly mutant: string;
  readonly stretch: Stretch;
  readonly isFrameshift: boolean;
}

export interface Counterpart {
  /** Null: no window of the wild type is alike enough. */
  readonly peptide: string | null;
  /** 0-based offsets in the mutant peptide: those that differ from the counterpart, or without one those that are novel. */
  readonly mutatedOffsets: readonly number[];
}

function differingOffsets(a: string, b: string): readonly number[] {
  const offsets: number[] = [];
  for (let offset = 0; offset < a.length; offset += 1) {
    if (a.charCodeAt(offset) !== b.charCodeAt(offset)) offsets.push(offset);
  }
  return offsets;
}

/** Offsets inside the altered stretch; of a pure deletion the residues on either side of the junction. */
function novelOffsets({ stretch }: ChangedProtein, start: number, length: number): readonly number[] {
  const first = stretch.start === stretch.end ? stretch.start - 1 : stretch.start;
  const last = stretch.start === stretch.end ? stretch.start : stretch.end - 1;
  const offsets: number[] = [];
  for (let offset = 0; offset < length; offset += 1) {
    const place = start + offset;
    if (place >= first && place <= last) offsets.push(offset);
  }
  return offsets;
}

/** Whether wild-type sequence follows the change at another distance from the N-terminus: after an in-frame indel. */
export function hasAlignedEnd({ wildtype, mutant, stretch, isFrameshift }: ChangedProtein): boolean {
  return !isFrameshift && wildtype.length !== mutant.length && stretch.end < mutant.length;
}

/**
 * The counterpart of the window of `length` residues at `start` of the mutant protein, by pVACseq's rules (pVACtools 7.1.5, output
 * parser): the wild-type window at the same place counted from the N-terminus; for an in-frame indel, where wild-type sequence follows
 * the change, the one at the same place counted from the C-terminus if it shares more residues; none if fewer than half of the residues
 * (rounded up) are the same.
 */
export function counterpartOf(change: ChangedProtein, start: number, length: number): Counterpart {
  const { wildtype, mutant } = change;
  const peptide = mutant.slice(start, start + length);
  const places = [start];
  if (hasAlignedEnd(change)) places.push(start + wildtype.length - mutant.length);
  let best: Counterpart | null = null;
  for (const place of places) {
    if (place < 0 || place + length > wildtype.length) continue;
    const candidate = wildtype.slice(place, place + length);
    const mutatedOffsets = differingOffsets(peptide, candidate);
    if (best === null || mutatedOffsets.length < best.mutatedOffsets.length) {
      best = { peptide: candidate, mutatedOffsets };
    }
  }
  if (best === null || length - best.mutatedOffsets.length < Math.ceil(length / 2)) {
    return { peptide: null, mutatedOffsets: novelOffsets(change, start, length) };
  }
  return best;
}
