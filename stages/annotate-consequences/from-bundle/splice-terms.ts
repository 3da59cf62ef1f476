/** Terms of an edit near one intron, as VEP assigns them (Ensembl Variation release 110; definitions of the Sequence Ontology). */
import { so } from './sequence-ontology.js';

/** Terms that say the splice site itself is hit: the protein cannot be stated. */
export const spliceSiteTerms = so.spliceDonor | so.spliceAcceptor;

/** Whether an edit overlaps [from, to); an insertion (start = end) if it lies strictly inside. */
function overlaps(start: number, end: number, from: number, to: number): boolean {
  return start === end ? start > from && start < to : start < to && end > from;
}

/**
 * Mask of terms. Coordinates run along the transcript from the intron's first base: start and end half-open, start = end for an
 * insertion; negative ones lie in the upstream exon, those from `length` on in the downstream one.
 * SO:0001575/0001574 the two bases at either end · SO:0001787 fifth base · SO:0002170 third to sixth · SO:0002169 third to seventeenth
 * from the 3' end · SO:0001630 one to three bases of the exon, three to eight of the intron. VEP names a more special donor term
 * instead of splice_region_variant.
 */
export function spliceTerms(length: number, start: number, end: number): number {
  if (end < -3 || start > length + 3) return 0;
  // Far from both ends, the usual case: nothing but the intron.
  if (start > 8 && end < length - 17) return so.intron;
  const isInsertion = start === end;
  // In an intron of a few bases a window ends where the intron does.
  const acceptor = Math.max(0, length - 2);
  let terms = 0;
  if (overlaps(start, end, 0, Math.min(2, length))) terms |= so.spliceDonor;
  if (overlaps(start, end, acceptor, length)) terms |= so.spliceAcceptor;
  if (overlaps(start, end, 4, Math.min(5, length))) terms |= so.spliceDonor5thBase;
  else if (terms === 0 && overlaps(start, end, 2, Math.min(6, length))) terms |= so.spliceDonorRegion;
  if (terms === 0 && isSpliceRegion(length, start, end)) terms |= so.spliceRegion;
  if (overlaps(start, end, Math.max(0, length - 17), acceptor)) terms |= so.splicePolypyrimidineTract;
  const isIntronic = isInsertion ? start >= 2 && start <= acceptor : overlaps(start, end, 2, acceptor);
  return isIntronic ? terms | so.intron : terms;
}

function isSpliceRegion(length: number, start: number, end: number): boolean {
  if (start === end && (start === 0 || start === 2 || start === length - 2 || start === length)) return true;
  return (
    overlaps(start, end, -3, 0) ||
    overlaps(start, end, 2, Math.min(8, length)) ||
    overlaps(start, end, Math.max(0, length - 8), length - 2) ||
    overlaps(start, end, length, length + 3)
  );
}
