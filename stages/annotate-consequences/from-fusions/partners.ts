/** Which transcripts may be the partners at the two ends of a joint, the likeliest first. */
import type { ReferenceBundle, Transcript } from '../../../schemas/reference.js';
import type { Breakpoint } from '../../../schemas/variant-event.js';
import { withoutVersion } from '../../shared/without-version.js';
import type { TranscriptView } from '../from-bundle/transcript-view.js';
import type { GenePlace } from './gene-places.js';
import type { JointEnd, OrientedJoint } from './oriented-joint.js';
import { asFivePartner, asThreePartner, type TranscriptAtJoint } from './transcript-at-joint.js';

export interface PartnerContext {
  readonly reference: ReferenceBundle;
  readonly viewOf: (transcript: Transcript) => TranscriptView;
  readonly placesOfGene: (gene: string) => readonly GenePlace[];
}

export interface Partners {
  readonly five: readonly TranscriptAtJoint[];
  readonly three: readonly TranscriptAtJoint[];
}

type Place = (reference: ReferenceBundle, view: TranscriptView, end: JointEnd) => TranscriptAtJoint | null;

/** Transcripts on the strands that are transcribed across the joint, likeliest first; those that cannot give a fusion protein only where all are such. */
export function partnersOf(joint: OrientedJoint, context: PartnerContext): Partners {
  return {
    five: preferring(candidates(joint.five, asFivePartner, context), isReadUpToJoint),
    three: preferring(candidates(joint.three, asThreePartner, context), isReadAfterJoint),
  };
}

function preferring<Item>(items: readonly Item[], isPreferred: (item: Item) => boolean): readonly Item[] {
  const preferred = items.filter(isPreferred);
  return preferred.length > 0 ? preferred : items;
}

/** The start codon lies before the joint, the end of the stop codon after it. */
function isReadUpToJoint({ view: { extent }, mrnaOffset }: TranscriptAtJoint): boolean {
  return extent !== null && mrnaOffset >= extent.start + 3 && mrnaOffset < extent.end;
}

/** Coding sequence follows the joint, so there is a frame to keep. */
function isReadAfterJoint({ view: { extent }, mrnaOffset }: TranscriptAtJoint): boolean {
  return extent !== null && mrnaOffset < extent.end;
}

function candidates(end: JointEnd, place: Place, context: PartnerContext): readonly TranscriptAtJoint[] {
  const { reference, viewOf } = context;
  const contig = reference.resolveContig(end.chrom);
  if (contig === null) return [];
  const found: TranscriptAtJoint[] = [];
  for (const transcript of reference.transcriptsOverlapping(contig.name, end.base, end.base + 1)) {
    if (transcript.strand !== end.strand) continue;
    const placed = place(reference, viewOf(transcript), end);
    if (placed !== null) found.push(placed);
  }
  // A joint at an exon's edge was spliced there: transcripts without that exon would have to be broken at the very same base by chance.
  const isSpliced = found.some(({ isAtExonEdge }) => isAtExonEdge);
  const likely = found.filter(
    ({ isAtExonEdge, view }) => !isSpliced || isAtExonEdge || isNamed(view.transcript, end.named),
  );
  return likely
    .map((candidate) => ({ candidate, ranks: ranksOf(candidate, end.named) }))
    .sort((a, b) => compareRanks(a.ranks, b.ranks))
    .map(({ candidate }) => candidate);
}

function isNamed({ id }: Transcript, { transcript }: Breakpoint): boolean {
  return transcript !== null && withoutVersion(id) === withoutVersion(transcript);
}

/** Whether the table names this gene, by name or id. */
export function isNamedGene({ geneName, geneId }: Transcript, { gene }: Breakpoint): boolean {
  return gene !== null && (gene === geneName || withoutVersion(gene) === withoutVersion(geneId));
}

/** Lower is likelier: a protein can be had, the table names it, then as pVACseq prefers transcripts (see compute-features). */
function ranksOf({ view }: TranscriptAtJoint, named: Breakpoint): readonly number[] {
  const { transcript, extent } = view;
  return [
    extent === null ? 1 : 0,
    isNamed(transcript, named) ? 0 : 1,
    isNamedGene(transcript, named) ? 0 : 1,
    transcript.biotype === 'protein_coding' ? 0 : 1,
    extent?.isStartComplete === true && extent.isEndComplete ? 0 : 1,
    transcript.isManeSelect ? 0 : 1,
    transcript.isCanonical ? 0 : 1,
    transcript.supportLevel ?? 9,
    transcript.index,
  ];
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (const [index, rank] of a.entries()) {
    const difference = rank - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Pairs of both lists by the sum of their places, so that the likeliest of either come first; equal sums by the first list. */
export function* pairsInOrder<Five, Three>(
  fives: readonly Five[],
  threes: readonly Three[],
): Generator<readonly [Five, Three]> {
  for (let sum = 0; sum < fives.length + threes.length - 1; sum += 1) {
    for (let index = 0; index <= sum; index += 1) {
      const five = fives[index];
      const three = threes[sum - index];
      if (five !== undefined && three !== undefined) yield [five, three];
    }
  }
}
