/** What a peptide's own residues say, beside its wild type's, known epitopes and the proteome. */
import type { FeatureRow } from '../../schemas/candidates.js';
import type { ReferenceBundle } from '../../schemas/reference.js';
import { likenessToEpitopes } from './likeness/known-epitopes.js';
import { dissimilarityToSelf } from './likeness/self-likeness.js';
import { class1Immunogenicity } from './neoantigen-scores/immunogenicity.js';
import { blosum62Kernel, selfSimilarity } from './neoantigen-scores/self-similarity.js';

export type SequenceScores = (
  peptide: string,
  wildtypePeptide: string | null,
  allele: string,
) => Pick<FeatureRow, 'foreignness' | 'dissimilarity' | 'selfSimilarity' | 'immunogenicity'>;

/** Asks for a peptide's likeness once, whatever the number of alleles and variants it is of; the proteome is read at the first question. */
export function sequenceScores(
  epitopes: readonly string[] | null,
  reference: ReferenceBundle | null,
): SequenceScores {
  const foreignness = epitopes === null ? () => null : onceEach(likenessToEpitopes(epitopes));
  const dissimilarity = reference === null ? () => null : onceEach(dissimilarityTo(reference));
  return (peptide, wildtypePeptide, allele) => ({
    foreignness: rounded(foreignness(peptide, null), 4),
    dissimilarity: dissimilarity(peptide, wildtypePeptide),
    selfSimilarity:
      wildtypePeptide === null ? null : rounded(selfSimilarity(peptide, wildtypePeptide, blosum62Kernel), 5),
    immunogenicity: rounded(class1Immunogenicity(peptide, allele), 5),
  });
}

type Likeness = (peptide: string, wildtype: string | null) => number | null;

function dissimilarityTo(reference: ReferenceBundle): Likeness {
  let open: Likeness | null = null;
  return (peptide, wildtype) => {
    open ??= dissimilarityToSelf(selfProteins(reference));
    return open(peptide, wildtype);
  };
}

function* selfProteins(reference: ReferenceBundle) {
  for (const { id, geneName, sequence } of reference.proteome())
    yield { id, gene: geneName, sequence, germlineVariantIds: [] };
}

/** The wild type changes nothing but the time it takes. */
function onceEach(likeness: Likeness): Likeness {
  const known = new Map<string, number | null>();
  return (peptide, wildtype) => {
    const before = known.get(peptide);
    if (before !== undefined) return before;
    const now = likeness(peptide, wildtype);
    known.set(peptide, now);
    return now;
  };
}

function rounded(value: number | null, digits: number): number | null {
  return value === null ? null : Number(value.toPrecision(digits));
}
