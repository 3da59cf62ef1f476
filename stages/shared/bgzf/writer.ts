import { crc32, deflateRawSync } from 'node:zlib';
import { blockFooterSize, blockHeaderSize, blockPayloadSize, endOfFileBlock } from './block.js';

/**
 * Compresses what it is given as BGZF (SAM specification v1, §4.1), handing on each block as it fills. The same bytes and level give the
 * same file: no name and no time is written.
 */
export class BgzfWriter {
  readonly #emit: (block: Uint8Array) => void;
  readonly #level: number;
  readonly #payload = Buffer.allocUnsafe(blockPayloadSize);
  #filled = 0;
  #writtenBytes = 0;

  constructor(emit: (block: Uint8Array) => void, options: { readonly level?: number } = {}) {
    this.#emit = emit;
    this.#level = options.level ?? 6;
  }

  /** Where the next byte goes, as indexes name it: offset of the block in the file × 2^16 + offset in the inflated block (§4.1.1). Exact to 128 GiB. */
  get virtualOffset(): number {
    return this.#writtenBytes * 0x10000 + this.#filled;
  }

  write(part: Uint8Array | string): void {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    let offset = 0;
    while (offset < bytes.length) {
      const taken = Math.min(blockPayloadSize - this.#filled, bytes.length - offset);
      this.#payload.set(bytes.subarray(offset, offset + taken), this.#filled);
      this.#filled += taken;
      offset += taken;
      if (this.#filled === blockPayloadSize) this.#flush();
    }
  }

  /** Writes what is pending and the end-of-file block. */
  finish(): void {
    this.#flush();
    this.#emit(endOfFileBlock);
  }

  #flush(): void {
    if (this.#filled === 0) return;
    const block = compressBlock(this.#payload.subarray(0, this.#filled), this.#level);
    this.#writtenBytes += block.length;
    this.#filled = 0;
    this.#emit(block);
  }
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
