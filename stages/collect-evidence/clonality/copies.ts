/** Copies of a place in tumour and normal cells. */

import { contigKey } from '../../shared/reference-bundle/contig-names.js';
import type { CopyNumberTable } from '../copy-number/index.js';
import { isPseudoautosomal } from './pseudoautosomal.js';

export type Sex = 'female' | 'male';

interface Place {
  readonly chrom: string;
  /** 1-based. */
  readonly position: number;
}

/** Copies of a place in a normal cell: 2; of X and Y in males 1, but where X and Y are the same. null: not known. */
export function normalCopiesAt(
  { chrom, position }: Place,
  { sex, build }: { readonly sex: Sex | null; readonly build: string | null },
): number | null {
  const key = contigKey(chrom, '');
  if (key === 'MT') return null;
  if ((key !== 'X' && key !== 'Y') || isPseudoautosomal(key, position, build)) return 2;
  if (key === 'Y') return sex === 'female' ? null : 1;
  if (sex === null) return null;
  return sex === 'male' ? 1 : 2;
}

interface TumorCopies {
  /** null: not known. */
  readonly copies: number | null;
  /** Where the number is from, or why there is none. */
  readonly source: string;
}

/**
 * Copies of a place in a tumour cell by the table. CNVkit's plain segments hold log2 of tumour over normal depth r, which gives
 * (CN_n·2^r − CN_n·(1−p))/p copies (CNVkit, cnvlib.call, doi:10.1371/journal.pcbi.1004873), not rounded, at least 0.
 */
export function tumorCopiesAt(
  table: CopyNumberTable,
  place: Place,
  { purity, normalCopies }: { readonly purity: number | null; readonly normalCopies: number | null },
): TumorCopies {
  const segment = table.at(place.chrom, place.position);
  if (segment === null) return { copies: null, source: `copy number: ${table.tool} has no segment here` };
  const { copies } = segment;
  if (copies === null) return { copies: null, source: `copy number: ${table.tool} does not know it here` };
  if (copies.kind === 'total') return { copies: copies.total, source: `copy number: ${table.tool}` };
  if (purity === null || normalCopies === null) {
    return { copies: null, source: `copy number: ${table.tool}'s log2 is no copy number without the purity` };
  }
  const total = (normalCopies * 2 ** copies.log2 - normalCopies * (1 - purity)) / purity;
  return {
    copies: Number(Math.max(0, total).toFixed(4)),
    source: `copy number: ${table.tool}, from log2 and purity`,
  };
}
