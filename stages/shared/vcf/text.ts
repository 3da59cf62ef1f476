/** Files of variants that are no VCF, read as the VCF text they stand for: the one place that tells formats apart, by content. */
import type { ReferenceBundle } from '../../../schemas/reference.js';
import type { ByteSource } from '../../../schemas/stage.js';
import { decompress } from '../bgzf/index.js';
import { bcfAsText, isBcf } from './bcf/index.js';
import { isMaf, MafConverter, mafAsText, type RowOrigin, withoutMark } from './maf/index.js';

export type VariantFormat = 'VCF' | 'BCF' | 'MAF';

/** What reading a format other than VCF may need beside the file. */
export interface VcfTextOptions {
  /** A MAF has no base before its insertions and deletions; it is taken from here. */
  readonly reference?: ReferenceBundle | null;
  /** A MAF holds many tumours; rows of this one are read. */
  readonly tumorSample?: string | null;
}

/** Decompressed bytes of VCF text, in order. */
export interface VcfText {
  readonly format: VariantFormat;
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Where a line of the text comes from, once; null: from the same line of the file. */
  takeOrigin(textLine: number): RowOrigin | null;
}

/** As far as a MAF's comments may go before its header. */
const probeSize = 1 << 16;
const vcfStart = Buffer.from('##fileformat=');

/** Whether bytes begin a VCF; a byte-order mark may stand before it. */
function beginsVcf(head: Buffer): boolean {
  const start = head[0] === 0xef ? 3 : 0;
  return head.subarray(start, start + vcfStart.length).equals(vcfStart);
}

/** The format of decompressed bytes by how they begin; anything unknown is left to the VCF reader, which says what is wrong with it. */
export function variantFormatOf(head: Buffer): VariantFormat {
  if (beginsVcf(head)) return 'VCF';
  if (isBcf(head)) return 'BCF';
  return isMaf(head) ? 'MAF' : 'VCF';
}

/** Opens a file of any of the formats and any compression. @throws CompressedBytesError, here or while the chunks are read */
export async function openVcfText(source: ByteSource, options: VcfTextOptions = {}): Promise<VcfText> {
  const { head, chunks } = await probe(decompress(source));
  const format = variantFormatOf(head);
  switch (format) {
    case 'VCF':
      return { format, chunks, takeOrigin: () => null };
    case 'BCF':
      return { format, chunks: bcfAsText(chunks), takeOrigin: () => null };
    case 'MAF': {
      const { reference = null, tumorSample = null } = options;
      const converter = new MafConverter({ file: source.name, reference, tumorSample });
      const text = mafAsText(chunks, converter, source.name);
      return { format, chunks: text, takeOrigin: (line) => converter.takeOrigin(line) };
    }
  }
}

/** The first bytes, as many as tell the format, and all chunks with them. */
async function probe(
  bytes: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<{ readonly head: Buffer; readonly chunks: AsyncIterable<Uint8Array> }> {
  const iterator = iterate(bytes);
  let head: Buffer = Buffer.alloc(0);
  while (head.length < probeSize && !isTold(head)) {
    const next = await iterator.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  return { head, chunks: joined(head, iterator) };
}

/** Whether the format is certain; a table shows its own only in the line of column names. */
function isTold(head: Buffer): boolean {
  const shortest = vcfStart.length + 3;
  return head.length >= shortest && (beginsVcf(head) || isBcf(head) || hasWholeContentLine(head));
}

function hasWholeContentLine(head: Buffer): boolean {
  const lines = withoutMark(head.toString('utf8')).split('\n').slice(0, -1);
  return lines.some((line) => line.trim() !== '' && !line.startsWith('#'));
}

async function* iterate(bytes: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* bytes;
}

async function* joined(head: Buffer, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}
