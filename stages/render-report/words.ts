/** The report's words for tiers, stages and omission codes. */
import type { FeatureRow, Tier } from '../../schemas/candidates.js';
import type { OmissionCode } from '../../schemas/omissions.js';

/** Tiers that fail for the same kind of reason share a colour and a mark. */
export type TierFamily = 'pass' | 'binding' | 'evidence' | 'identity' | 'poor';

interface TierWords {
  readonly family: TierFamily;
  readonly label: string;
  readonly meaning: string;
}

export const tierWords: Readonly<Record<Tier, TierWords>> = {
  Pass: { family: 'pass', label: 'Pass', meaning: 'fails no criterion' },
  PoorBinder: { family: 'binding', label: 'Poor binder', meaning: 'only HLA binding falls short' },
  PoorImmunogenicity: {
    family: 'binding',
    label: 'Poor immunogenicity',
    meaning: 'only the immunogenicity score falls short',
  },
  PoorPresentation: {
    family: 'binding',
    label: 'Poor presentation',
    meaning: 'only the presentation score falls short',
  },
  RefMatch: {
    family: 'identity',
    label: 'Self match',
    meaning: 'the peptide occurs in the reference proteome',
  },
  PoorTranscript: {
    family: 'identity',
    label: 'Poor transcript',
    meaning: 'the transcript is neither MANE Select, canonical nor well supported',
  },
  LowExpr: { family: 'evidence', label: 'Low expression', meaning: 'expressed, but below the threshold' },
  Anchor: {
    family: 'identity',
    label: 'Anchor',
    meaning:
      'mutated only in anchor residues while the wild type binds as well: little for a T cell to tell apart',
  },
  Subclonal: { family: 'evidence', label: 'Subclonal', meaning: 'present in only part of the tumour' },
  ProbPos: {
    family: 'identity',
    label: 'Problematic position',
    meaning: 'a residue that hinders manufacture',
  },
  Poor: { family: 'poor', label: 'Poor', meaning: 'more than one criterion fails' },
  NoExpr: { family: 'evidence', label: 'Not expressed', meaning: 'no RNA evidence for the mutation' },
};

export const familyWords: Readonly<Record<TierFamily, string>> = {
  pass: 'passes',
  binding: 'binding falls short',
  evidence: 'expression or clonality falls short',
  identity: 'sequence or transcript in doubt',
  poor: 'several criteria fail',
};

/** What having passed a stage means, in the funnel's words. */
export const stageWords: Readonly<Record<string, string>> = {
  'parse-variants': 'read and accepted',
  'annotate-consequences': 'change a known protein',
  'generate-peptides': 'give novel peptides',
  'predict-binding': 'scored against the genotype',
  'compute-features': 'give candidate peptides',
  'rank-candidates': 'ranked',
  'select-shortlist': 'shortlisted',
};

export const omissionWords: Readonly<Record<OmissionCode, string>> = {
  FILTERED: 'the caller’s filter did not pass it',
  ALLELE_SYMBOLIC: 'symbolic allele that says neither a sequence nor one joint',
  ALLELE_SPANNING_DELETION: 'marks a deletion that begins upstream (*)',
  ALLELE_BREAKEND: 'breakend whose mate is not known, or without a reference to join it on',
  ALLELE_MISSING: 'no alternative allele is given',
  ALLELE_IUPAC: 'holds letters other than A, C, G, T',
  ALLELE_EQUALS_REF: 'the alternative equals the reference',
  RECORD_MALFORMED: 'the line cannot be read',
  REF_MISMATCH: 'its REF differs from the reference genome',
  CONTIG_UNKNOWN: 'its contig is not in the reference',
  POSITION_OUT_OF_RANGE: 'its position lies outside the contig',
  NOT_IN_TUMOR: 'the tumour genotype does not carry it',
  DUPLICATE_ALLELE: 'the same allele stands on an earlier line',
  INTERGENIC: 'overlaps no transcript',
  NOT_CODING: 'lies outside coding sequence',
  SYNONYMOUS: 'leaves the protein unchanged',
  NO_ANNOTATION: 'the file carries no annotation for it',
  TRANSCRIPT_REFERENCE_MISMATCH: 'the annotation contradicts the protein sequence',
  CDS_INCOMPLETE: 'the transcript’s coding sequence is incomplete',
  CDS_INVALID: 'the transcript’s coding sequence cannot be translated',
  SPLICE_ALTERED: 'alters splicing: the protein cannot be stated',
  START_LOST: 'the start codon is lost: the protein cannot be stated',
  PROTEIN_UNKNOWN: 'a change is named, but no sequence can be had',
  PHASE_UNKNOWN: 'whether its neighbours lie on the same molecule is not known',
  JUNCTION_KNOWN: 'a splice junction that the annotation has: part of self',
  EVENT_UNRESOLVED: 'the place lies in no transcript of the reference',
  PARTNER_NOT_CODING: 'no coding sequence reaches the joint',
  TRANSCRIPT_UNKNOWN: 'the annotation’s transcript is not in the reference',
  NO_NOVEL_PEPTIDE: 'every peptide occurs in the wild-type protein',
  SELF_PEPTIDE: 'the peptide occurs in the reference proteome',
  PEPTIDE_UNUSABLE: 'holds a residue that no predictor takes',
  NOT_PREDICTED: 'no prediction was given',
  NOT_PRESENTED: 'bound too weakly to be presented',
  CLASS_TWO_ALONE: 'gives new peptides of class II alone',
  GATED: 'stopped by a hard gate',
  BEYOND_SHORTLIST: 'ranked, but beyond the size of the shortlist',
  REVIEWER_REJECTED: 'rejected by the reviewer',
  SEAMS_UNKNOWN: 'the predictor knows no peptide of a construct’s seams',
};

/** Antigens that no change of a sequence makes. */
const proteinWords: Readonly<Record<string, string>> = {
  foreign_gene: 'foreign protein',
  increased_gene_product_level: 'reactivated protein',
};

/** The change as a reader says it: HGVS p. without the protein's accession, with the consequence where it says nothing; else the kind of antigen. */
export function proteinChange({ hgvsP, consequence }: Pick<FeatureRow, 'hgvsP' | 'consequence'>): string {
  const [first = ''] = consequence;
  const name = hgvsP?.replace(/^[\w.]+:(?=p\.)/, '');
  if (name === 'p.?') return `p.? (${first.replaceAll('_', ' ')})`;
  if (name !== undefined) return name;
  if (consequence.includes('gene_fusion')) {
    return consequence.includes('frameshift_variant') ? 'gene fusion, out of frame' : 'gene fusion, in frame';
  }
  return proteinWords[first] ?? consequence.join(', ');
}

interface Place {
  readonly chrom: string;
  readonly position: number;
  readonly ref: string;
  readonly alt: string;
}

/** Where an antigen is from: a variant's place and alleles, the two ends of a joint, or no place at all. */
export function placeWords({ chrom, position, ref, alt }: Place): string {
  if (chrom === '.') return 'none: the protein was given as sequence';
  // Breakend notation (VCF 4.3 §5.4) names the other end between brackets.
  const mate = /[[\]](.+)[[\]]/.exec(alt)?.[1];
  return mate === undefined ? `${chrom}:${position} ${ref}>${alt}` : `${chrom}:${position} joined to ${mate}`;
}

/** A clause as a sentence: a capital at the front, a full stop at the end. */
export function sentence(clause: string): string {
  const text = clause.trim();
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return text === '' || /[.!?]$/.test(text) ? capital : `${capital}.`;
}
