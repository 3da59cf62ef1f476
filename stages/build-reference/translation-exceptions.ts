/** What RefSeq says on CDS lines about the protein: translation exceptions and open ends. */
import type { Attributes } from './attributes.js';
import type { TranscriptDraft } from './transcript-draft.js';

/** Genomic codons that transl_except reads as selenocysteine: `(pos:complement(12..14),aa:Sec)`. */
function selenocysteineCodons(exceptions: string): number[] {
  const codons: number[] = [];
  for (const exception of exceptions.matchAll(/\(pos:([^,]*),aa:Sec\)/g)) {
    for (const part of (exception[1] ?? '').matchAll(/(\d+)\.\.(\d+)/g)) {
      codons.push(Number(part[1]) - 1, Number(part[2]));
    }
  }
  return codons;
}

/**
 * Takes over, in GENCODE's words for tags, what a CDS line says (NCBI, "Annotating Genomes with GFF3 or
 * GTF files": transl_except, partial with start_range and end_range).
 */
export function applyCdsAttributes(draft: TranscriptDraft, { values }: Attributes): void {
  const exceptions = values.get('transl_except') ?? '';
  draft.selenocysteines.push(...selenocysteineCodons(exceptions));
  if (exceptions.includes('aa:Met')) draft.cdsTags.push('non_ATG_start');
  if (exceptions.includes('aa:OTHER')) draft.cdsTags.push('stop_codon_readthrough');
  const isReverse = draft.strand === '-';
  // `start_range=.,99`: the feature begins somewhere before its lowest base.
  if (values.get('start_range')?.startsWith('.') === true) {
    draft.cdsTags.push(isReverse ? 'cds_end_NF' : 'cds_start_NF');
  }
  if (values.get('end_range')?.endsWith('.') === true) {
    draft.cdsTags.push(isReverse ? 'cds_start_NF' : 'cds_end_NF');
  }
}
