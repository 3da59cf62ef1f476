/** The bundle file's layout, shared by writer and reader; described in docs/reference-bundle.md. */
import { z } from 'zod';

/** Like PNG's signature: CR LF and the DOS end-of-file byte make text-mode transfers visible at once. */
export const magic = Uint8Array.from([0x41, 0x47, 0x52, 0x45, 0x46, 0x0d, 0x0a, 0x1a]);
export const formatVersion = 1;
/** magic 8 · format version u32 · table-of-contents length u32 · its SHA-256, 32 bytes · zeros. */
export const headerLength = 64;
/** 1 MiB: small enough that one look-up reads little, large enough that a genome's digests fit in 60 KB. */
export const blockLength = 1 << 20;
/** Marks "none" in a u32 column. */
export const none = 0xffffffff;

/** Every section and the type of its elements. `…First` columns have one entry more than rows: the end of the last. */
export const sectionTypes = {
  'strings.first': 'u32',
  'strings.bytes': 'u8',
  'contigs.spanFirst': 'u32',
  'contigs.exceptionFirst': 'u32',
  'contigs.transcriptFirst': 'u32',
  'spans.start': 'u32',
  'spans.end': 'u32',
  'spans.byte': 'f64',
  'exceptions.start': 'u32',
  'exceptions.end': 'u32',
  'exceptions.letter': 'u8',
  'genes.id': 'u32',
  'genes.name': 'u32',
  'transcripts.id': 'u32',
  'transcripts.gene': 'u32',
  'transcripts.start': 'u32',
  'transcripts.end': 'u32',
  'transcripts.subtreeEnd': 'u32',
  'transcripts.flags': 'u32',
  'transcripts.biotype': 'u32',
  'transcripts.cdsStart': 'u32',
  'transcripts.cdsEnd': 'u32',
  'transcripts.proteinId': 'u32',
  'transcripts.protein': 'u32',
  'transcripts.appris': 'u32',
  'transcripts.tagSet': 'u32',
  'transcripts.exonFirst': 'u32',
  'exons.start': 'u32',
  'exons.end': 'u32',
  'tagSets.first': 'u32',
  'tagSets.tag': 'u32',
  'selenocysteines.transcript': 'u32',
  'selenocysteines.offset': 'u32',
  'ids.slots': 'u32',
  'proteins.first': 'u32',
  'proteins.transcript': 'u32',
  'proteins.residues': 'u8',
  sequence: 'u8',
} as const;

export type SectionName = keyof typeof sectionTypes;
export const elementBytes = { u8: 1, u32: 4, f64: 8 } as const;

export function isSectionName(text: string): text is SectionName {
  return Object.hasOwn(sectionTypes, text);
}
export const sectionNames: readonly SectionName[] = Object.keys(sectionTypes).filter(isSectionName);

/** Bits of transcripts.flags. */
export const flag = {
  reverse: 1,
  coding: 2,
  startComplete: 4,
  endComplete: 8,
  mitochondrial: 16,
  maneSelect: 32,
  manePlusClinical: 64,
  canonical: 128,
} as const;
/** Two bits: CDS phase 0-2. */
export const phaseShift = 8;
/** Three bits: transcript support level 1-5, 0 not given. */
export const supportLevelShift = 10;

const count = z.number().int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const tableOfContentsSchema = z.object({
  format: z.literal('antigraph-reference'),
  formatVersion: z.literal(formatVersion),
  name: z.string(),
  build: z.string(),
  geneCount: count,
  transcriptCount: count,
  codingTranscriptCount: count,
  sources: z.array(z.object({ file: z.string(), sha256, role: z.enum(['annotation', 'sequence']) })),
  contigs: z.array(z.object({ name: z.string(), length: count })),
  /** Bytes after header, table of contents and padding. */
  sizeBytes: count,
  blockLength: z.literal(blockLength),
  sections: z.array(
    z.object({ name: z.string(), type: z.enum(['u8', 'u32', 'f64']), offset: count, sizeBytes: count }),
  ),
  /** SHA-256 of each block, in order. */
  blocks: z.array(sha256),
});
export type TableOfContents = z.infer<typeof tableOfContentsSchema>;

/** The next multiple of 8. */
export function align8(offset: number): number {
  return Math.ceil(offset / 8) * 8;
}
