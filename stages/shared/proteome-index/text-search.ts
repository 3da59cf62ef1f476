/** Where one peptide after the other lies in a text. */

import { checkPeptideLength } from './peptide-length.js';
import { noResidue, residueMask } from './residue-bytes.js';
import { halfLength, type SeedTable, seedHash, seedLength, seedTable, tagOf } from './seed-table.js';

/** From so many entries on the peptide's last seed is tried as well: zinc fingers share HTGEKPYK by the thousand. */
const crowdedBucket = 64;

/** Peptides that are fetched for together: their entries and residues still fit the processor's first cache. */
const blockLength = 128;

export interface TextSearch {
  /** Takes up a peptide. @throws INVARIANT_BROKEN for a length that cannot be looked up */
  begin(peptide: string): void;
  /** The next text position of the peptide taken up, ascending; -1: no more. */
  next(): number;
  /** Whether the text has each of the peptides. @throws INVARIANT_BROKEN for a length that cannot be looked up */
  hasEach(peptides: readonly string[]): readonly boolean[];
  readonly sizeBytes: number;
}

function hashAt(peptide: string, offset: number): number {
  let high = 0;
  let low = 0;
  for (let index = offset; index < offset + halfLength; index += 1) {
    high = (high << 5) | (peptide.charCodeAt(index) & residueMask);
    low = (low << 5) | (peptide.charCodeAt(index + halfLength) & residueMask);
  }
  return seedHash(high, low);
}

/** Looks for one peptide at a time and makes no objects; every place is compared residue by residue before it is given. */
export function textSearch(bytes: Uint8Array): TextSearch {
  const table = seedTable(bytes);
  const { bucketShift, first, entries, positionBits } = table;
  const positionMask = positionBits > 31 ? -1 : 2 ** positionBits - 1;
  let wanted = '';
  /** Offset of the seed in the peptide, its tag, and the entries of its bucket still to look at: start to entry - 1. */
  let seedOffset = 0;
  let tag = 0;
  let start = 0;
  let entry = 0;
  const fetchAhead = createFetcher(bytes, table);

  const useSeedAt = (offset: number): void => {
    const hash = hashAt(wanted, offset);
    const bucket = hash >>> bucketShift;
    seedOffset = offset;
    tag = tagOf(hash, positionBits);
    start = first[bucket] ?? 0;
    entry = first[bucket + 1] ?? 0;
  };
  const isAt = (position: number): boolean => {
    for (let offset = 0; offset < wanted.length; offset += 1) {
      const byte = bytes[position + offset];
      if (byte === noResidue || byte !== wanted.charCodeAt(offset)) return false;
    }
    return true;
  };
  const begin = (peptide: string): void => {
    checkPeptideLength(peptide);
    wanted = peptide;
    useSeedAt(0);
    const size = entry - start;
    if (size <= crowdedBucket || peptide.length === seedLength) return;
    useSeedAt(peptide.length - seedLength);
    if (entry - start > size) useSeedAt(0);
  };
  const next = (): number => {
    while (entry > start) {
      entry -= 1;
      const found = entries[entry] ?? 0;
      if ((found & ~positionMask) !== tag) continue;
      const position = (found & positionMask) - seedOffset;
      if (position >= 0 && isAt(position)) return position;
    }
    return -1;
  };
  return {
    sizeBytes: bytes.byteLength + first.byteLength + entries.byteLength,
    begin,
    next,
    hasEach(peptides) {
      const found: boolean[] = [];
      for (const [ordinal, peptide] of peptides.entries()) {
        if (ordinal % blockLength === 0) fetchAhead(peptides, ordinal);
        begin(peptide);
        found.push(next() >= 0);
      }
      return found;
    },
  };
}

/**
 * A look-up waits three times for memory. Reading for a block of peptides first all buckets, then all entries, then all places lets the
 * processor wait for many at once: 1.8 to 3 times as many look-ups a second (bench/results/proteome.json).
 */
function createFetcher(
  bytes: Uint8Array,
  { bucketShift, first, entries, positionBits }: SeedTable,
): (peptides: readonly string[], from: number) => void {
  const hashes = new Int32Array(blockLength);
  const starts = new Uint32Array(blockLength);
  const ends = new Uint32Array(blockLength);
  const positionMask = positionBits > 31 ? -1 : 2 ** positionBits - 1;
  /** Takes up what is read, so that the reads are no dead code. */
  const sink = new Uint32Array(1);
  const likelyPlace = (index: number): number => {
    const tag = tagOf(hashes[index] ?? 0, positionBits);
    const start = starts[index] ?? 0;
    for (let entry = ends[index] ?? 0; entry > start; entry -= 1) {
      const found = entries[entry - 1] ?? 0;
      if ((found & ~positionMask) === tag) return found & positionMask;
    }
    return 0;
  };
  return (peptides, from) => {
    const count = Math.min(blockLength, peptides.length - from);
    let read = 0;
    for (let index = 0; index < count; index += 1) hashes[index] = hashAt(peptides[from + index] ?? '', 0);
    for (let index = 0; index < count; index += 1) {
      const bucket = (hashes[index] ?? 0) >>> bucketShift;
      starts[index] = first[bucket] ?? 0;
      ends[index] = first[bucket + 1] ?? 0;
    }
    for (let index = 0; index < count; index += 1) {
      read ^= (entries[starts[index] ?? 0] ?? 0) ^ (entries[ends[index] ?? 0] ?? 0);
    }
    for (let index = 0; index < count; index += 1) starts[index] = likelyPlace(index);
    for (let index = 0; index < count; index += 1) read ^= bytes[starts[index] ?? 0] ?? 0;
    sink[0] = read;
  };
}
