import type { Consequence, Evidence } from '../../schemas/rows.js';
import { withoutVersion } from '../shared/without-version.js';

/** Gene expression where known, else the sum over the transcripts that carry the peptide; null: unknown, never 0. */
export function expressionOf(
  transcript: Consequence,
  carriers: ReadonlySet<string>,
  measured: Evidence,
): { readonly tpm: number | null; readonly level: 'transcript' | 'gene' | null } {
  const gene = measured.geneTpm[withoutVersion(transcript.geneId)] ?? measured.geneTpm[transcript.gene];
  if (gene !== undefined) return { tpm: gene, level: 'gene' };
  const values = [...carriers].flatMap((id) => measured.transcriptTpm[withoutVersion(id)] ?? []);
  if (values.length === 0) return { tpm: null, level: null };
  return { tpm: Number(values.reduce((sum, value) => sum + value, 0).toPrecision(6)), level: 'transcript' };
}

/** TPM × RNA variant allele fraction; of a protein that no variant makes (viral, reactivated) every transcript counts. null: unknown, never 0. */
export function alleleExpressionOf(
  { source }: Pick<Consequence, 'source'>,
  tpm: number | null,
  rnaVaf: number | null,
): number | null {
  const mutantShare = source === 'fasta' ? 1 : rnaVaf;
  return tpm === null || mutantShare === null ? null : Number((tpm * mutantShare).toFixed(3));
}
