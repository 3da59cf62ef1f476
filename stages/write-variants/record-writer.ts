import { startOfPosition } from '../../schemas/coordinates.js';
import { BgzfWriter } from '../shared/bgzf/index.js';
import { TabixIndex } from '../shared/tabix/index.js';

/** One line to write and the place an index files it under. */
export interface PlacedLine {
  readonly chrom: string;
  readonly position: number;
  /** 1-based last base the record covers. */
  readonly lastPosition: number;
  /** With its line break. */
  readonly parts: readonly (Uint8Array | string)[];
}

/** Takes lines in the order they are written. */
export interface LineSink {
  write(line: PlacedLine): void;
  finish(): void;
}

/** Writes lines as BGZF and, where they come sorted, their index. */
export class IndexedFile implements LineSink {
  readonly #file: BgzfWriter;
  readonly #index: TabixIndex | null;
  readonly #emitIndex: (bytes: Uint8Array) => void;

  constructor(options: {
    readonly header: string;
    readonly isSorted: boolean;
    readonly emitFile: (bytes: Uint8Array) => void;
    readonly emitIndex: (bytes: Uint8Array) => void;
  }) {
    this.#file = new BgzfWriter(options.emitFile);
    this.#file.write(options.header);
    this.#index = options.isSorted ? new TabixIndex() : null;
    this.#emitIndex = options.emitIndex;
  }

  write({ chrom, position, lastPosition, parts }: PlacedLine): void {
    const offset = this.#file.virtualOffset;
    for (const part of parts) this.#file.write(part);
    const endOffset = this.#file.virtualOffset;
    const start = position === 0 ? 0 : startOfPosition(position);
    this.#index?.add({ chrom, start, end: lastPosition, offset, endOffset });
  }

  finish(): void {
    this.#file.finish();
    const index = this.#index?.bytes() ?? null;
    if (index === null) return;
    const file = new BgzfWriter(this.#emitIndex);
    file.write(index);
    file.finish();
  }
}

/** Holds all lines and writes them by contig and position, equal ones in the order they came. */
export class SortingSink implements LineSink {
  readonly #to: LineSink;
  readonly #contigRank: ReadonlyMap<string, number>;
  readonly #lines: PlacedLine[] = [];

  constructor(to: LineSink, contigs: readonly string[]) {
    this.#to = to;
    this.#contigRank = new Map(contigs.map((name, rank) => [name, rank]));
  }

  write(line: PlacedLine): void {
    // Copied: the reader's bytes are valid only during the visit.
    const bytes = Buffer.concat(line.parts.map((part) => Buffer.from(part)));
    this.#lines.push({ ...line, parts: [bytes] });
  }

  finish(): void {
    const rank = ({ chrom }: PlacedLine): number => this.#contigRank.get(chrom) ?? this.#contigRank.size;
    this.#lines.sort((a, b) => rank(a) - rank(b) || a.position - b.position);
    for (const line of this.#lines) this.#to.write(line);
    this.#to.finish();
  }
}
