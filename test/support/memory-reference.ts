import type { Contig, ReferenceBundle } from '../../schemas/reference.js';

/** A reference bundle of named sequences and nothing else: for stages that only look at bases. 'chr' prefix and M/MT are aliases. */
export function memoryReference(
  sequences: Readonly<Record<string, string>>,
  options: { readonly build?: string } = {},
): ReferenceBundle {
  const contigs: Contig[] = Object.entries(sequences).map(([name, { length }]) => ({ name, length }));
  const plain = (name: string): string => name.replace(/^chr/, '').replace(/^MT$/, 'M');
  return {
    digest: '0'.repeat(64),
    summary: {
      name: 'memory',
      build: options.build ?? 'example-1',
      formatVersion: 1,
      geneCount: 0,
      transcriptCount: 0,
      codingTranscriptCount: 0,
      sources: [],
    },
    contigs,
    resolveContig: (name) =>
      contigs.find((contig) => contig.name === name) ??
      contigs.find((contig) => plain(contig.name) === plain(name)) ??
      null,
    sequence: (contig, start, end) => (sequences[contig] ?? '').slice(Math.max(0, start), end).toUpperCase(),
    transcriptsOverlapping: () => [],
    transcriptById: () => null,
    transcripts: () => [],
    proteinOf: () => '',
    codingBases: () => 0,
    proteome: () => [],
  };
}
