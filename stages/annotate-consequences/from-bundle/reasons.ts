/** Sentences of statusReason, in one place so that equal cases read equal. */
export const reasonOf = {
  ablation: 'the whole transcript is deleted',
  nonCoding: 'the transcript has no coding sequence',
  codingEndsOutside: 'an end of the annotated coding sequence lies in no exon',
  intron: 'the change lies in an intron, outside the splice sites',
  utr: 'the change lies in an untranslated region',
  edge: 'the insertion lies exactly between exon and intron: whether it is spliced out cannot be told from the sequence',
  splice: 'a splice site is hit: the spliced product cannot be told from the sequence',
  transcriptEnd: 'the deletion reaches beyond an end of the transcript into the coding sequence',
  invalid: (defect: string): string => `the wild-type protein cannot be read: ${defect}`,
  startLost: 'the start codon is lost: where translation begins instead is not known',
  mateStartLost: (mate: string): string => `the start codon is lost to ${mate} on the same haplotype`,
  incomplete: 'the annotated coding sequence is incomplete where the change takes effect',
  synonymous: 'the protein is unchanged',
  nonStop: 'no stop codon is met up to the end of the transcript (non-stop)',
  mate: (mate: string, reason: string): string => `${mate} on the same haplotype: ${reason}`,
  overlap: (mate: string): string => `${mate} on the same haplotype overlaps this change and is left out`,
  matesOverlap: (one: string, other: string): string =>
    `${one} and ${other} on the same haplotype overlap each other and are left out`,
  phaseUnknown: (mates: string): string => `whether ${mates} lies on the same molecule is not known`,
  otherMolecule: 'the variant lies on both molecules, which have different neighbours',
  possibilitiesCut: (limit: number): string =>
    `further combinations are left out (maxPhasePossibilities ${limit})`,
} as const;
