/** One piece of the body read by whichever thread has it. */
import { type CompressedBytesError, inflatePiece, type Piece } from '../../stages/shared/bgzf/index.js';
import type { PartVisitor } from '../../stages/shared/vcf/part.js';
import { readPart } from '../../stages/shared/vcf/part.js';
import type { VcfRecord } from '../../stages/shared/vcf/record.js';

/** What is left at the edges of a piece and what was counted; plain data. */
export interface PieceEdges {
  /** Text up to and with the first line break where the piece may begin inside a line; null: it holds no line break. */
  readonly head: Uint8Array<ArrayBuffer> | null;
  /** The beginning of the line that has no end in the piece. */
  readonly tail: Uint8Array<ArrayBuffer>;
  /** Byte of the text at which it begins. */
  readonly tailStart: number;
  readonly lineCount: number;
  readonly textBytes: number;
  /** Why the text ends before the piece does. */
  readonly problem: Pick<CompressedBytesError, 'message' | 'problem'> | null;
}

/** Visits the whole lines of a piece. */
export function readPiece(
  piece: Piece,
  to: { readonly record: VcfRecord; readonly visitor: PartVisitor; readonly linesBefore: number },
): PieceEdges {
  const { bytes, problem } = textOf(piece);
  const { headEnd, tailStart, lineCount } = readPart(bytes, { ...to, isLineStart: piece.isLineStart });
  return {
    head: headEnd === null ? null : Uint8Array.from(bytes.subarray(0, headEnd)),
    tail: Uint8Array.from(bytes.subarray(tailStart)),
    tailStart,
    lineCount,
    textBytes: bytes.length,
    problem: problem === null ? null : { message: problem.message, problem: problem.problem },
  };
}

/** The piece's text. */
export function textOf(piece: Piece): {
  readonly bytes: Buffer;
  readonly problem: CompressedBytesError | null;
} {
  if (piece.kind === 'blocks') return inflatePiece(piece);
  const { buffer, byteOffset, byteLength } = piece.bytes;
  return { bytes: Buffer.from(buffer, byteOffset, byteLength), problem: null };
}
