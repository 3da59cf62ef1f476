/** Opens a VCF for reading in pieces: its header, and the pieces of its body in order. */
import type { ByteSource } from '../../schemas/stage.js';
import { CompressedBytesError, cutPieces, cutText, type Piece } from '../../stages/shared/bgzf/index.js';
import { openVcfText } from '../../stages/shared/vcf/index.js';
import { type HeaderPart, HeaderPartReader } from '../../stages/shared/vcf/part.js';
import { truncated } from '../../stages/shared/vcf/reader.js';
import { textOf } from './read-piece.js';

export interface OpenBody {
  readonly header: HeaderPart['header'];
  /** Lines of the header. */
  readonly lineCount: number;
  /** Throws CompressedBytesError behind the last whole piece where the file is cut or damaged. */
  readonly pieces: AsyncIterator<Piece>;
}

/** @param nextSize bytes of text wanted of the next piece @throws VCF_NOT_VCF, VCF_VERSION_UNSUPPORTED, VCF_HEADER_MALFORMED, VCF_TRUNCATED */
export async function openBody(source: ByteSource, nextSize: () => number): Promise<OpenBody> {
  const reader = new HeaderPartReader(source.name);
  try {
    const pieces = await piecesOf(source, nextSize);
    for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) {
      const { bytes, problem } = textOf(next.value);
      const part = reader.push(bytes);
      if (part !== null) {
        const start = next.value.start + bytes.length - part.rest.length;
        const first: Piece = { kind: 'text', bytes: Uint8Array.from(part.rest), start, isLineStart: true };
        return opened(part, withFirst(first, problem, pieces));
      }
      if (problem !== null) throw problem;
    }
  } catch (error) {
    if (error instanceof CompressedBytesError) throw truncated(source.name, reader.lineCount + 1, error);
    throw error;
  }
  return opened(reader.finish(), none());
}

/** BCF is decoded by this thread, as its text. */
async function piecesOf(source: ByteSource, nextSize: () => number): Promise<AsyncGenerator<Piece>> {
  const text = await openVcfText(source);
  if (text.format === 'BCF') return cutText(text.chunks, nextSize);
  await text.chunks[Symbol.asyncIterator]().return?.();
  return cutPieces(source, nextSize);
}

async function* none(): AsyncGenerator<Piece> {}

function opened({ header, lineCount }: HeaderPart, pieces: AsyncIterator<Piece>): OpenBody {
  return { header, lineCount, pieces };
}

/** What follows the header: the rest of its piece, and the other pieces, of which the first then begins a line if nothing is left. */
async function* withFirst(
  first: Piece,
  problem: CompressedBytesError | null,
  pieces: AsyncIterable<Piece>,
): AsyncGenerator<Piece> {
  let isAtLineStart = first.bytes.length === 0;
  if (!isAtLineStart) yield first;
  if (problem !== null) throw problem;
  for await (const piece of pieces) {
    yield isAtLineStart ? { ...piece, isLineStart: true } : piece;
    isAtLineStart = false;
  }
}
