/** What an annotator says of one variant on one transcript, in words that all of them share. */

/** Effects from the most to the least severe; an answer's class is the first that its terms name. */
export const effectClasses = [
  'splice',
  'start_lost',
  'stop_gained',
  'stop_lost',
  'frameshift',
  'inframe',
  'missense',
  'coding',
  'synonymous',
  'utr5',
  'utr3',
  'non_coding',
  'intron',
  'none',
] as const;
export type EffectClass = (typeof effectClasses)[number];

/**
 * Class of each term. Sequence Ontology terms as VEP and snpEff spell them without `_variant`, those of bcftools csq, and varcode's classes.
 * Terms that say where, not what (splice_region, feature_truncation, NMD_transcript …), have none.
 */
const classOfTerm: Readonly<Record<string, EffectClass>> = {
  transcript_ablation: 'splice',
  splice_acceptor: 'splice',
  splice_donor: 'splice',
  exon_loss: 'splice',
  start_lost: 'start_lost',
  initiator_codon: 'start_lost',
  stop_gained: 'stop_gained',
  stop_lost: 'stop_lost',
  frameshift: 'frameshift',
  inframe_insertion: 'inframe',
  inframe_deletion: 'inframe',
  inframe_altering: 'inframe',
  protein_altering: 'inframe',
  conservative_inframe_insertion: 'inframe',
  conservative_inframe_deletion: 'inframe',
  disruptive_inframe_insertion: 'inframe',
  disruptive_inframe_deletion: 'inframe',
  missense: 'missense',
  coding_sequence: 'coding',
  incomplete_terminal_codon: 'coding',
  synonymous: 'synonymous',
  start_retained: 'synonymous',
  stop_retained: 'synonymous',
  '5_prime_UTR': 'utr5',
  '5_prime_utr': 'utr5',
  '5_prime_UTR_truncation': 'utr5',
  '5_prime_UTR_premature_start_codon_gain': 'utr5',
  '3_prime_UTR': 'utr3',
  '3_prime_utr': 'utr3',
  '3_prime_UTR_truncation': 'utr3',
  non_coding: 'non_coding',
  non_coding_transcript_exon: 'non_coding',
  non_coding_transcript: 'intron',
  intron: 'intron',
};

/** A protein as an annotator gives it. */
export interface ProteinClaim {
  /** Residues from the first on; without the stop. */
  readonly residues: string;
  /** Whether that is all of it: csq ends where the CDS does, even if no stop was read. */
  readonly isWhole: boolean;
  /** null: not said. */
  readonly isStopRead: boolean | null;
}

export interface Answer {
  readonly class: EffectClass;
  readonly terms: readonly string[];
  /** null: not given. */
  readonly protein: ProteinClaim | null;
  /** What the tool wrote, for people. */
  readonly text: string;
  readonly hgvsC: string | null;
  readonly hgvsP: string | null;
}

/** The most severe class that the terms name; 'none' where they name none. */
export function classOf(terms: readonly string[]): EffectClass {
  const named = new Set(terms.map((term) => classOfTerm[term.replace(/_variant$/, '')]));
  return effectClasses.find((each) => named.has(each)) ?? 'none';
}

/** Answers by variant name and transcript. */
export type Answers = ReadonlyMap<string, Answer>;

export function answerKey(variant: string, transcript: string): string {
  return `${variant} ${transcript.replace(/\.\d+$/, '')}`;
}

/** Whether two claims can both be true. */
export function isSameProtein(a: ProteinClaim, b: ProteinClaim): boolean {
  if (a.isWhole && b.isWhole) {
    if (a.residues !== b.residues) return false;
    return a.isStopRead === null || b.isStopRead === null || a.isStopRead === b.isStopRead;
  }
  if (a.isWhole) return a.residues.startsWith(b.residues);
  if (b.isWhole) return b.residues.startsWith(a.residues);
  return a.residues.startsWith(b.residues) || b.residues.startsWith(a.residues);
}
