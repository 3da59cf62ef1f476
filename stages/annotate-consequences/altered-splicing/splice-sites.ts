/** Which splice sites of a transcript an allele takes away. Exons are named by rank: 0-based, 5' to 3' of the transcript. */
import type { Exon } from '../../../schemas/reference.js';
import type { SpliceScore } from '../../../schemas/rows.js';
import type { ExonMap } from '../from-bundle/exon-map.js';
import type { GenomicEdit } from '../from-bundle/genomic-edit.js';
import { so } from '../from-bundle/sequence-ontology.js';
import { spliceTerms } from '../from-bundle/splice-terms.js';

export interface LostSites {
  /** Exons whose donor, at their 3' end, is lost. */
  readonly donors: ReadonlySet<number>;
  /** Exons whose acceptor, at their 5' end, is lost. */
  readonly acceptors: ReadonlySet<number>;
}

/** The exon of a rank. */
export function exonOfRank({ exons, isForward }: ExonMap, rank: number): Exon | undefined {
  return exons[isForward ? rank : exons.length - 1 - rank];
}

/** First and last transcribed base of an exon. */
export function endsOf({ isForward }: ExonMap, { start, end }: Exon): { first: number; last: number } {
  return isForward ? { first: start, last: end - 1 } : { first: end - 1, last: start };
}

/** The sites whose two intronic bases the edit touches. */
export function sitesHitBy(map: ExonMap, edit: GenomicEdit): LostSites {
  const donors = new Set<number>();
  const acceptors = new Set<number>();
  for (let rank = 0; rank + 1 < map.exons.length; rank++) {
    const index = map.isForward ? rank : map.exons.length - 2 - rank;
    const isFar = (map.exons[index + 1]?.start ?? 0) < edit.start || (map.exons[index]?.end ?? 0) > edit.end;
    if (isFar) continue;
    const intron = intronAfter(map, rank);
    if (intron === null) continue;
    const [start, end] = map.isForward
      ? [edit.start - intron.start, edit.end - intron.start]
      : [intron.end - edit.end, intron.end - edit.start];
    const terms = spliceTerms(intron.end - intron.start, start, end);
    if ((terms & so.spliceDonor) !== 0) donors.add(rank);
    if ((terms & so.spliceAcceptor) !== 0) acceptors.add(rank + 1);
  }
  return { donors, acceptors };
}

/** The intron between the exons of `rank` and `rank + 1`; null where they touch or there is none. */
export function intronAfter(map: ExonMap, rank: number): Exon | null {
  const before = exonOfRank(map, rank);
  const after = exonOfRank(map, rank + 1);
  if (before === undefined || after === undefined) return null;
  const intron = map.isForward
    ? { start: before.end, end: after.start }
    : { start: after.end, end: before.start };
  return intron.start < intron.end ? intron : null;
}

/** The annotated sites that a predictor expects to be lost; a place that is no site of this transcript counts for nothing. */
export function sitesPredictedLost(map: ExonMap, scores: readonly SpliceScore[]): LostSites {
  const donors = new Set<number>();
  const acceptors = new Set<number>();
  const last = map.exons.length - 1;
  for (const { kind, exonBase } of scores) {
    for (let rank = 0; rank <= last; rank++) {
      const exon = exonOfRank(map, rank);
      if (exon === undefined) continue;
      const ends = endsOf(map, exon);
      const isDonor = kind === 'donor_loss' || kind === 'site_loss';
      const isAcceptor = kind === 'acceptor_loss' || kind === 'site_loss';
      if (isDonor && rank < last && ends.last === exonBase) donors.add(rank);
      if (isAcceptor && rank > 0 && ends.first === exonBase) acceptors.add(rank);
    }
  }
  return { donors, acceptors };
}
