import type { MalformedLine, VcfHeader, VcfRecord, VcfVisitor } from '../../stages/shared/vcf/index.js';
import type { LineReader } from './line-visitors.js';

/** Lines whose results are taken together. */
const linesPerTake = 1000;
/** More than a line has alleles. */
const ordinalsPerLine = 2 ** 27;

interface Reading {
  /** null: nothing of the lines is wanted. */
  readonly reader: LineReader | null;
  /** Takes what came of the lines since the last take. */
  take(): void;
}

/** Has a whole file read by one reader, which is made when the header is known. */
export class LineByLine implements VcfVisitor {
  readonly #start: (header: VcfHeader) => Reading;
  #reading: Reading | null = null;
  #lineCount = 0;

  constructor(start: (header: VcfHeader) => Reading) {
    this.#start = start;
  }

  header(header: VcfHeader): void {
    this.#reading = this.#start(header);
  }

  record(record: VcfRecord): void {
    this.#next()?.record(record);
  }

  malformed(problem: MalformedLine): void {
    this.#next()?.malformed(problem);
  }

  takeRest(): void {
    this.#reading?.take();
  }

  /** Makes the whole-file checks. @throws see VariantVisitor.finish */
  check(): void {
    this.#reading?.reader?.visitor.finish([]);
  }

  #next(): LineReader | null {
    const reading = this.#reading;
    if (reading === null || reading.reader === null) return null;
    if (this.#lineCount % linesPerTake === 0) reading.take();
    this.#lineCount += 1;
    reading.reader.begin(this.#lineCount * ordinalsPerLine);
    reading.reader.line(0);
    return reading.reader;
  }
}
