/** Likeness to epitopes that T cells are known to recognise, by search instead of aligning every epitope. */

import { longestPeptide } from '../../shared/proteome-index/peptide-length.js';
import { pathogenRecognition, type RecognitionModel } from '../neoantigen-scores/recognition.js';
import { residueText } from './residue-text.js';
import { ungappedSearch } from './ungapped-search.js';

/** An epitope of one less adds 1e-17; TESLA counts a foreignness above 1e-16 (Wells 2020, doi:10.1016/j.cell.2020.09.015). */
const scoreOfHit = 19;

/**
 * Gives of a peptide (up to 25 residues) R over the distinct epitopes, 0-1 (Łuksza 2017, doi:10.1038/nature24473). An epitope counts by its best alignment,
 * if that scores 19 or more.
 */
export function likenessToEpitopes(
  epitopes: Iterable<string>,
  { midpoint, steepness }: RecognitionModel = pathogenRecognition,
): (peptide: string) => number {
  const starts: number[] = [];
  // As much lies between two epitopes, so that no window reaches over both.
  const gap = '-'.repeat(longestPeptide);
  let text = gap;
  for (const epitope of new Set(epitopes)) {
    starts.push(text.length);
    text += epitope + gap;
  }
  const search = ungappedSearch(residueText(Buffer.from(text, 'latin1')));
  return (peptide) => {
    const bestOf = new Map<number, number>();
    search.windowsLike(peptide, scoreOfHit, (start, score) => {
      const epitope = lastNotAbove(starts, start + peptide.length - 1);
      bestOf.set(epitope, Math.max(score, bestOf.get(epitope) ?? 0));
      return false;
    });
    let sum = 0;
    for (const score of bestOf.values()) sum += Math.exp(-steepness * (midpoint - score));
    return Number.isFinite(sum) ? sum / (1 + sum) : 1;
  };
}

/** Index of the last element that is not larger. */
function lastNotAbove(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) <= value) low = middle;
    else high = middle;
  }
  return low;
}
