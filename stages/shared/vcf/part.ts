/** Reads a VCF in parts: the header first, then pieces of the body in any order, then the lines that straddle two pieces. */
import type { AntigraphError } from '../../../schemas/errors.js';
import type { VcfHeader } from './header.js';
import { HeaderReader, notVcf } from './header-reader.js';
import { longestLineBytes } from './lines.js';
import { overlong } from './reader.js';
import type { MalformedLine, VcfRecord } from './record.js';

const newline = 0x0a;
const carriageReturn = 0x0d;

/** What reads the lines of a part. */
export interface PartVisitor {
  /** Before each line that is not blank; `offset` is the byte of the part at which it begins. */
  line(offset: number): void;
  /** The view is reused and valid only during the call. */
  record(record: VcfRecord): void;
  malformed(problem: MalformedLine): void;
}

/** What the visit left over at the edges. */
export interface PartReading {
  /** End of the text before the first line break, which may belong to a line of the part before; null: there is no line break at all. */
  readonly headEnd: number | null;
  /** Where the line that has no end in this part begins. */
  readonly tailStart: number;
  readonly lineCount: number;
  readonly blankLineCount: number;
}

/** Visits the whole lines of a piece of the body; with `isLineStart` false the text up to its first line break is left to the caller. */
export function readPart(
  bytes: Buffer,
  part: {
    readonly isLineStart: boolean;
    /** Lines of the file before the part's first whole line; 0 where that is not known yet. */
    readonly linesBefore: number;
    readonly record: VcfRecord;
    readonly visitor: PartVisitor;
  },
): PartReading {
  const { record, visitor } = part;
  let start = part.isLineStart ? 0 : bytes.indexOf(newline) + 1;
  if (start === 0 && !part.isLineStart)
    return { headEnd: null, tailStart: 0, lineCount: 0, blankLineCount: 0 };
  const headEnd = start;
  let lineCount = 0;
  let blankLineCount = 0;
  for (let end = bytes.indexOf(newline, start); end >= 0; end = bytes.indexOf(newline, start)) {
    lineCount += 1;
    const line = part.linesBefore + lineCount;
    if (!visitLine({ bytes, start, end, record, visitor, line })) blankLineCount += 1;
    start = end + 1;
  }
  return { headEnd, tailStart: start, lineCount, blankLineCount };
}

/** Visits one line [start, end), which may still have its carriage return; false where it is blank. */
export function visitLine(at: {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly record: VcfRecord;
  readonly visitor: PartVisitor;
}): boolean {
  const { bytes, start, record, visitor } = at;
  const end = at.end > start && bytes[at.end - 1] === carriageReturn ? at.end - 1 : at.end;
  if (start === end) return false;
  visitor.line(start);
  const problem = record.read(bytes, start, end, at.line);
  if (problem === null) visitor.record(record);
  else visitor.malformed(problem);
  return true;
}

/** Puts together the lines that straddle pieces; pieces come in file order. */
export class LineStitcher {
  #parts: Uint8Array[] = [];
  #size = 0;
  readonly #onOverlong: () => never;

  constructor(onOverlong: () => never) {
    this.#onOverlong = onOverlong;
  }

  /** The line that ends with a piece's head, or null where the head is of no line: nothing is pending and the head is empty. */
  close(head: Uint8Array): Buffer {
    const line = Buffer.concat([...this.#parts, head]);
    this.#parts = [];
    this.#size = 0;
    return line;
  }

  /** The beginning of a line that goes on in the next piece. */
  keep(tail: Uint8Array): void {
    if (tail.length === 0) return;
    this.#parts.push(tail);
    this.#size += tail.length;
    if (this.#size > longestLineBytes) this.#onOverlong();
  }

  get isPending(): boolean {
    return this.#size > 0;
  }
}

/** The header and what the text after it is. */
export interface HeaderPart {
  readonly header: VcfHeader;
  /** Lines up to and with #CHROM. */
  readonly lineCount: number;
  /** Text read beyond the header, which begins a line. */
  readonly rest: Buffer;
  readonly endsWithNewline: boolean;
}

/**
 * Takes text until the header is whole.
 * @throws VCF_NOT_VCF, VCF_VERSION_UNSUPPORTED, VCF_HEADER_MALFORMED, VCF_RECORD_MALFORMED for a line without end
 */
export class HeaderPartReader {
  readonly #file: string;
  readonly #reader: HeaderReader;
  #pending: Buffer = Buffer.alloc(0);
  #lineCount = 0;

  constructor(file: string) {
    this.#file = file;
    this.#reader = new HeaderReader(file);
  }

  /** Lines read so far. */
  get lineCount(): number {
    return this.#lineCount;
  }

  /** The next text; null where the header goes on. */
  push(text: Uint8Array): HeaderPart | null {
    this.#pending = Buffer.concat([this.#pending, text]);
    let start = 0;
    for (let end = this.#pending.indexOf(newline); end >= 0; end = this.#pending.indexOf(newline, start)) {
      const header = this.#readLine(start, end);
      start = end + 1;
      if (header !== null)
        return {
          header,
          lineCount: this.#lineCount,
          rest: this.#pending.subarray(start),
          endsWithNewline: true,
        };
    }
    this.#pending = this.#pending.subarray(start);
    if (this.#pending.length > longestLineBytes) throw this.#overlong();
    return null;
  }

  /** The text has ended. */
  finish(): HeaderPart {
    const header = this.#pending.length === 0 ? null : this.#readLine(0, this.#pending.length);
    if (header === null) throw this.#reader.missingColumns(this.#lineCount + 1);
    return { header, lineCount: this.#lineCount, rest: Buffer.alloc(0), endsWithNewline: false };
  }

  #readLine(start: number, end: number): VcfHeader | null {
    this.#lineCount += 1;
    const isReturn = end > start && this.#pending[end - 1] === carriageReturn;
    return this.#reader.read(
      this.#pending.toString('utf8', start, isReturn ? end - 1 : end),
      this.#lineCount,
    );
  }

  #overlong(): AntigraphError {
    return this.#lineCount === 0
      ? notVcf(this.#file, 'binary data')
      : overlong(this.#file, this.#lineCount + 1);
  }
}
