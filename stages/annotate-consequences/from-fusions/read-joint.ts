/** One way to read a joint: the rows of its likeliest pairs of transcripts, or why there are none. */
import type { OmissionCode } from '../../../schemas/omissions.js';
import type { Consequence, Variant } from '../../../schemas/rows.js';
import type { FusionEvent } from '../../../schemas/variant-event.js';
import { reverseComplement } from '../../shared/genetic-code.js';
import { splicedSequence } from '../from-bundle/coding-model.js';
import { type FusedMrna, fuseDna, fuseRna, fuseRunOn } from './fused-mrna.js';
import { readingLength, translateFusion } from './fusion-protein.js';
import { type PairOnEvent, rowWithoutProtein, rowWithProtein } from './fusion-row.js';
import { misplacement } from './gene-places.js';
import type { JointEnd, OrientedJoint } from './oriented-joint.js';
import { isNamedGene, type PartnerContext, pairsInOrder, partnersOf } from './partners.js';
import type { TranscriptAtJoint } from './transcript-at-joint.js';

export interface Failure {
  readonly code: OmissionCode;
  readonly reason: string;
}

interface JointReading {
  readonly rows: readonly Consequence[];
  /** Why there is no row; null: there are some. */
  readonly failure: Failure | null;
}

interface JointQuestion {
  readonly variant: Variant;
  readonly event: FusionEvent;
  readonly joint: OrientedJoint;
  readonly context: PartnerContext;
  readonly transcriptPairs: number;
}

/** Rows by pair, likeliest first. */
export function readJoint(question: JointQuestion): JointReading {
  const { joint, event, context } = question;
  const { five, three } = partnersOf(joint, context);
  for (const [{ named }, partners] of [[joint.five, five] as const, [joint.three, three] as const]) {
    const isAsNamed = partners.some(({ view }) => isNamedGene(view.transcript, named));
    const contradiction = isAsNamed ? null : misplacement(named, context);
    if (contradiction !== null) return failed('EVENT_UNRESOLVED', contradiction);
  }
  const [fivePlace, threePlace] = [placeOf(joint.five), placeOf(joint.three)];
  if (five.length === 0) return failed('EVENT_UNRESOLVED', `no transcript is read up to ${fivePlace}`);
  const fives = five.filter(isCoding);
  if (fives.length === 0)
    return failed('PARTNER_NOT_CODING', `no coding transcript is read up to ${fivePlace}`);
  if (event.level === 'dna') {
    const threes = three.filter(isCoding);
    if (threes.length > 0) return rowsOfPairs(question, fives, threes);
    return failed('PARTNER_NOT_CODING', `no coding transcript is read on from ${threePlace}`);
  }
  if (three.length > 0) return rowsOfPairs(question, fives, three);
  // What the tool saw in the reads goes before what is assumed of the genome.
  if (event.statedPeptide !== null) {
    return failed('EVENT_UNRESOLVED', `no transcript is read on from ${threePlace}`);
  }
  return { rows: runOnRows(question, fives), failure: null };
}

function isCoding({ view }: TranscriptAtJoint): boolean {
  return view.extent !== null;
}

function failed(code: OmissionCode, reason: string): JointReading {
  return { rows: [], failure: { code, reason } };
}

function placeOf({ named, strand }: JointEnd): string {
  return `${named.chrom}:${named.position} on the ${strand === '+' ? 'forward' : 'reverse'} strand`;
}

function rowsOfPairs(
  question: JointQuestion,
  fives: readonly TranscriptAtJoint[],
  threes: readonly TranscriptAtJoint[],
): JointReading {
  const { event, joint, transcriptPairs } = question;
  const rows: Consequence[] = [];
  let isUnchanged = false;
  for (const [five, three] of pairsInOrder(fives, threes)) {
    if (rows.length >= transcriptPairs) break;
    // Within one gene the mRNA is that of one transcript.
    const isOneGene = five.view.transcript.geneId === three.view.transcript.geneId;
    if (isOneGene && five.view !== three.view) continue;
    const partners = { five, three, insertedBases: joint.insertedBases };
    const fused = event.level === 'rna' ? fuseRna(partners) : fuseDna(partners);
    if (fused === null) continue;
    if (isWildtype(fused)) isUnchanged = true;
    else rows.push(rowOf({ ...question, fused }));
  }
  if (rows.length > 0) return { rows, failure: null };
  return isUnchanged
    ? failed('NOT_CODING', `the joint changes no exon of the transcripts at ${placeOf(joint.five)}`)
    : failed(
        'EVENT_UNRESOLVED',
        `no exon is left to splice to at ${placeOf(joint.five)} and ${placeOf(joint.three)}`,
      );
}

function isWildtype({ five, three, fiveLength, threeStart, between }: FusedMrna): boolean {
  return five.view === three?.view && between === '' && fiveLength === threeStart;
}

function runOnRows(
  { variant, event, joint, context, transcriptPairs }: JointQuestion,
  fives: readonly TranscriptAtJoint[],
): readonly Consequence[] {
  const { chrom, base, strand } = joint.three;
  const genome = (length: number): string =>
    strand === '+'
      ? context.reference.sequence(chrom, base, base + length)
      : reverseComplement(context.reference.sequence(chrom, Math.max(0, base + 1 - length), base + 1));
  return fives
    .slice(0, transcriptPairs)
    .map((five) => rowOf({ variant, event, context, fused: fuseRunOn(five, joint.insertedBases, genome) }));
}

function rowOf({
  variant,
  event,
  fused,
  context: { reference },
}: PairOnEvent & { readonly context: PartnerContext }): Consequence {
  const pair = { variant, event, fused };
  const { view } = fused.five;
  const { extent } = view;
  const model = view.coding();
  const { id } = view.transcript;
  if (extent === null || model === null) {
    return rowWithoutProtein(pair, null, { code: 'PARTNER_NOT_CODING', reason: `${id} is not coding` });
  }
  if (model.defect !== null) {
    return rowWithoutProtein(pair, null, { code: 'CDS_INVALID', reason: model.defect });
  }
  const wildtype = model.proteinText;
  if (fused.fiveLength < extent.start + 3) {
    const reason = `the joint lies before the coding sequence of ${id}: the 3' partner would be read from its own start, if at all`;
    return rowWithoutProtein(pair, wildtype, { code: 'PARTNER_NOT_CODING', reason });
  }
  if (model.stopAt !== null && readingLength(fused, extent) >= model.stopAt + 3) {
    const reason = `the stop codon of ${id} comes before the joint`;
    return rowWithoutProtein(pair, wildtype, { code: 'SYNONYMOUS', reason });
  }
  const coding = { model, extent, mrna: splicedSequence(reference, view.transcript) };
  const threeMrna = fused.three === null ? '' : splicedSequence(reference, fused.three.view.transcript);
  return rowWithProtein(pair, wildtype, translateFusion(fused, coding, threeMrna), notesOn(pair));
}

/** Where the reference has another gene than the table names: another name of it, or coordinates of another build. */
function notesOn({ event, fused }: PairOnEvent): readonly string[] {
  const partners = [
    { side: event.left, transcript: fused.five.view.transcript },
    { side: event.right, transcript: fused.three?.view.transcript ?? null },
  ];
  return partners.flatMap(({ side, transcript }) =>
    transcript === null || side.gene === null || isNamedGene(transcript, side)
      ? []
      : [`${event.tool} names ${side.gene} where the reference has ${transcript.geneName}`],
  );
}
