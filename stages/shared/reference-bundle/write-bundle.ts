/** Serialises a bundle: header, table of contents with a digest per block, sections. */
import { createHash, type Hash } from 'node:crypto';
import type { Contig, ReferenceSummary } from '../../../schemas/reference.js';
import {
  align8,
  blockLength,
  formatVersion,
  headerLength,
  magic,
  type SectionName,
  sectionNames,
  sectionTypes,
  type TableOfContents,
} from './layout.js';

export type SectionChunks = Readonly<Record<SectionName, readonly Uint8Array[]>>;

/** A typed column's bytes, shared with it. Columns are little-endian, as every platform of Node but s390x is. */
export function columnBytes(column: Uint8Array | Uint32Array | Float64Array): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}

function* sectionStream(sections: SectionChunks): Iterable<Uint8Array> {
  for (const name of sectionNames) {
    let length = 0;
    for (const chunk of sections[name]) {
      length += chunk.length;
      yield chunk;
    }
    if (length !== align8(length)) yield new Uint8Array(align8(length) - length);
  }
}

function blockDigests(sections: SectionChunks): string[] {
  const digests: string[] = [];
  let hash: Hash = createHash('sha256');
  let filled = 0;
  for (const chunk of sectionStream(sections)) {
    for (let offset = 0; offset < chunk.length; ) {
      const part = chunk.subarray(offset, offset + blockLength - filled);
      hash.update(part);
      offset += part.length;
      filled += part.length;
      if (filled === blockLength) {
        digests.push(hash.digest('hex'));
        hash = createHash('sha256');
        filled = 0;
      }
    }
  }
  if (filled > 0) digests.push(hash.digest('hex'));
  return digests;
}

/** The whole file as chunks, in order. Same sections and summary give the same bytes. */
export function* serialiseBundle(
  summary: Omit<ReferenceSummary, 'formatVersion'> & { readonly contigs: readonly Contig[] },
  sections: SectionChunks,
): Iterable<Uint8Array> {
  let offset = 0;
  const entries = sectionNames.map((name) => {
    const sizeBytes = sections[name].reduce((total, chunk) => total + chunk.length, 0);
    const entry = { name, type: sectionTypes[name], offset, sizeBytes };
    offset = align8(offset + sizeBytes);
    return entry;
  });
  const contents: TableOfContents = {
    format: 'antigraph-reference',
    formatVersion,
    name: summary.name,
    build: summary.build,
    geneCount: summary.geneCount,
    transcriptCount: summary.transcriptCount,
    codingTranscriptCount: summary.codingTranscriptCount,
    sources: summary.sources.map(({ file, sha256, role }) => ({ file, sha256, role })),
    contigs: summary.contigs.map(({ name, length }) => ({ name, length })),
    sizeBytes: offset,
    blockLength,
    sections: entries,
    blocks: blockDigests(sections),
  };
  const text = new TextEncoder().encode(JSON.stringify(contents));
  const head = new Uint8Array(align8(headerLength + text.length));
  head.set(magic);
  const view = new DataView(head.buffer);
  view.setUint32(8, formatVersion, true);
  view.setUint32(12, text.length, true);
  head.set(createHash('sha256').update(text).digest(), 16);
  head.set(text, headerLength);
  yield head;
  yield* sectionStream(sections);
}

/** Joins chunks into one array: for bundles that fit in memory. */
export function joinChunks(chunks: Iterable<Uint8Array>): Uint8Array {
  const list = [...chunks];
  const joined = new Uint8Array(list.reduce((total, chunk) => total + chunk.length, 0));
  let offset = 0;
  for (const chunk of list) {
    joined.set(chunk, offset);
    offset += chunk.length;
  }
  return joined;
}
