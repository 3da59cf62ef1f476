import { startOfPosition } from '../../../../schemas/coordinates.js';
import type { OmissionCode } from '../../../../schemas/omissions.js';
import type { ReferenceBundle } from '../../../../schemas/reference.js';
import type { BrokenEnd } from './breakend.js';

export type PlacedEnd =
  | { readonly kind: 'placed'; readonly end: BrokenEnd; readonly base: string }
  | { readonly kind: 'omitted'; readonly code: OmissionCode; readonly reason: string };

/** The end on the reference's contig with the base that stands there; as it is, with base N, where there is no reference. */
export function placeOn(reference: ReferenceBundle | null, { chrom, position, keeps }: BrokenEnd): PlacedEnd {
  if (reference === null) return { kind: 'placed', end: { chrom, position, keeps }, base: 'N' };
  const contig = reference.resolveContig(chrom);
  if (contig === null) {
    const reason = `the reference ${reference.summary.name} has no contig '${chrom}'`;
    return { kind: 'omitted', code: 'CONTIG_UNKNOWN', reason };
  }
  if (position > contig.length) {
    const reason = `position ${position} is past the end of ${contig.name}, which has ${contig.length} bases`;
    return { kind: 'omitted', code: 'POSITION_OUT_OF_RANGE', reason };
  }
  const start = startOfPosition(position);
  const base = reference.sequence(contig.name, start, start + 1) || 'N';
  return { kind: 'placed', end: { chrom: contig.name, position, keeps }, base };
}
