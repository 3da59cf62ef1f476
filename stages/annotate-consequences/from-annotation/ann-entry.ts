/**
 * Entries of SnpEff's ANN field ("Variant annotations in VCF format", version 1.0, 2015): values separated by '|' in a fixed order, entries
 * by ',', terms joined by '&'.
 */
import { decodePercent } from '../../shared/vcf/index.js';

/** One entry; '' = empty value. */
export interface AnnEntry {
  /** The ALT as the VCF writes it. 'G-C' (against another ALT) and 'A-chr1:5_A>G' (together with another variant) are of no single allele. */
  readonly allele: string;
  readonly terms: readonly string[];
  readonly gene: string;
  readonly geneId: string;
  readonly feature: string;
  readonly isTranscript: boolean;
  readonly biotype: string;
  readonly hgvsC: string;
  readonly hgvsP: string;
  /** ERRORS / WARNINGS / INFO, e.g. 'WARNING_TRANSCRIPT_INCOMPLETE'. */
  readonly messages: readonly string[];
}

/** Values up to HGVS.p; those behind may be cut off where empty. */
const fewestValues = 11;

/** The recommended short forms of Transcript_BioType. */
const biotypes: Readonly<Record<string, string>> = { Coding: 'protein_coding' };

/** Reads one entry; null where it has too few values, as a cut line leaves it. */
export function readAnnEntry(text: string): AnnEntry | null {
  const values = text.split('|').map((value) => decodePercent(value.trim()));
  if (values.length < fewestValues) return null;
  const [allele = '', annotation = '', , geneName = '', geneId = '', type = '', feature = '', biotype = ''] =
    values;
  return {
    allele,
    terms: annotation.split('&'),
    gene: geneName || geneId,
    geneId,
    feature,
    isTranscript: type === 'transcript',
    biotype: biotypes[biotype] ?? biotype,
    hgvsC: values[9] ?? '',
    hgvsP: values[10] ?? '',
    messages: (values[15] ?? '').split('&').filter((message) => message !== ''),
  };
}
