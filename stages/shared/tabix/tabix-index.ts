/** A tabix index of a sorted, BGZF-compressed VCF (the tabix index file format, samtools/hts-specs tabix.tex; SAM specification v1, §5). */
import { binOf, indexableEnd, windowShift } from './bins.js';

/** Virtual offsets in the file: [start, end). */
interface Chunk {
  readonly start: number;
  end: number;
}

interface ContigIndex {
  readonly bins: Map<number, Chunk[]>;
  /** By window: the offset of the first record that overlaps it; undefined where none does. */
  readonly windows: (number | undefined)[];
}

/** Format 2 is VCF; contig in column 1, position in column 2, no column for the end, lines with '#' are left out, none is skipped. */
const preset = [2, 1, 2, 0, '#'.charCodeAt(0), 0];

/** Collects records in file order and gives the index's bytes, not yet compressed. */
export class TabixIndex {
  readonly #contigs = new Map<string, ContigIndex>();
  #last: { readonly name: string; readonly index: ContigIndex } | null = null;
  #canIndex = true;

  /**
   * A record on 0-based half-open [start, end) whose line has these virtual offsets. Records of a contig follow each other, by rising start.
   */
  add(record: {
    readonly chrom: string;
    readonly start: number;
    readonly end: number;
    readonly offset: number;
    readonly endOffset: number;
  }): void {
    const { chrom, offset, endOffset } = record;
    // POS 0, a telomere, is indexed with the first base, as htslib does.
    const start = Math.max(0, record.start);
    const end = Math.max(record.end, start + 1);
    if (end > indexableEnd) this.#canIndex = false;
    if (!this.#canIndex) return;
    const { bins, windows } = this.#contig(chrom);
    const bin = binOf(start, end);
    const chunks = bins.get(bin);
    const last = chunks?.at(-1);
    if (chunks === undefined) bins.set(bin, [{ start: offset, end: endOffset }]);
    else if (last?.end === offset) last.end = endOffset;
    else chunks.push({ start: offset, end: endOffset });
    for (let window = start >> windowShift; window <= (end - 1) >> windowShift; window += 1) {
      windows[window] ??= offset;
    }
  }

  /** The index, to be compressed as BGZF; null where a position is beyond what tabix can index (2^29). */
  bytes(): Buffer | null {
    if (!this.#canIndex) return null;
    const names = Buffer.concat([...this.#contigs.keys()].map((name) => Buffer.from(`${name}\0`, 'latin1')));
    const parts = [
      Buffer.from('TBI\x01', 'latin1'),
      int32s([this.#contigs.size, ...preset, names.length]),
      names,
    ];
    for (const { bins, windows } of this.#contigs.values())
      parts.push(...binParts(bins), ...windowParts(windows));
    return Buffer.concat(parts);
  }

  #contig(name: string): ContigIndex {
    if (this.#last?.name === name) return this.#last.index;
    const index: ContigIndex = this.#contigs.get(name) ?? { bins: new Map(), windows: [] };
    this.#contigs.set(name, index);
    this.#last = { name, index };
    return index;
  }
}

function binParts(bins: ReadonlyMap<number, readonly Chunk[]>): Buffer[] {
  const parts = [int32s([bins.size])];
  for (const [bin, chunks] of [...bins].sort(([a], [b]) => a - b)) {
    parts.push(
      int32s([bin, chunks.length]),
      virtualOffsets(chunks.flatMap(({ start, end }) => [start, end])),
    );
  }
  return parts;
}

/** A window without records has the offset of the one before it, so that a query that begins there skips as much as it may. */
function windowParts(windows: readonly (number | undefined)[]): Buffer[] {
  const filled: number[] = [];
  for (let window = 0; window < windows.length; window += 1) {
    filled.push(windows[window] ?? filled[window - 1] ?? 0);
  }
  return [int32s([filled.length]), virtualOffsets(filled)];
}

function int32s(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeInt32LE(value, index * 4);
  return bytes;
}

function virtualOffsets(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 8);
  for (const [index, value] of values.entries()) {
    bytes.writeUInt32LE(value % 2 ** 32, index * 8);
    bytes.writeUInt32LE(Math.floor(value / 2 ** 32), index * 8 + 4);
  }
  return bytes;
}
