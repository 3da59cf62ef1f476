/** The stretch of mutant protein around a mutation that a construct carries and a reader looks at. */
import type { Consequence } from '../../schemas/rows.js';
import { withoutStop } from './protein-difference.js';

/** 0-based half-open interval of the mutant protein. */
interface WindowInterval {
  readonly start: number;
  readonly end: number;
}

/**
 * Where the window of a consequence lies in its mutant protein: the altered residues with `flank` residues on either side (13 gives the
 * 27-mer with the mutation at position 14 for a single substitution), moved inwards at an end of the protein so that its length stays,
 * shorter only where the protein is. For a pure deletion `flank` residues on either side of the junction. For a frameshift `flank`
 * residues upstream and the whole novel reading frame. Null: the consequence has no mutant protein.
 */
function peptideWindowInterval(consequence: Consequence, flank: number): WindowInterval | null {
  const { mutantProtein, mutantStretch, isFrameshift } = consequence;
  if (mutantProtein === null || mutantStretch === null) return null;
  const length = withoutStop(mutantProtein).length;
  const start = mutantStretch.start - flank;
  if (isFrameshift) return { start: Math.max(0, start), end: length };
  const end = mutantStretch.end + flank;
  return {
    start: Math.max(0, start - Math.max(0, end - length)),
    end: Math.min(length, end + Math.max(0, -start)),
  };
}

/** The residues of `peptideWindowInterval`, '' where there is no mutant protein. */
export function peptideWindow(consequence: Consequence, flank: number): string {
  const interval = peptideWindowInterval(consequence, flank);
  if (interval === null || consequence.mutantProtein === null) return '';
  return consequence.mutantProtein.slice(interval.start, interval.end);
}
