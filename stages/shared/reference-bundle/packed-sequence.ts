/**
 * A contig's bases, two bits each. Only spans without long runs of N are stored; short runs of N and
 * IUPAC letters inside a span are exceptions laid over the bases.
 */

export interface PackedSequence {
  readonly length: number;
  /** Stored spans, ascending; outside them the sequence is N. */
  readonly spanStart: ArrayLike<number>;
  readonly spanEnd: ArrayLike<number>;
  /** Where each span's first byte lies; a span starts on a fresh byte, first base in the high bits. */
  readonly spanByte: ArrayLike<number>;
  readonly exceptionStart: ArrayLike<number>;
  readonly exceptionEnd: ArrayLike<number>;
  /** Upper-case character code that the run consists of. */
  readonly exceptionLetter: ArrayLike<number>;
  bytes(offset: number, length: number): Uint8Array;
}

const unknownBase = 'N'.charCodeAt(0);
/** Four character codes for each byte value. */
const lettersOfByte = Uint8Array.from({ length: 1024 }, (_, index) =>
  'ACGT'.charCodeAt(((index >> 2) >> (6 - 2 * (index & 3))) & 3),
);

/** Index of the first run that ends after `position`. */
function firstRunAfter(ends: ArrayLike<number>, position: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ends[middle] ?? 0) > position) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Whole bytes are decoded, so up to 3 letters before and after the ones wanted are written as well. */
const margin = 4;
const scratchLength = 1 << 16;
const scratch = Buffer.alloc(scratchLength + 2 * margin);

/** Writes [firstBase, firstBase + count) of a span to `target` from `at`. */
function unpackSpan(
  bytes: Uint8Array,
  place: { readonly skip: number; readonly at: number },
  target: Uint8Array,
): void {
  let position = place.at - place.skip;
  for (let index = 0; index < bytes.length; index++) {
    const letters = (bytes[index] ?? 0) << 2;
    target[position] = lettersOfByte[letters] ?? unknownBase;
    target[position + 1] = lettersOfByte[letters + 1] ?? unknownBase;
    target[position + 2] = lettersOfByte[letters + 2] ?? unknownBase;
    target[position + 3] = lettersOfByte[letters + 3] ?? unknownBase;
    position += 4;
  }
}

function unpackSpans(packed: PackedSequence, from: number, to: number, target: Uint8Array): void {
  let position = from;
  const offsetOf = (base: number): number => margin + base - from;
  for (let span = firstRunAfter(packed.spanEnd, from); span < packed.spanEnd.length; span++) {
    const spanStart = packed.spanStart[span] ?? 0;
    const begin = Math.max(position, spanStart);
    if (begin >= to) break;
    const stop = Math.min(to, packed.spanEnd[span] ?? 0);
    // In order, so that a gap overwrites what the span before it wrote too much.
    if (begin > position) target.fill(unknownBase, offsetOf(position), offsetOf(begin));
    const first = begin - spanStart;
    const skip = first & 3;
    const bytes = packed.bytes((packed.spanByte[span] ?? 0) + (first >>> 2), (skip + stop - begin + 3) >>> 2);
    unpackSpan(bytes, { skip, at: offsetOf(begin) }, target);
    position = stop;
  }
  if (position < to) target.fill(unknownBase, offsetOf(position), offsetOf(to));
}

function overlayExceptions(
  packed: PackedSequence,
  { from, to, ambiguous }: { readonly from: number; readonly to: number; readonly ambiguous: 'keep' | 'N' },
  target: Uint8Array,
): void {
  for (let run = firstRunAfter(packed.exceptionEnd, from); run < packed.exceptionEnd.length; run++) {
    const runStart = Math.max(from, packed.exceptionStart[run] ?? 0);
    if (runStart >= to) break;
    const runEnd = Math.min(to, packed.exceptionEnd[run] ?? 0);
    const letter = ambiguous === 'N' ? unknownBase : (packed.exceptionLetter[run] ?? unknownBase);
    target.fill(letter, margin + runStart - from, margin + runEnd - from);
  }
}

/**
 * Upper-case letters of [start, end) clipped to the contig. IUPAC letters as in the FASTA file, or as N:
 * a base that is not known exactly.
 */
export function unpackSequence(
  packed: PackedSequence,
  start: number,
  end: number,
  ambiguous: 'keep' | 'N' = 'keep',
): string {
  const from = Math.max(0, start);
  const to = Math.min(packed.length, end);
  if (!(from < to)) return '';
  const target = to - from <= scratchLength ? scratch : Buffer.allocUnsafe(to - from + 2 * margin);
  unpackSpans(packed, from, to, target);
  if (packed.exceptionEnd.length > 0) overlayExceptions(packed, { from, to, ambiguous }, target);
  return target.toString('latin1', margin, margin + to - from);
}
