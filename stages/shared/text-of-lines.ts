/** Tables and FASTA files as bytes whose lines end: a small archive may unpack to gigabytes without a line break. */
import type { ByteSource } from '../../schemas/stage.js';
import { CompressedBytesError, decompress } from './bgzf/index.js';

/** The longest protein known has 36,000 residues; a fusion's read names are some megabytes at most. */
const longestLineBytes = 16 * 1024 * 1024;
const newline = 0x0a;

/** Decompressed bytes in order. @throws CompressedBytesError, also where a line does not end within the limit */
export async function* decompressLines(
  source: ByteSource,
  limitBytes = longestLineBytes,
): AsyncGenerator<Uint8Array> {
  let pendingBytes = 0;
  for await (const chunk of decompress(source)) {
    const last = chunk.lastIndexOf(newline);
    pendingBytes = last < 0 ? pendingBytes + chunk.length : chunk.length - last - 1;
    if (pendingBytes > limitBytes) {
      throw new CompressedBytesError(`a line is longer than ${limitBytes / 1024 / 1024} MiB`, 'damaged');
    }
    yield chunk;
  }
}
