import type { ByteSource } from '../../schemas/stage.js';
import { CompressedBytesError, decompress } from './bgzf/index.js';

/** Enough to pass the longest comment that a tool writes before its header; a VCF is known by its first line already. */
const headBytes = 1 << 16;

/** The first bytes of a file, decompressed; what could be read of it where the compression is damaged. */
export async function headOf(source: ByteSource): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of decompress(source)) {
      chunks.push(Buffer.from(chunk));
      size += chunk.length;
      if (size >= headBytes) break;
    }
  } catch (error) {
    // Which file it is can be told from what is whole; that the rest is not, its own reader will say.
    if (!(error instanceof CompressedBytesError)) throw error;
  }
  return Buffer.concat(chunks).subarray(0, headBytes);
}

/** The same as text. */
export async function headText(source: ByteSource): Promise<string> {
  return (await headOf(source)).toString('utf8').replace(/^\uFEFF/, '');
}
