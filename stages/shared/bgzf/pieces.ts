/** Cuts a file into pieces that can be decompressed and read apart from each other, by several threads. */
import type { ByteSource } from '../../../schemas/stage.js';
import { blockFooterSize, readBlockHeader } from './block.js';
import { detectCompression } from './decompress.js';
import { CompressedBytesError } from './errors.js';
import { gunzipChunks } from './gunzip.js';
import { inflateBlock } from './inflate-blocks.js';

const newline = 0x0a;

/** Bytes without a line break that end a piece all the same: they are no text, and must not fill the memory. */
const largestPiece = 64 * 1024 * 1024;

/**
 * A piece owns its memory, so that it can be handed to another thread. `start`: bytes of the file's text before it. `isLineStart`: false
 * where it may begin in the middle of a line.
 */
export type Piece =
  | {
      readonly kind: 'text';
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly start: number;
      readonly isLineStart: boolean;
    }
  | {
      /** Whole BGZF blocks; lines straddle their borders. */
      readonly kind: 'blocks';
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly start: number;
      /** Blocks of the file before this piece, for messages. */
      readonly blocksBefore: number;
      readonly isLineStart: boolean;
    };

/**
 * The file's pieces in order, each of about `nextSize()` bytes of text: BGZF at block borders without inflating it, plain text and
 * plain gzip (which only one thread can inflate) at line borders; a line longer than that is one piece.
 * @throws CompressedBytesError after the last whole piece, where compressed bytes are cut or damaged
 */
export async function* cutPieces(source: ByteSource, nextSize: () => number): AsyncGenerator<Piece> {
  switch (detectCompression(source)) {
    case 'plain':
      yield* cutText(source.chunks(), nextSize);
      return;
    case 'gzip':
      yield* cutText(gunzipChunks(source.chunks()), nextSize);
      return;
    case 'bgzip':
      yield* cutBlocks(source.chunks(), nextSize);
  }
}

/** Text in pieces of whole lines, as `cutPieces` gives them. */
export async function* cutText(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  nextSize: () => number,
  from: { readonly start: number; readonly isLineStart: boolean } = { start: 0, isLineStart: true },
): AsyncGenerator<Piece> {
  const parts: Uint8Array[] = [];
  let pending = 0;
  let { start: textStart, isLineStart } = from;
  const take = (): Piece => {
    const piece = { kind: 'text', bytes: join(parts, pending), start: textStart, isLineStart } as const;
    textStart += pending;
    parts.length = 0;
    pending = 0;
    isLineStart = true;
    return piece;
  };
  try {
    for await (const chunk of chunks) {
      let start = 0;
      while (pending + chunk.length - start >= nextSize()) {
        const wanted = Math.max(start, Math.min(chunk.length, start + nextSize() - pending) - 1);
        const end = chunk.indexOf(newline, wanted) + 1;
        if (end === 0) break;
        parts.push(chunk.subarray(start, end));
        pending += end - start;
        yield take();
        start = end;
      }
      if (start === chunk.length) continue;
      // Copied: the source may reuse the memory of its chunk.
      parts.push(Uint8Array.from(chunk.subarray(start)));
      pending += chunk.length - start;
      if (pending < largestPiece) continue;
      yield take();
      isLineStart = false;
    }
  } catch (error) {
    // What is whole comes first, as from a file that ends where this one breaks.
    if (pending > 0) yield take();
    throw error;
  }
  if (pending > 0) yield take();
}

async function* cutBlocks(chunks: Iterable<Uint8Array>, nextSize: () => number): AsyncGenerator<Piece> {
  const iterator = chunks[Symbol.iterator]();
  let bytes: Buffer = Buffer.alloc(0);
  let blockCount = 0;
  let blocksBefore = 0;
  let isLastEmpty = false;
  let end = 0;
  let textStart = 0;
  let textSize = 0;
  const take = (): Piece => {
    const own = join([bytes.subarray(0, end)], end);
    const piece = { kind: 'blocks', bytes: own, start: textStart, blocksBefore, isLineStart: false } as const;
    blocksBefore = blockCount;
    textStart += textSize;
    textSize = 0;
    bytes = bytes.subarray(end);
    end = 0;
    return piece;
  };
  try {
    for (let next = iterator.next(); next.done !== true; next = iterator.next()) {
      bytes = Buffer.concat([bytes, next.value]);
      while (end < bytes.length) {
        const header = readBlockHeader(bytes, end);
        if (header === null) {
          if (end > 0) yield take();
          const from = { start: textStart, isLineStart: false };
          yield* cutText(gunzipChunks(rest(bytes, iterator)), nextSize, from);
          return;
        }
        if (header === 'short' || bytes.length - end < header.size) break;
        const size = textSizeOf(bytes, end, header.size);
        end += header.size;
        blockCount += 1;
        isLastEmpty = size === 0;
        textSize += size;
        if (textSize >= nextSize()) yield take();
      }
    }
  } finally {
    iterator.return?.();
  }
  if (end > 0) yield take();
  if (bytes.length > 0) {
    throw new CompressedBytesError(`BGZF block ${blockCount + 1} is cut after ${bytes.length} bytes`, 'cut');
  }
  if (!isLastEmpty) throw new CompressedBytesError('the BGZF end-of-file block is missing', 'cut');
}

/** As the block's footer states it; what it states wrongly is found when the block is inflated. */
function textSizeOf(bytes: Buffer, start: number, size: number): number {
  if (size < blockFooterSize) return 0x10000;
  return Math.min(0x10000, bytes.readUInt32LE(start + size - 4));
}

/**
 * The text of a piece of BGZF blocks. Where a block is damaged, the text before it and the problem: lines up to there are counted.
 */
export function inflatePiece(piece: Extract<Piece, { kind: 'blocks' }>): {
  readonly bytes: Buffer;
  readonly problem: CompressedBytesError | null;
} {
  const blocks = Buffer.from(piece.bytes.buffer, piece.bytes.byteOffset, piece.bytes.byteLength);
  const texts: Buffer[] = [];
  let offset = 0;
  try {
    while (offset < blocks.length) {
      const header = readBlockHeader(blocks, offset);
      if (header === null || header === 'short') break;
      const block = blocks.subarray(offset, offset + header.size);
      texts.push(inflateBlock(block, header.bodyOffset - offset, piece.blocksBefore + texts.length));
      offset += header.size;
    }
  } catch (error) {
    if (error instanceof CompressedBytesError) return { bytes: Buffer.concat(texts), problem: error };
    throw error;
  }
  return {
    bytes: texts.length === 1 && texts[0] !== undefined ? texts[0] : Buffer.concat(texts),
    problem: null,
  };
}

function join(parts: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(size);
  let filled = 0;
  for (const part of parts) {
    joined.set(part, filled);
    filled += part.length;
  }
  return joined;
}

function* rest(first: Uint8Array, iterator: Iterator<Uint8Array>): Generator<Uint8Array> {
  yield first;
  for (let next = iterator.next(); next.done !== true; next = iterator.next()) yield next.value;
}
