import type { ByteSource } from '../../../schemas/stage.js';
import { CompressedBytesError, decompress } from '../../shared/bgzf/index.js';

/** Passes the longest comment that a tool writes before its header. */
const headBytes = 1 << 16;

/** The beginning of a file as text, decompressed; what could be read of it where the compression is damaged: its own reader will say so. */
export async function headText(source: ByteSource): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of decompress(source)) {
      chunks.push(Buffer.from(chunk));
      size += chunk.length;
      if (size >= headBytes) break;
    }
  } catch (error) {
    if (!(error instanceof CompressedBytesError)) throw error;
  }
  return Buffer.concat(chunks)
    .subarray(0, headBytes)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
}
