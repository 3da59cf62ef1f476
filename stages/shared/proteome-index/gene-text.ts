/**
 * A proteome without what the isoforms of a gene repeat: a text in which every stretch of up to 25 residues of a gene's proteins is found
 * at least once, at the first protein that holds it. It makes 47 million residues 14 million (bench/results/proteome.json).
 */

import { longestPeptide } from './peptide-length.js';
import { bitsFor, goldenMultiplier, noResidue, residueBytes } from './residue-bytes.js';

export interface GeneText {
  /** Residue bytes; noResidue ends each stretch. */
  readonly bytes: Uint8Array;
  /** Of each stretch, ascending: where it starts in the text, the ordinal of its protein, and where it starts there. */
  readonly stretchStart: Uint32Array;
  readonly stretchProtein: Uint32Array;
  readonly stretchOffset: Uint32Array;
}

/** Proteins are compared in windows of the longest peptide: a window that is there has all its shorter peptides there. */
const windowLength = longestPeptide;
/** Odd, so that no residue drops out of the rolling hash. */
const base = 0x01000193;
/** base to the power of windowLength: the factor of the residue that leaves the window. */
let powerOfDropped = 1;
for (let count = 0; count < windowLength; count += 1) powerOfDropped = Math.imul(powerOfDropped, base);

/**
 * @param sequences of all proteins
 * @param genes of each gene the ordinals of its proteins, the preferred one first
 */
export function geneText(sequences: readonly string[], genes: Iterable<readonly number[]>): GeneText {
  const stretches: { readonly start: number; readonly protein: number; readonly offset: number }[] = [];
  let text = new Uint8Array(1 << 16);
  let length = 0;
  /** Open addressing: text position + 1 of each window of the gene in work; 0 empty. */
  let slots = new Uint32Array(0);
  let shift = 0;
  /** Where the window looked for last was, or would be. */
  let slot = 0;

  const reserve = (count: number): void => {
    if (length + count <= text.length) return;
    const larger = new Uint8Array(Math.max(text.length * 2, length + count));
    larger.set(text);
    text = larger;
  };
  const hashAt = (bytes: Uint8Array, start: number): number => {
    let hash = 0;
    for (let offset = start; offset < start + windowLength; offset += 1) {
      hash = (Math.imul(hash, base) + (bytes[offset] ?? 0)) | 0;
    }
    return hash;
  };
  const isAt = (position: number, bytes: Uint8Array, start: number): boolean => {
    for (let offset = 0; offset < windowLength; offset += 1) {
      if (text[position + offset] !== bytes[start + offset]) return false;
    }
    return true;
  };
  /** Text position of the window, -1: it is not there. */
  const find = (hash: number, bytes: Uint8Array, start: number): number => {
    slot = Math.imul(hash, goldenMultiplier) >>> shift;
    for (let found = slots[slot] ?? 0; found !== 0; found = slots[slot] ?? 0) {
      if (isAt(found - 1, bytes, start)) return found - 1;
      slot = (slot + 1) & (slots.length - 1);
    }
    return -1;
  };
  /** Number of windows from `start` on that follow each other in the text from `position` on: at least the one that was found. */
  const agreeing = (position: number, bytes: Uint8Array, start: number): number => {
    let end = windowLength;
    while (start + end < bytes.length && text[position + end] === bytes[start + end]) {
      if (bytes[start + end] === noResidue) break;
      end += 1;
    }
    return end - windowLength + 1;
  };
  const open = (protein: number, offset: number): void => {
    stretches.push({ start: length, protein, offset });
  };
  /** Adds windows from `first` on, which is new, up to one that is there; gives the start of that one. */
  const addRun = (protein: number, bytes: Uint8Array, first: number): number => {
    open(protein, first);
    let hash = hashAt(bytes, first);
    let start = first;
    text.set(bytes.subarray(first, first + windowLength), length);
    length += windowLength;
    for (;;) {
      slots[slot] = length - windowLength + 1;
      start += 1;
      const entering = start + windowLength - 1;
      if (entering >= bytes.length) break;
      const leaving = Math.imul(bytes[start - 1] ?? 0, powerOfDropped);
      hash = (Math.imul(hash, base) + (bytes[entering] ?? 0) - leaving) | 0;
      if (find(hash, bytes, start) >= 0) break;
      text[length] = bytes[entering] ?? noResidue;
      length += 1;
    }
    text[length] = noResidue;
    length += 1;
    return start;
  };
  const addNew = (protein: number, bytes: Uint8Array): void => {
    let start = 0;
    while (start + windowLength <= bytes.length) {
      const position = find(hashAt(bytes, start), bytes, start);
      start = position < 0 ? addRun(protein, bytes, start) : start + agreeing(position, bytes, start);
    }
  };
  const addWhole = (protein: number, bytes: Uint8Array): void => {
    open(protein, 0);
    text.set(bytes, length);
    length += bytes.length;
    text[length] = noResidue;
    length += 1;
  };

  for (const ordinals of genes) {
    let residues = 0;
    for (const ordinal of ordinals) residues += sequences[ordinal]?.length ?? 0;
    if (ordinals.length > 1) {
      const bits = bitsFor(residues * 2 + 2);
      slots = new Uint32Array(2 ** bits);
      shift = 32 - bits;
    }
    for (const ordinal of ordinals) {
      const bytes = residueBytes(sequences[ordinal] ?? '');
      // A new window costs up to its length and the end mark, and every second may be new.
      reserve(bytes.length * windowLength + windowLength);
      if (ordinals.length === 1 || bytes.length < windowLength) addWhole(ordinal, bytes);
      else addNew(ordinal, bytes);
    }
  }
  return {
    bytes: text.slice(0, length),
    stretchStart: Uint32Array.from(stretches, ({ start }) => start),
    stretchProtein: Uint32Array.from(stretches, ({ protein }) => protein),
    stretchOffset: Uint32Array.from(stretches, ({ offset }) => offset),
  };
}
