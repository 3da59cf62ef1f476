/**
 * Consequence terms of the Sequence Ontology (http://www.sequenceontology.org), most severe first.
 * Order: Ensembl Variation, "Calculated variant consequences" (release 110), the order VEP sorts by. A set of terms is a bit mask:
 * sorting and combining then cost nothing, and equal sets share one array.
 */
const orderedTerms = [
  'transcript_ablation',
  'splice_acceptor_variant',
  'splice_donor_variant',
  'stop_gained',
  'frameshift_variant',
  'stop_lost',
  'start_lost',
  'inframe_insertion',
  'inframe_deletion',
  'missense_variant',
  'protein_altering_variant',
  'splice_donor_5th_base_variant',
  'splice_region_variant',
  'splice_donor_region_variant',
  'splice_polypyrimidine_tract_variant',
  'incomplete_terminal_codon_variant',
  'start_retained_variant',
  'stop_retained_variant',
  'synonymous_variant',
  'coding_sequence_variant',
  '5_prime_UTR_variant',
  '3_prime_UTR_variant',
  'non_coding_transcript_exon_variant',
  'intron_variant',
  'NMD_transcript_variant',
  'non_coding_transcript_variant',
] as const;

/** One bit per term, in the order of `orderedTerms`. */
export const so = {
  transcriptAblation: 1 << 0,
  spliceAcceptor: 1 << 1,
  spliceDonor: 1 << 2,
  stopGained: 1 << 3,
  frameshift: 1 << 4,
  stopLost: 1 << 5,
  startLost: 1 << 6,
  inframeInsertion: 1 << 7,
  inframeDeletion: 1 << 8,
  missense: 1 << 9,
  proteinAltering: 1 << 10,
  spliceDonor5thBase: 1 << 11,
  spliceRegion: 1 << 12,
  spliceDonorRegion: 1 << 13,
  splicePolypyrimidineTract: 1 << 14,
  incompleteTerminalCodon: 1 << 15,
  startRetained: 1 << 16,
  stopRetained: 1 << 17,
  synonymous: 1 << 18,
  codingSequence: 1 << 19,
  fivePrimeUtr: 1 << 20,
  threePrimeUtr: 1 << 21,
  nonCodingExon: 1 << 22,
  intron: 1 << 23,
  nmdTranscript: 1 << 24,
  nonCodingTranscript: 1 << 25,
} as const;

const termsByMask = new Map<number, string[]>();

/** The terms of a mask, most severe first. */
export function termsOf(mask: number): string[] {
  const known = termsByMask.get(mask);
  if (known !== undefined) return known;
  const terms = orderedTerms.filter((_, bit) => (mask & (1 << bit)) !== 0);
  termsByMask.set(mask, terms);
  return terms;
}
