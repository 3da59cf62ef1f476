import type { FeatureRow } from '../../schemas/candidates.js';
import type { Anchors } from '../../schemas/rows.js';
import { defaultAnchorOffsets } from './core-features.js';

/** Anchors of an allele at a length, and where they are from. */
export type AnchorPositions = (
  allele: string,
  length: number,
) => Pick<FeatureRow, 'anchorOffsets' | 'anchorSource'>;

/** The allele's own anchors where they were found; else positions 1, 2, L−1 and L. */
export function anchorPositions({ positions }: Anchors): AnchorPositions {
  const known = new Map(
    positions.map(({ allele, length, anchorOffsets }) => [`${allele} ${length}`, anchorOffsets]),
  );
  return (allele, length) => {
    const anchorOffsets = known.get(`${allele} ${length}`);
    return anchorOffsets === undefined
      ? { anchorOffsets: [...defaultAnchorOffsets(length)], anchorSource: 'default' }
      : { anchorOffsets, anchorSource: 'model' };
  };
}
