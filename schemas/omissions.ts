import { z } from 'zod';

/**
 * Why something was left out. Each code has an entry in docs/errors.md (section Omissions).
 * An omission is never an error: it is counted in the ledger, which must balance (in = kept + omitted).
 */
export const omissionCodes = [
  // parse-variants
  'FILTERED', // FILTER column is not PASS under the policy in force
  'ALLELE_SYMBOLIC', // <DEL>, <INS> …
  'ALLELE_SPANNING_DELETION', // ALT *
  'ALLELE_BREAKEND', // ALT G]17:198982]
  'ALLELE_MISSING', // ALT . or empty
  'ALLELE_IUPAC', // REF/ALT letters beyond ACGT
  'ALLELE_EQUALS_REF',
  'RECORD_MALFORMED', // one odd line; counted, never the end of the run
  'REF_MISMATCH', // REF differs from the reference
  'CONTIG_UNKNOWN', // contig absent from the reference
  'POSITION_OUT_OF_RANGE',
  'NOT_IN_TUMOR', // tumour genotype called without this allele
  'DUPLICATE_ALLELE', // same normalised allele seen on an earlier line
  // annotate-consequences
  'INTERGENIC', // no transcript overlaps
  'NOT_CODING', // intronic, UTR, non-coding transcript
  'SYNONYMOUS', // protein unchanged
  'NO_ANNOTATION', // --use-csq, record carries no CSQ
  'TRANSCRIPT_REFERENCE_MISMATCH', // the annotation's amino acids contradict the protein
  'CDS_INCOMPLETE',
  'CDS_INVALID', // internal stop, length, no phase
  'SPLICE_ALTERED', // consequence on the protein cannot be stated
  'START_LOST',
  'PROTEIN_UNKNOWN', // annotation names a change but no sequence can be had
  'PHASE_UNKNOWN', // one possibility of several: whether the neighbours lie on one molecule is not known
  'JUNCTION_KNOWN', // a splice junction that the annotation has: part of self
  'EVENT_UNRESOLVED', // a breakpoint or junction lies in no transcript of the reference
  'PARTNER_NOT_CODING', // a fusion without a coding start, or broken before it
  'TRANSCRIPT_UNKNOWN', // the annotation's transcript is not in the reference
  // generate-peptides
  'NO_NOVEL_PEPTIDE', // protein changed but every window occurs in the wild-type protein (e.g. truncation)
  'SELF_PEPTIDE', // occurs in the reference proteome
  'PEPTIDE_UNUSABLE', // contains X, *, or another letter no predictor takes
  // predict-binding, compute-features
  'NOT_PREDICTED',
  'NOT_PRESENTED', // no allele under the candidate limits
  'CLASS_TWO_ALONE', // its new peptides are of class II lengths alone, and candidates are class I pairs
  // rank-candidates, select-shortlist
  'GATED',
  'BEYOND_SHORTLIST',
  'REVIEWER_REJECTED', // a reviewer's decision keeps it off the shortlist
  // design-construct
  'SEAMS_UNKNOWN', // no mRNA was designed: the predictor knows no peptide of a seam
] as const;

export const omissionCodeSchema = z.enum(omissionCodes);
export type OmissionCode = z.infer<typeof omissionCodeSchema>;

/**
 * One thing left out. `scope` says of what kind:
 * - 'allele': the whole input allele leaves the run here. Every stage gives exactly one of these for
 *   each incoming allele of which nothing remains in its main output, so the ledger balances per stage.
 * - 'item': part of an allele (a transcript, a peptide); `count` may bundle equal ones.
 */
export const omissionSchema = z.object({
  scope: z.enum(['allele', 'item']),
  /** The allele as the file wrote it, chrom:pos:ref:alt; '' for an item that belongs to no single allele. */
  input: z.string(),
  /** 1-based ordinal of the allele in the file (record order, then ALT order); 0 where it does not apply. */
  alleleOrdinal: z.number().int().nonnegative(),
  /** Transcript, peptide … or '' for the allele itself. */
  subject: z.string(),
  code: omissionCodeSchema,
  reason: z.string(),
  count: z.number().int().positive(),
});
export type Omission = z.infer<typeof omissionSchema>;
