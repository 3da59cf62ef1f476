import type { Evidence, ReadSupport, Variant } from '../../../schemas/rows.js';
import type { CopyNumberTable } from '../copy-number/index.js';
import { cancerCellFraction } from './cancer-cell-fraction.js';
import { normalCopiesAt, type Sex, tumorCopiesAt } from './copies.js';

export interface CloneContext {
  readonly purity: number | null;
  readonly sex: Sex | null;
  /** Of the reference; null: not known. */
  readonly build: string | null;
  readonly table: CopyNumberTable | null;
}

type CloneEvidence = Pick<
  Evidence,
  'cancerCellFraction' | 'cancerCellFractionInterval' | 'clonality' | 'tumorCopies' | 'normalCopies'
>;

const unknownClone = { cancerCellFraction: null, cancerCellFractionInterval: null, clonality: null };

/** Copies and cancer cell fraction of a variant, and in words what they rest on; nothing is said where nothing was asked for. */
export function cloneOf(
  variant: Variant,
  { purity, sex, build, table }: CloneContext,
): { readonly clone: CloneEvidence; readonly sources: readonly string[] } {
  // A fusion, junction or protein has no reads of DNA that a share of cells could be told from.
  if (variant.event !== null) {
    return { clone: { ...unknownClone, tumorCopies: null, normalCopies: null }, sources: [] };
  }
  const normalCopies = normalCopiesAt(variant, { sex, build });
  const measured = table === null ? null : tumorCopiesAt(table, variant, { purity, normalCopies });
  const copies = { tumorCopies: measured?.copies ?? null, normalCopies };
  const vaf = variant.tumor?.variantAlleleFraction ?? null;
  const sources = measured === null ? [] : [measured.source];
  if (vaf === null || purity === null) return { clone: { ...unknownClone, ...copies }, sources };
  if (normalCopies === null) {
    const source = `cancer cell fraction: copies of ${variant.chrom} in a normal cell are not known`;
    return { clone: { ...unknownClone, ...copies }, sources: [...sources, source] };
  }
  if (measured !== null && measured.copies === null)
    return { clone: { ...unknownClone, ...copies }, sources };
  if (measured?.copies === 0) {
    const source = 'cancer cell fraction: no copy is left to carry the mutation';
    return { clone: { ...unknownClone, ...copies }, sources: [...sources, source] };
  }
  // Without a table a tumour cell is taken to have as many copies as a normal one.
  const tumorCopies = measured?.copies ?? normalCopies;
  const found = cancerCellFraction({
    vaf,
    purity,
    tumorCopies,
    normalCopies,
    depth: readsBehind(variant.tumor),
  });
  return {
    clone: {
      cancerCellFraction: found.fraction,
      cancerCellFractionInterval: found.interval === null ? null : [...found.interval],
      clonality: found.clonality,
      ...copies,
    },
    sources: measured === null ? [`copy number: ${normalCopies} assumed`] : sources,
  };
}

/** Reads that the fraction is of: those counted for REF and ALTs, else the depth, which reads of neither are part of. */
function readsBehind(tumor: ReadSupport | null): number | null {
  if (tumor === null) return null;
  const { altReads, variantAlleleFraction: vaf, depth } = tumor;
  if (altReads !== null && altReads > 0 && vaf !== null && vaf > 0) return Math.round(altReads / vaf);
  return depth;
}
