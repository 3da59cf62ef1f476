import { createGunzip } from 'node:zlib';
import { CompressedBytesError } from './errors.js';

/** Deflate expands at most 1,032-fold, so a piece of this size bounds what is in memory at 16 MiB. */
const pieceSize = 16_384;

/**
 * Inflates plain gzip, concatenated members included (RFC 1952 §2.2), holding one piece at a time.
 * @throws CompressedBytesError
 */
export async function* gunzipChunks(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  const inflated: Uint8Array[] = [];
  let fail: (reason: Error) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  // Nobody may be waiting at the moment zlib gives up; every wait below races with this promise, so the error is not lost.
  failed.catch(() => {});
  gunzip.on('data', (bytes: Uint8Array) => inflated.push(bytes));
  gunzip.on('error', (cause: Error) => fail(asCompressedBytesError(cause)));
  try {
    for (const chunk of chunks) {
      for (let start = 0; start < chunk.length; start += pieceSize) {
        const piece = chunk.subarray(start, start + pieceSize);
        await Promise.race([failed, new Promise<void>((resolve) => gunzip.write(piece, () => resolve()))]);
        yield* inflated.splice(0);
      }
    }
    await Promise.race([failed, new Promise<void>((resolve) => gunzip.once('end', resolve).end())]);
    yield* inflated.splice(0);
  } finally {
    gunzip.destroy();
  }
}

function asCompressedBytesError(cause: Error): CompressedBytesError {
  const isCut = 'code' in cause && cause.code === 'Z_BUF_ERROR';
  return isCut
    ? new CompressedBytesError('the gzip stream stops before its end', 'cut', { cause })
    : new CompressedBytesError(`the gzip stream is damaged (${cause.message})`, 'damaged', { cause });
}
