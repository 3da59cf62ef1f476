/** Places of a text by the eight residues that begin there. */

import { shortestPeptide } from './peptide-length.js';
import { bitsFor, goldenMultiplier, noResidue, residueMask } from './residue-bytes.js';

/** As long as the shortest peptide, so that every peptide has one. */
export const seedLength = shortestPeptide;
/** Residues in either half of a seed: four of 5 bits each stay clear of a 32-bit integer's sign. */
export const halfLength = 4;
const halfMask = 0xfffff;
/** An odd multiplier of MurmurHash3's finalizer. */
const mixMultiplier = 0x85ebca6b;
/** Places a bucket on average: keeps `first` small, and its entries mostly in one cache line. */
const placesPerBucket = 8;
/**
 * Seeds are first sorted by the high bits of their hash, one partition after the other: then each partition's buckets and entries stay
 * in the processor's cache while they are filled, which takes a quarter of the time of filling the whole table in text order.
 */
const partitionBits = 8;
const partitionShift = 32 - partitionBits;
const partitionCount = 2 ** partitionBits;
/** Seeds sorted at once, 8 bytes each: bounds the memory for proteomes beyond the human one. */
const seedsPerRound = 1 << 24;

/** Hash of a seed from the 5-bit codes of its two halves: the high bits choose the bucket, the low ones are the tag. */
export function seedHash(high: number, low: number): number {
  let hash = (Math.imul(high, goldenMultiplier) + low) | 0;
  hash = Math.imul(hash ^ (hash >>> 15), mixMultiplier);
  hash = Math.imul(hash ^ (hash >>> 13), goldenMultiplier);
  return hash ^ (hash >>> 16);
}

/** Bucket b's entries are entries[first[b]] to entries[first[b + 1] - 1], text positions descending: the last is the first in the text. */
export interface SeedTable {
  /** hash >>> bucketShift is the bucket. */
  readonly bucketShift: number;
  readonly first: Uint32Array;
  /** Text position in the low bits; above it as many low bits of the seed's hash as there is room for, which spare most comparisons. */
  readonly entries: Uint32Array;
  readonly positionBits: number;
}

/** Where each partition's entries start: the number of seeds in the partitions before it. */
function partitionStarts(bytes: Uint8Array): Uint32Array {
  const starts = new Uint32Array(partitionCount + 1);
  let high = 0;
  let low = 0;
  let run = 0;
  for (let end = 0; end < bytes.length; end += 1) {
    const code = (bytes[end] ?? noResidue) & residueMask;
    high = ((high << 5) | (low >>> 15)) & halfMask;
    low = ((low << 5) | code) & halfMask;
    run = code === noResidue ? 0 : run + 1;
    if (run < seedLength) continue;
    const next = (seedHash(high, low) >>> partitionShift) + 1;
    starts[next] = (starts[next] ?? 0) + 1;
  }
  for (let partition = 0; partition < partitionCount; partition += 1) {
    starts[partition + 1] = (starts[partition + 1] ?? 0) + (starts[partition] ?? 0);
  }
  return starts;
}

interface Round {
  /** Partitions of the round: from, and up to but not with. */
  readonly from: number;
  readonly to: number;
  /** Of each seed, by partition: hash and text position. */
  readonly hashes: Uint32Array;
  readonly positions: Uint32Array;
}

/** Collects the seeds of the round's partitions. */
function collect(bytes: Uint8Array, starts: Uint32Array, { from, to, hashes, positions }: Round): void {
  const base = starts[from] ?? 0;
  const next = starts.map((start) => start - base);
  let high = 0;
  let low = 0;
  let run = 0;
  for (let end = 0; end < bytes.length; end += 1) {
    const code = (bytes[end] ?? noResidue) & residueMask;
    high = ((high << 5) | (low >>> 15)) & halfMask;
    low = ((low << 5) | code) & halfMask;
    run = code === noResidue ? 0 : run + 1;
    if (run < seedLength) continue;
    const hash = seedHash(high, low);
    const partition = hash >>> partitionShift;
    if (partition < from || partition >= to) continue;
    const place = next[partition] ?? 0;
    next[partition] = place + 1;
    hashes[place] = hash;
    positions[place] = end + 1 - seedLength;
  }
}

/** Sorts one partition's seeds into their buckets by counting. */
function fillPartition(
  { bucketShift, first, entries, positionBits }: SeedTable,
  { hashes, positions, start }: Pick<Round, 'hashes' | 'positions'> & { readonly start: number },
  partition: number,
): void {
  const buckets = 2 ** (partitionShift - bucketShift);
  const firstBucket = partition * buckets;
  for (const hash of hashes) {
    const bucket = hash >>> bucketShift;
    first[bucket] = (first[bucket] ?? 0) + 1;
  }
  let end = start;
  for (let bucket = firstBucket; bucket < firstBucket + buckets; bucket += 1) {
    end += first[bucket] ?? 0;
    first[bucket] = end;
  }
  // Each bucket is filled from its end, so that at last `first` says where it begins.
  for (let seed = 0; seed < hashes.length; seed += 1) {
    const hash = hashes[seed] ?? 0;
    const bucket = hash >>> bucketShift;
    const entry = (first[bucket] ?? 0) - 1;
    first[bucket] = entry;
    entries[entry] = tagOf(hash, positionBits) | (positions[seed] ?? 0);
  }
}

/** The hash's low bits, moved above the position. */
export function tagOf(hash: number, positionBits: number): number {
  return positionBits > 31 ? 0 : hash << positionBits;
}

/** The last partition, exclusive, up to which a round takes no more than its number of seeds; at least one partition. */
function roundEnd(starts: Uint32Array, from: number): number {
  let to = from + 1;
  while (to < partitionCount && (starts[to + 1] ?? 0) - (starts[from] ?? 0) <= seedsPerRound) to += 1;
  return to;
}

/** Sorts the text's places by seed hash: 4 bytes a place and one for its share of the buckets. */
export function seedTable(bytes: Uint8Array): SeedTable {
  const starts = partitionStarts(bytes);
  const count = starts[partitionCount] ?? 0;
  const bucketShift = 32 - Math.max(partitionBits, bitsFor(count / placesPerBucket));
  const first = new Uint32Array(2 ** (32 - bucketShift) + 1);
  first[first.length - 1] = count;
  const table = { bucketShift, first, entries: new Uint32Array(count), positionBits: bitsFor(bytes.length) };
  for (let from = 0; from < partitionCount; from = roundEnd(starts, from)) {
    const to = roundEnd(starts, from);
    const base = starts[from] ?? 0;
    const size = (starts[to] ?? 0) - base;
    const hashes = new Uint32Array(size);
    const positions = new Uint32Array(size);
    collect(bytes, starts, { from, to, hashes, positions });
    for (let partition = from; partition < to; partition += 1) {
      const start = starts[partition] ?? 0;
      const slice = [start - base, (starts[partition + 1] ?? 0) - base] as const;
      const seeds = { hashes: hashes.subarray(...slice), positions: positions.subarray(...slice), start };
      fillPartition(table, seeds, partition);
    }
  }
  return table;
}
