/** Puts the pieces' results together in file order: the lines between pieces, the lines' count, the whole-file checks. */
import { withLinesFrom } from '../../stages/parse-variants/tally.js';
import { CompressedBytesError, type Piece } from '../../stages/shared/bgzf/index.js';
import { LineStitcher, visitLine } from '../../stages/shared/vcf/part.js';
import { overlong, truncated } from '../../stages/shared/vcf/reader.js';
import { VcfRecord } from '../../stages/shared/vcf/record.js';
import type { LineReader } from './line-visitors.js';
import type { PieceOutcome, PieceTask } from './messages.js';
import { type PieceEdges, readPiece } from './read-piece.js';

export class InOrder {
  readonly #file: string;
  readonly #reader: LineReader;
  readonly #record = new VcfRecord();
  readonly #stitcher: LineStitcher;
  #linesBefore: number;
  /** Bytes of text before the line that is not whole yet. */
  #pendingStart = 0;

  /** @param options.reader reads the lines between pieces and sums what is counted */
  constructor(options: { readonly file: string; readonly reader: LineReader; readonly linesBefore: number }) {
    this.#file = options.file;
    this.#reader = options.reader;
    this.#linesBefore = options.linesBefore;
    this.#stitcher = new LineStitcher(() => {
      throw overlong(this.#file, this.#linesBefore + 1);
    });
  }

  /** Reads the next piece itself, all before being added. */
  read(piece: Piece): PieceEdges {
    this.#reader.begin(piece.start);
    const linesBefore = this.#linesBefore;
    const edges = readPiece(piece, { record: this.#record, visitor: this.#reader, linesBefore });
    this.#linesBefore += edges.lineCount;
    this.#keepTail(edges, piece);
    return edges;
  }

  /** Reads the line that ends in the piece and began before it: its rows come before the piece's own. */
  addHead({ piece }: PieceTask, { edges }: PieceOutcome): void {
    if (piece.isLineStart || edges.head === null) return;
    const isPending = this.#stitcher.isPending;
    const line = this.#stitcher.close(edges.head);
    this.#visit(line, line.length - 1, isPending ? this.#pendingStart : piece.start);
  }

  /** Adds the piece's own lines. @throws VCF_WRONG_BUILD, VCF_TRUNCATED, VCF_RECORD_MALFORMED for a line without end */
  addPiece({ kind, piece }: PieceTask, { edges, tally }: PieceOutcome): void {
    if (kind === 'annotate') this.#reader.visitor.include(withLinesFrom(tally, this.#linesBefore));
    this.#linesBefore += edges.lineCount;
    this.#keepTail(edges, piece);
  }

  /** Reads what follows the last line break. */
  addEnd(): void {
    if (!this.#stitcher.isPending) return;
    const line = this.#stitcher.close(new Uint8Array(0));
    this.#visit(line, line.length, this.#pendingStart);
  }

  /** The error of compressed bytes that end or are damaged behind what was added. */
  truncatedBy(cause: CompressedBytesError): Error {
    return truncated(this.#file, this.#linesBefore + 1, cause);
  }

  #visit(bytes: Buffer, end: number, textStart: number): void {
    this.#linesBefore += 1;
    this.#reader.begin(textStart);
    const line = this.#linesBefore;
    visitLine({ bytes, start: 0, end, line, record: this.#record, visitor: this.#reader });
  }

  #keepTail({ tail, tailStart, problem }: PieceEdges, { start }: Piece): void {
    if (!this.#stitcher.isPending) this.#pendingStart = start + tailStart;
    this.#stitcher.keep(tail);
    if (problem !== null) throw this.truncatedBy(new CompressedBytesError(problem.message, problem.problem));
  }
}
