import type { OmissionCode } from '../../../schemas/omissions.js';

const tab = 0x09;

/** One line that is not a record; `column` is 1-based, in bytes of the line. */
export interface MalformedLine {
  readonly line: number;
  readonly column: number;
  readonly field: string;
  readonly reason: string;
  /** chrom:pos:ref:alt as far as the line has them, at most 200 characters. */
  readonly input: string;
  /** Why it is left out, where that is more than RECORD_MALFORMED says. */
  readonly code?: OmissionCode;
}

const columnNames = ['CHROM', 'POS', 'ID', 'REF', 'ALT', 'QUAL', 'FILTER', 'INFO'] as const;
/** Tabs before INFO; the eighth, if any, ends it. */
const eagerColumns = 7;

/**
 * A view of the current data line: CHROM to FILTER are decoded, INFO and the samples only when asked for, because most records of a
 * file are filtered out and INFO is most of a line (CSQ). One view is reused for all lines: copy what must outlive the visit.
 */
export class VcfRecord {
  line = 0;
  chrom = '';
  position = 0;
  id = '';
  ref = '';
  alt = '';
  filter = '';
  #bytes: Buffer = Buffer.alloc(0);
  #start = 0;
  #end = 0;
  #infoStart = 0;
  readonly #tabs = new Int32Array(eagerColumns);

