/** What becomes of an mRNA where a splice predictor names a new site. */

import { positionOfStart } from '../../../schemas/coordinates.js';
import type { Exon, ReferenceBundle } from '../../../schemas/reference.js';
import type { SpliceScore } from '../../../schemas/rows.js';
import type { ExonMap } from '../from-bundle/exon-map.js';
import type { GenomicEdit } from '../from-bundle/genomic-edit.js';
import type { TranscriptView } from '../from-bundle/transcript-view.js';
import { basesBeside } from './bases-beside.js';
import type { SpliceHypothesis } from './loss-hypotheses.js';
import { endsOf, exonOfRank, type LostSites } from './splice-sites.js';

/**
 * A site more than 100 bases inside an intron belongs to an exon that the annotation lacks (deep intronic: Vaz-Drago et al. 2017,
 * doi:10.1007/s00439-017-1809-4), so the neighbouring exon is not stretched that far.
 */
export const deepIntronicBases = 100;

/** First or last two bases of an intron, as 99.9 % of human introns have them (Burset et al. 2000, doi:10.1093/nar/28.21.4364). */
const donorBases = ['GT', 'GC'];
const acceptorBases = ['AG'];

interface Gain {
  readonly site: 'donor' | 'acceptor';
  /** Outermost base of the exon there. */
  readonly base: number;
  readonly score: number;
}

interface GainQuestion {
  readonly reference: ReferenceBundle;
  readonly view: TranscriptView;
  readonly edit: GenomicEdit;
  /** Those of this gene that pass the threshold, of any kind. */
  readonly scores: readonly SpliceScore[];
  /** Sites whose loss the new one must make good; null: any site. */
  readonly lost: LostSites | null;
}

/** The structures in which a predicted new site is used, the highest score first. */
export function gainHypotheses(question: GainQuestion): SpliceHypothesis[] {
  const { view, edit, lost } = question;
  const gains = gainsOf(question);
  const cassette = lost === null ? newExon(view.map, edit, gains) : null;
  if (cassette !== null) return [cassette];
  return gains.flatMap((gain) => movedSite(view.map, edit, gain, lost) ?? []);
}

function gainsOf({ reference, view, edit, scores }: GainQuestion): Gain[] {
  const gains: Gain[] = [];
  for (const { kind, exonBase: base, score } of scores) {
    for (const site of ['donor', 'acceptor'] as const) {
      if (kind !== `${site}_gain` && kind !== 'site_gain') continue;
      const side = site === 'donor' ? 'after' : 'before';
      const bases = basesBeside(reference, view.transcript, edit, { base, side, count: 2 });
      const allowed = site === 'donor' ? donorBases : acceptorBases;
      const isKnown = gains.some((other) => other.site === site && other.base === base);
      if (bases !== null && allowed.includes(bases) && !isKnown) gains.push({ site, base, score });
    }
  }
  return gains.sort((a, b) => b.score - a.score);
}

/** Distance along the transcript from one genomic base to another. */
function along({ isForward }: ExonMap, from: number, to: number): number {
  return isForward ? to - from : from - to;
}

/** Rank of the last exon that begins at or before the base; -1 before the first. */
function rankAtOrBefore(map: ExonMap, base: number): number {
  let found = -1;
  for (let rank = 0; rank < map.exons.length; rank++) {
    const exon = exonOfRank(map, rank);
    if (exon !== undefined && along(map, endsOf(map, exon).first, base) >= 0) found = rank;
  }
  return found;
}

function spanOf({ isForward }: ExonMap, first: number, last: number): Exon {
  return isForward ? { start: first, end: last + 1 } : { start: last, end: first + 1 };
}

/** An exon within an intron, from a new acceptor to a new donor. */
function newExon(map: ExonMap, edit: GenomicEdit, gains: readonly Gain[]): SpliceHypothesis | null {
  const acceptor = gains.find(({ site }) => site === 'acceptor');
  const donor = gains.find(({ site }) => site === 'donor');
  if (acceptor === undefined || donor === undefined || along(map, acceptor.base, donor.base) < 0) return null;
  const rank = rankAtOrBefore(map, acceptor.base);
  const before = exonOfRank(map, rank);
  if (before === undefined || rank === map.exons.length - 1 || rank !== rankAtOrBefore(map, donor.base)) {
    return null;
  }
  if (along(map, endsOf(map, before).last, acceptor.base) <= 0) return null;
  const exon = spanOf(map, acceptor.base, donor.base);
  const place = `${positionOfStart(exon.start)}-${exon.end}`;
  return {
    proteoform: `new-exon-${place}`,
    assumption: `bases ${place} within intron ${rank + 1} would be a new exon, between the acceptor (score ${acceptor.score}) and the donor (score ${donor.score}) that the splice predictor names`,
    structure: { exons: [...map.exons, exon].sort((a, b) => a.start - b.start), edits: [edit] },
  };
}

/** An annotated exon that ends or begins at the new site instead. */
function movedSite(
  map: ExonMap,
  edit: GenomicEdit,
  { site, base, score }: Gain,
  lost: LostSites | null,
): SpliceHypothesis | null {
  const isDonor = site === 'donor';
  const last = map.exons.length - 1;
  const at = rankAtOrBefore(map, base);
  const holder = exonOfRank(map, at);
  const isInside = holder !== undefined && along(map, base, endsOf(map, holder).last) >= 0;
  const rank = isDonor || isInside ? at : at + 1;
  const exon = exonOfRank(map, rank);
  if (exon === undefined || rank === (isDonor ? last : 0) || at < 0) return null;
  const isLost = lost === null || (isDonor ? lost.donors : lost.acceptors).has(rank);
  const ends = endsOf(map, exon);
  const added = isDonor ? along(map, ends.last, base) : along(map, base, ends.first);
  if (!isLost || added === 0 || added > deepIntronicBases) return null;
  const moved = isDonor ? spanOf(map, ends.first, base) : spanOf(map, base, ends.last);
  const change = added > 0 ? `${added} bases longer` : `${-added} bases shorter`;
  const words = isDonor ? 'end' : 'begin';
  return {
    proteoform: `site-${site}-${positionOfStart(base)}`,
    assumption: `exon ${rank + 1} of ${map.exons.length} would ${words} at ${site} base ${positionOfStart(base)}, ${change}, which the splice predictor names as a new site (score ${score})`,
    structure: { exons: map.exons.map((each) => (each === exon ? moved : each)), edits: [edit] },
  };
}
