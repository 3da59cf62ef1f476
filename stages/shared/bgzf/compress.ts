import { crc32, deflateRawSync } from 'node:zlib';
import { blockFooterSize, blockHeaderSize, blockPayloadSize, endOfFileBlock } from './block.js';

/**
 * Compresses text or bytes as BGZF (SAM specification v1, §4.1), ending with the end-of-file block; readable by gzip, bgzip and tabix.
 * The same input and level give the same bytes: no name and no time is written.
 */
export function* compressBlocks(
  parts: Iterable<Uint8Array | string>,
  options: { readonly level?: number } = {},
): Generator<Uint8Array> {
  const level = options.level ?? 6;
  let payload = Buffer.allocUnsafe(blockPayloadSize);
  let filled = 0;
  for (const part of parts) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    let offset = 0;
    while (offset < bytes.length) {
      const taken = Math.min(blockPayloadSize - filled, bytes.length - offset);
      payload.set(bytes.subarray(offset, offset + taken), filled);
      filled += taken;
      offset += taken;
      if (filled === blockPayloadSize) {
        yield compressBlock(payload, level);
        payload = Buffer.allocUnsafe(blockPayloadSize);
        filled = 0;
      }
    }
  }
  if (filled > 0) yield compressBlock(payload.subarray(0, filled), level);
  yield endOfFileBlock;
}

function compressBlock(payload: Buffer, level: number): Uint8Array {
  // Incompressible bytes are stored by zlib with a few bytes more, which blockPayloadSize leaves room for.
  const body = deflateRawSync(payload, { level });
  const block = Buffer.alloc(blockHeaderSize + body.length + blockFooterSize);
  block.set(endOfFileBlock.subarray(0, 16), 0);
  block.writeUInt16LE(block.length - 1, 16);
  block.set(body, blockHeaderSize);
  block.writeUInt32LE(crc32(payload), block.length - 8);
  block.writeUInt32LE(payload.length, block.length - 4);
  return block;
}
