/**
 * BGZF: a series of gzip members of at most 64 KiB whose extra field states the compressed size, so that each can be inflated
 * by itself (SAM specification v1, §4.1 "The BGZF compression format").
 */

/** 18 bytes: gzip header with FEXTRA and the one subfield 'BC'. */
export const blockHeaderSize = 18;
/** CRC-32 and uncompressed size, 4 bytes each. */
export const blockFooterSize = 8;
/** Uncompressed bytes per block that bgzip writes; leaves room for a block that deflate makes larger. */
export const blockPayloadSize = 0xff00;

/** The empty block every complete BGZF file ends with (§4.1.2). */
export const endOfFileBlock: Uint8Array = Uint8Array.from([
  0x1f, 0x8b, 0x08, 0x04, 0, 0, 0, 0, 0, 0xff, 0x06, 0, 0x42, 0x43, 0x02, 0, 0x1b, 0, 0x03, 0, 0, 0, 0, 0, 0,
  0, 0, 0,
]);

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

interface BlockHeader {
  /** Whole block, header and footer included. */
  readonly size: number;
  /** Where the deflate stream starts. */
  readonly bodyOffset: number;
}

/**
 * Reads the block header at `offset`: null where the member is plain gzip, 'short' where the bytes at hand end inside the header.
 * Other extra subfields may stand before 'BC' (RFC 1952 §2.3.1.1).
 */
export function readBlockHeader(bytes: Buffer, offset: number): BlockHeader | null | 'short' {
  const available = bytes.length - offset;
  if (available < 4) return 'short';
  if (bytes[offset] !== 0x1f || bytes[offset + 1] !== 0x8b || ((bytes[offset + 3] ?? 0) & 4) === 0)
    return null;
  if (available < 12) return 'short';
  const extraSize = bytes.readUInt16LE(offset + 10);
  const extraEnd = offset + 12 + extraSize;
  if (bytes.length < extraEnd) return 'short';
  let field = offset + 12;
  while (field + 4 <= extraEnd) {
    const size = bytes.readUInt16LE(field + 2);
    if (bytes[field] === 0x42 && bytes[field + 1] === 0x43 && size === 2 && field + 6 <= extraEnd) {
      return { size: bytes.readUInt16LE(field + 4) + 1, bodyOffset: extraEnd };
    }
    field += 4 + size;
  }
  return null;
}
