/** Class I immunogenicity of a peptide from its residues (Calis 2013, doi:10.1371/journal.pcbi.1003266). */

/** Log enrichment of each residue in immunogenic over non-immunogenic peptides (its table 1). */
const enrichment: Readonly<Record<string, number>> = {
  A: 0.127,
  C: -0.175,
  D: 0.072,
  E: 0.325,
  F: 0.38,
  G: 0.11,
  H: 0.105,
  I: 0.432,
  K: -0.7,
  L: -0.036,
  M: -0.57,
  N: -0.021,
  P: -0.036,
  Q: -0.376,
  R: 0.168,
  S: -0.537,
  T: 0.126,
  V: 0.134,
  W: 0.719,
  Y: -0.012,
};

/** Importance of positions 1 to 9. */
const importance = [0, 0, 0.1, 0.31, 0.3, 0.29, 0.26, 0.18, 0];
/** Positions in the middle of peptides longer than nine. */
const middleImportance = 0.3;

/**
 * Positions masked for the alleles that the IEDB's tool of the paper lists. They are counted from the start, so position 9 of an
 * eight-residue peptide masks nothing; for other alleles positions 1, 2 and the last are masked.
 */
const listedAnchors: Readonly<Record<string, string>> = {
  '1,2,9':
    'A*02:01 A*02:02 A*02:03 A*02:06 A*02:11 A*03:01 A*11:01 A*26:01 A*31:01 A*32:01 A*33:01 A*68:01 A*68:02 A*69:01 B*07:02 B*15:01 B*15:02 B*18:01 B*35:01 B*39:01 B*40:01 B*40:02 B*45:01 B*46:01 B*51:01 B*53:01 B*54:01 B*57:01 B*58:01',
  '2,3,9': 'A*01:01 B*27:05 B*44:02 B*44:03',
  '2,7,9': 'A*23:01 A*24:02 A*29:02 A*30:02',
  '1,3,9': 'A*30:01',
  '2,5,9': 'B*08:01',
};
const anchorsOfAllele: ReadonlyMap<string, readonly number[]> = new Map(
  Object.entries(listedAnchors).flatMap(([positions, alleles]) =>
    alleles
      .split(' ')
      .map((allele): [string, readonly number[]] => [`HLA-${allele}`, positions.split(',').map(Number)]),
  ),
);

/** The shortest class I ligands. */
const shortest = 8;

/** Sum of enrichment × importance over positions that are no anchors of the allele; higher is more immunogenic. null: shorter than eight, or a residue without a value. */
export function class1Immunogenicity(peptide: string, allele: string): number | null {
  if (peptide.length < shortest) return null;
  const weights = importanceOf(peptide.length);
  const anchors = anchorsOfAllele.get(allele) ?? [1, 2, peptide.length];
  let sum = 0;
  for (const [offset, residue] of [...peptide].entries()) {
    const value = enrichment[residue];
    if (value === undefined) return null;
    if (!anchors.includes(offset + 1)) sum += value * (weights[offset] ?? 0);
  }
  return sum;
}

function importanceOf(length: number): readonly number[] {
  const added = Math.max(0, length - importance.length);
  return [...importance.slice(0, 5), ...Array<number>(added).fill(middleImportance), ...importance.slice(5)];
}
