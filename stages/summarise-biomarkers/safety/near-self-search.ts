/**
 * Where peptides occur in proteins with at most one residue changed, exactly. A peptide of 8 residues or more with one mismatch keeps one
 * of its halves whole (pigeonhole principle), so the first four residues of either half lead to every match. The peptides are few and the
 * proteins many: the halves are indexed and the proteins stream by once, which needs no index of the proteome.
 */

import { defect } from '../../../schemas/errors.js';
import type { SelfProtein } from '../../shared/proteome-index/index.js';
import { shortestPeptide } from '../../shared/proteome-index/peptide-length.js';

export interface NearMatch {
  readonly peptide: string;
  readonly match: string;
  readonly gene: string;
  readonly protein: string;
  /** 0-based, in the protein. */
  readonly offset: number;
  readonly germlineVariantIds: readonly string[];
  /** 0-based, in the peptide; null: equal. */
  readonly mismatchOffset: number | null;
}

const seedLength = 4;
const bitsPerResidue = 5;
const seedCount = 1 << (seedLength * bitsPerResidue);
const seedMask = seedCount - 1;
const letterMask = (1 << bitsPerResidue) - 1;
const charCodes = { A: 65, X: 88, Z: 90 } as const;

interface Seed {
  readonly peptide: string;
  /** Where the seed stands in the peptide. */
  readonly offset: number;
  /** The other seed's offset: a match found by the first half is not found again by the second. */
  readonly isSecondHalf: boolean;
  readonly next: Seed | null;
}

/** First of the seeds of each code, and a bit per code that has any: the bits of all codes stay in the processor's cache. */
interface SeedIndex {
  readonly bits: Uint32Array;
  readonly first: ReadonlyMap<number, Seed>;
}

function seedIndex(peptides: Iterable<string>): SeedIndex {
  const bits = new Uint32Array(seedCount / 32);
  const first = new Map<number, Seed>();
  for (const peptide of new Set(peptides)) {
    if (peptide.length < shortestPeptide || /[^A-Z]/.test(peptide))
      throw defect(`'${peptide}' cannot be looked for: ${shortestPeptide} or more upper-case letters can`);
    const half = peptide.length >> 1;
    for (const offset of [0, half]) {
      const code = codeAt(peptide, offset);
      first.set(code, { peptide, offset, isSecondHalf: offset > 0, next: first.get(code) ?? null });
      bits[code >>> 5] = (bits[code >>> 5] ?? 0) | (1 << (code & 31));
    }
  }
  return { bits, first };
}

function codeAt(text: string, offset: number): number {
  let code = 0;
  for (let index = offset; index < offset + seedLength; index += 1) {
    code = (code << bitsPerResidue) | (text.charCodeAt(index) & letterMask);
  }
  return code;
}

/** What stands at a place of a protein against a peptide: the offset of the only mismatch, −1: equal, null: two or more, an X, or an end. */
function compareAt(sequence: string, start: number, peptide: string): number | null {
  if (start < 0 || start + peptide.length > sequence.length) return null;
  let mismatch = -1;
  for (let offset = 0; offset < peptide.length; offset += 1) {
    const found = sequence.charCodeAt(start + offset);
    if (found === peptide.charCodeAt(offset)) continue;
    if (mismatch >= 0 || found < charCodes.A || found > charCodes.Z || found === charCodes.X) return null;
    mismatch = offset;
  }
  return mismatch;
}

/** Whether the first half is whole and starts with its seed: then the match was found there. */
function isFoundByFirstHalf(mismatch: number): boolean {
  return mismatch < 0 || mismatch >= seedLength;
}

/**
 * Every stretch of the proteins that equals a peptide but for at most one residue, once per peptide, gene and stretch: the first protein
 * that has it, in the order given. A residue X (not known) is no mismatch that tells anything and matches nothing. Order: as met.
 * @throws INVARIANT_BROKEN for a peptide of fewer than 8 letters, whose halves are no seeds
 */
export function nearMatches(peptides: Iterable<string>, proteins: Iterable<SelfProtein>): NearMatch[] {
  const { bits, first } = seedIndex(peptides);
  const found: NearMatch[] = [];
  const seen = new Set<string>();
  const visit = (protein: SelfProtein, position: number, code: number): void => {
    for (let seed = first.get(code) ?? null; seed !== null; seed = seed.next) {
      const start = position - seed.offset;
      const mismatch = compareAt(protein.sequence, start, seed.peptide);
      if (mismatch === null || (seed.isSecondHalf && isFoundByFirstHalf(mismatch))) continue;
      const match = protein.sequence.slice(start, start + seed.peptide.length);
      const key = `${seed.peptide}\t${protein.gene}\t${match}`;
      if (seen.has(key)) continue;
      seen.add(key);
      found.push({
        peptide: seed.peptide,
        match,
        gene: protein.gene,
        protein: protein.id,
        offset: start,
        germlineVariantIds: protein.germlineVariantIds,
        mismatchOffset: mismatch < 0 ? null : mismatch,
      });
    }
  };
  if (first.size === 0) return found;
  for (const protein of proteins) {
    const { sequence } = protein;
    let code = 0;
    // Letters are told apart by five bits only here: what is no letter may pass for one, and the comparison says no.
    for (let end = 0; end < sequence.length; end += 1) {
      code = ((code << bitsPerResidue) | (sequence.charCodeAt(end) & letterMask)) & seedMask;
      if (((bits[code >>> 5] ?? 0) & (1 << (code & 31))) !== 0) visit(protein, end + 1 - seedLength, code);
    }
  }
  return found;
}