  /** Points the view at a line; null, or what is wrong with it (fewer than 8 columns, POS no number, REF or CHROM no such thing). */
  read(bytes: Buffer, start: number, end: number, line: number): MalformedLine | null {
    this.#bytes = bytes;
    this.#end = end;
    this.line = line;
    let found = 0;
    let isAscii = true;
    let at = start;
    for (; at < end && found < eagerColumns; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === tab) {
        this.#tabs[found] = at;
        found += 1;
      } else if (byte > 0x7f) {
        isAscii = false;
      }
    }
    if (found < eagerColumns) return this.#tooFewColumns(bytes, start, end, found);
    this.#infoStart = at;
    this.#decode(bytes, start, isAscii);
    return this.#check(start);
  }

  /** The INFO column, undecoded. */
  info(): string {
    return this.#text(this.#infoStart, this.#infoEnd());
  }

  /** The line's bytes before the INFO column and behind it, tabs included; valid only during the visit. */
  aroundInfo(): { readonly before: Buffer; readonly info: Buffer; readonly after: Buffer } {
    const [bytes, end] = [this.#bytes, this.#infoEnd()];
    return {
      before: bytes.subarray(this.#start, this.#infoStart),
      info: bytes.subarray(this.#infoStart, end),
      after: bytes.subarray(end, this.#end),
    };
  }

  /** Bytes of the line. */
  get sizeBytes(): number {
    return this.#end - this.#start;
  }

  /** Columns behind INFO: FORMAT and the samples. */
  get sampleColumnCount(): number {
    let count = 0;
    for (let at = this.#infoEnd(); at < this.#end; at += 1) if (this.#bytes[at] === tab) count += 1;
    return count;
  }

  /** FORMAT and the sample columns, split at tabs; empty where the line has none. */
  samples(): string[] {
    const end = this.#infoEnd();
    return end >= this.#end ? [] : this.#text(end + 1, this.#end).split('\t');
  }

  /** 1-based byte column of a field of the line, for messages. */
  columnOf(field: (typeof columnNames)[number] | 'FORMAT'): number {
    if (field === 'FORMAT') return this.#infoEnd() - this.#start + 2;
    const index = columnNames.indexOf(field);
    return index <= 0 ? 1 : (this.#tabs[index - 1] ?? 0) - this.#start + 2;
  }

  /** chrom:pos:ref:alt as the file wrote it, for this ALT. */
  inputOf(alt: string): string {
    return `${this.chrom}:${this.position}:${this.ref}:${alt}`;
  }

  #infoEnd(): number {
    const end = this.#bytes.indexOf(tab, this.#infoStart);
    return end < 0 || end > this.#end ? this.#end : end;
  }

  #text(start: number, end: number): string {
    return this.#bytes.toString('utf8', start, end);
  }

  #decode(bytes: Buffer, start: number, isAscii: boolean): void {
    this.#start = start;
    const tabs = this.#tabs;
    const tabAt = (index: number): number => tabs[index] ?? 0;
    if (!isAscii) {
      this.chrom = this.#text(start, tabAt(0));
      this.position = readPosition(bytes, tabAt(0) + 1, tabAt(1));
      this.id = this.#text(tabAt(1) + 1, tabAt(2));
      this.ref = this.#text(tabAt(2) + 1, tabAt(3));
      this.alt = this.#text(tabAt(3) + 1, tabAt(4));
      this.filter = this.#text(tabAt(5) + 1, tabAt(6));
      return;
    }
    // One decode of the ASCII head and five cuts: 0.09 µs a line against 0.32 µs for a decode per column (Node 20); see bench/vcf.ts.
    const head = bytes.toString('latin1', start, tabAt(6));
    this.chrom = head.slice(0, tabAt(0) - start);
    this.position = readPosition(bytes, tabAt(0) + 1, tabAt(1));
    this.id = head.slice(tabAt(1) + 1 - start, tabAt(2) - start);
    this.ref = head.slice(tabAt(2) + 1 - start, tabAt(3) - start);
    this.alt = head.slice(tabAt(3) + 1 - start, tabAt(4) - start);
    this.filter = head.slice(tabAt(5) + 1 - start, tabAt(6) - start);
  }

  #check(start: number): MalformedLine | null {
    if (!isContigName(this.chrom)) {
      return this.#malformed(1, 'CHROM', `'${this.chrom}' is not a contig name`);
    }
    if (this.position < 0) {
      const [from, to] = [(this.#tabs[0] ?? 0) + 1, this.#tabs[1] ?? 0];
      return this.#malformed(from - start + 1, 'POS', `'${clip(this.#text(from, to))}' is not a position`);
    }
    if (!isBases(this.ref)) {
      return this.#malformed(this.columnOf('REF'), 'REF', `'${clip(this.ref)}' is not a sequence of bases`);
    }
    return null;
  }

  #malformed(column: number, field: string, reason: string): MalformedLine {
    const position = this.position < 0 ? '' : String(this.position);
    const input = clip(`${this.chrom}:${position}:${this.ref}:${this.alt}`);
    return { line: this.line, column, field, reason, input };
  }

  #tooFewColumns(bytes: Buffer, start: number, end: number, found: number): MalformedLine {
    const text = clip(bytes.toString('utf8', start, Math.min(end, start + 400)));
    const [chrom = '', position = '', , ref = '', alt = ''] = text.split('\t');
    return {
      line: this.line,
      column: end - start + 1,
      field: columnNames[found + 1] ?? 'INFO',
      reason: `the line has ${found + 1} of the 8 columns CHROM to INFO; columns are separated by tabs`,
      input: clip(`${chrom}:${position}:${ref}:${alt}`),
    };
  }
}

function clip(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

/** -1: not 1 to 10 decimal digits (POS 0 is a telomere in VCF, §1.6.1). */
function readPosition(bytes: Buffer, start: number, end: number): number {
  if (end === start || end - start > 10) return -1;
  let value = 0;
  for (let at = start; at < end; at += 1) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** VCF 4.3 §1.4.7, and the '<ID>' of an assembly file's contig; ':' is in names of HLA contigs. Checked once per run of equal names. */
const contigName = /^(?:<[^<>\s,]+>|[^\s,<>*=[\]\\][^\s,<>[\]\\]*)$/;
let lastContigName = '';
function isContigName(text: string): boolean {
  if (text === lastContigName && text !== '') return true;
  if (!contigName.test(text)) return false;
  lastContigName = text;
  return true;
}

/** Upper- and lower-case IUPAC letters: what may stand in REF; anything beyond ACGT is the caller's to judge. */
const iupac = /^[ACGTNRYSWKMBDHV]+$/i;
function isBases(text: string): boolean {
  return iupac.test(text);
}
