/** Sequence features of a class I peptide: what faces the T cell, and whether the mutation lies in an anchor. */

/** Kyte & Doolittle 1982, doi:10.1016/0022-2836(82)90515-0, table 2. */
const hydropathy: Readonly<Record<string, number>> = {
  A: 1.8,
  R: -4.5,
  N: -3.5,
  D: -3.5,
  C: 2.5,
  Q: -3.5,
  E: -3.5,
  G: -0.4,
  H: -3.2,
  I: 4.5,
  L: 3.8,
  K: -3.9,
  M: 1.9,
  F: 2.8,
  P: -1.6,
  S: -0.8,
  T: -0.7,
  W: -0.9,
  Y: -1.3,
  V: 4.2,
};

/** Residues that face the T-cell receptor: position 4 to the last but one (Chowell 2015, doi:10.1073/pnas.1500973112). */
function coreOf(peptide: string): string {
  return peptide.slice(3, -1);
}

/** Mean Kyte-Doolittle hydropathy of the core; higher is more hydrophobic. */
export function coreHydropathy(peptide: string): number {
  return hydropathyOf(coreOf(peptide));
}

/** Mean Kyte-Doolittle hydropathy of residues; higher is more hydrophobic. */
export function hydropathyOf(residues: string): number {
  const sum = [...residues].reduce((total, residue) => total + (hydropathy[residue] ?? 0), 0);
  return residues.length === 0 ? 0 : Number((sum / residues.length).toFixed(4));
}

/** Fraction of F, W and Y in the core. */
export function aromaticFraction(peptide: string): number {
  return aromaticFractionOf(coreOf(peptide));
}

/** Fraction of F, W and Y among residues. */
export function aromaticFractionOf(residues: string): number {
  return residues.length === 0
    ? 0
    : Number((residues.replace(/[^FWY]/g, '').length / residues.length).toFixed(4));
}

/** Affinity below which a peptide counts as bound (the threshold of pVACseq 7.1.5 and of Sette 1994, doi:10.4049/jimmunol.153.12.5586). */
const boundNm = 500;

/** Positions 1, 2, L−1 and L, 0-based (pVACseq's default). */
export function defaultAnchorOffsets(length: number): readonly number[] {
  return [0, 1, length - 2, length - 1];
}

export type AnchorClass = 'non_anchor' | 'anchor_new' | 'anchor_shared' | 'unknown';

/**
 * Where the mutation lies. At most two mutated residues, all in anchors, leave the face to the T cell as in the wild type: a new antigen only
 * if the wild type does not bind (the rule of pVACseq 7.1.5).
 */
export function anchorClass(options: {
  readonly length: number;
  /** Of the allele, 0-based; absent: positions 1, 2, L−1 and L. */
  readonly anchorOffsets?: readonly number[];
  readonly mutatedOffsets: readonly number[];
  readonly wildtypePeptide: string | null;
  readonly wildtypeAffinityNm: number | null;
}): AnchorClass {
  const { length, mutatedOffsets, wildtypePeptide, wildtypeAffinityNm } = options;
  const anchorOffsets = options.anchorOffsets ?? defaultAnchorOffsets(length);
  const areAllAnchors =
    mutatedOffsets.length > 0 &&
    mutatedOffsets.length <= 2 &&
    mutatedOffsets.every((offset) => anchorOffsets.includes(offset));
  if (!areAllAnchors) return 'non_anchor';
  if (wildtypePeptide === null || wildtypeAffinityNm === null) return 'unknown';
  return wildtypeAffinityNm < boundNm ? 'anchor_shared' : 'anchor_new';
}
