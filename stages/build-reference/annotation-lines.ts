/** Annotation bytes → lines → fixed columns, without turning lines into strings. */

/** Offsets of one feature line in `bytes`; reused from line to line. */
export interface FeatureLine {
  bytes: Buffer;
  line: number;
  contig: string;
  type: string;
  /** 0-based half-open; below 0 where the annotation is cut out of a larger one. */
  start: number;
  end: number;
  strand: string;
  /** CDS phase; 0 where the file has `.`. */
  phase: number;
  attributes: { start: number; end: number };
  sourceStart: number;
  sourceEnd: number;
}

/** Cuts chunks into lines and hands each over as a range of a buffer. */
export class LineSplitter {
  #rest: Buffer = Buffer.alloc(0);

  constructor(readonly onLine: (bytes: Buffer, start: number, end: number) => void) {}

  push(chunk: Uint8Array): void {
    const fresh = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    if (this.#rest.length > 0) {
      const end = fresh.indexOf(10);
      const joined = Buffer.concat([this.#rest, end < 0 ? fresh : fresh.subarray(0, end)]);
      if (end < 0) {
        this.#rest = joined;
        return;
      }
      this.#emit(joined, 0, joined.length);
      start = end + 1;
    }
    for (let end = fresh.indexOf(10, start); end >= 0; end = fresh.indexOf(10, start)) {
      this.#emit(fresh, start, end);
      start = end + 1;
    }
    // Copied: the caller may reuse the chunk's memory.
    this.#rest = Buffer.from(fresh.subarray(start));
  }

  close(): void {
    if (this.#rest.length > 0) this.#emit(this.#rest, 0, this.#rest.length);
    this.#rest = Buffer.alloc(0);
  }

  #emit(bytes: Buffer, start: number, end: number): void {
    this.onLine(bytes, start, end > start && bytes[end - 1] === 13 ? end - 1 : end);
  }
}

const tab = 9;
const minus = 0x2d;
const tabs = new Int32Array(8);

function parseCoordinate(bytes: Buffer, start: number, end: number): number {
  // Cut-out annotation, its coordinates shifted to the cut, has starts below 1: a sign is read.
  const isNegative = bytes[start] === minus;
  const first = isNegative ? start + 1 : start;
  if (first >= end) return Number.NaN;
  let value = 0;
  for (let offset = first; offset < end; offset++) {
    const digit = (bytes[offset] ?? 0) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return isNegative ? -value : value;
}

/**
 * Reads the columns into `into`, except contig and type, which are set first so that a caller may tell
 * which lines matter. Returns what is wrong, '' if nothing is.
 */
export function readColumns(bytes: Buffer, start: number, end: number, into: FeatureLine): string {
  let count = 0;
  for (let offset = start; offset < end && count < 8; offset++) {
    if (bytes[offset] === tab) tabs[count++] = offset;
  }
  if (count < 8) return `expected 9 tab-separated columns, found ${count + 1}`;
  const column = (ordinal: number): number => (ordinal === 0 ? start : (tabs[ordinal - 1] ?? 0) + 1);
  into.bytes = bytes;
  into.contig = bytes.toString('latin1', start, tabs[0]);
  into.type = bytes.toString('latin1', column(2), tabs[2]);
  into.sourceStart = column(1);
  into.sourceEnd = tabs[1] ?? 0;
  into.attributes.start = column(8);
  into.attributes.end = end;
  into.strand = bytes.toString('latin1', column(6), tabs[6]);
  const phase = (bytes[column(7)] ?? 0) - 48;
  into.phase = phase >= 0 && phase <= 2 ? phase : 0;
  into.start = parseCoordinate(bytes, column(3), tabs[3] ?? 0) - 1;
  into.end = parseCoordinate(bytes, column(4), tabs[4] ?? 0);
  return into.end > into.start
    ? ''
    : `expected start and end as whole numbers with start <= end, found ${bytes.toString('latin1', column(3), tabs[4])}`;
}
