import { BgzfWriter } from './writer.js';

/** Compresses text or bytes as BGZF, ending with the end-of-file block; readable by gzip, bgzip and tabix. */
export function* compressBlocks(
  parts: Iterable<Uint8Array | string>,
  options: { readonly level?: number } = {},
): Generator<Uint8Array> {
  const blocks: Uint8Array[] = [];
  const writer = new BgzfWriter((block) => blocks.push(block), options);
  for (const part of parts) {
    writer.write(part);
    yield* blocks.splice(0);
  }
  writer.finish();
  yield* blocks;
}
