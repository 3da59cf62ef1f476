import type { ByteSource } from '../../../schemas/stage.js';
import { isGzip, readBlockHeader } from './block.js';
import { gunzipChunks } from './gunzip.js';
import { inflateBlocks } from './inflate-blocks.js';

export type Compression = 'plain' | 'gzip' | 'bgzip';

/** A BGZF header, extra subfields of other tools included, fits well within this. */
const probeSize = 1024;

/** What the first bytes say the source is, whatever its name. */
export function detectCompression(source: ByteSource): Compression {
  let probe: Buffer = Buffer.alloc(0);
  for (const chunk of source.chunks()) {
    probe = Buffer.concat([probe, chunk.subarray(0, probeSize)]);
    if (probe.length >= probeSize) break;
  }
  if (!isGzip(probe)) return 'plain';
  return readBlockHeader(probe, 0) === null ? 'gzip' : 'bgzip';
}

/**
 * The source's bytes decompressed, in order, a bounded piece at a time: plain, gzip (any number of members) or BGZF by magic.
 * @throws CompressedBytesError where compressed bytes are cut or damaged
 */
export function decompress(source: ByteSource): Iterable<Uint8Array> | AsyncIterable<Uint8Array> {
  const compression = detectCompression(source);
  switch (compression) {
    case 'plain':
      return source.chunks();
    case 'gzip':
      return gunzipChunks(source.chunks());
    case 'bgzip':
      return inflateBlocks(source.chunks());
  }
}
