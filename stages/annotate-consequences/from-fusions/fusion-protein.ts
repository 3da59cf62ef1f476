/** The protein of a fused mRNA, translated from the 5' partner's start. Everything is in the 5' partner's reading coordinates. */
import type { Consequence } from '../../../schemas/rows.js';
import { translate } from '../../shared/genetic-code.js';
import type { Stretch } from '../../shared/protein-difference.js';
import type { CodingExtent, CodingModel } from '../from-bundle/coding-model.js';
import { nmdOfPrematureStop } from '../from-bundle/nmd.js';
import type { FusedMrna } from './fused-mrna.js';
import { exonStarts } from './transcript-at-joint.js';

export interface FusionProtein {
  /** Without the stop. */
  readonly protein: string;
  readonly isStopRead: boolean;
  /** The 3' partner's coding sequence is read in its own frame; null: it has none after the joint. */
  readonly isInFrame: boolean | null;
  /** In the protein: from the first residue that is not the 5' partner's to the 3' partner's own first one, else to the end. */
  readonly stretch: Stretch;
  readonly nmd: Consequence['nmd'];
}

export interface CodingFive {
  readonly model: CodingModel;
  readonly extent: CodingExtent;
  /** The 5' partner's mRNA. */
  readonly mrna: string;
}

/** Reading offset of the 5' partner's end. */
export function readingLength({ fiveLength }: FusedMrna, extent: CodingExtent): number {
  return extent.padding + fiveLength - extent.start;
}

/** `threeMrna`: the 3' partner's whole mRNA, '' where there is none. */
export function translateFusion(fused: FusedMrna, coding: CodingFive, threeMrna: string): FusionProtein {
  const { model, extent, mrna } = coding;
  const nativeEnd = readingLength(fused, extent);
  const threeAt = nativeEnd + fused.between.length;
  const reading =
    'N'.repeat(extent.padding) +
    mrna.slice(extent.start, fused.fiveLength) +
    fused.between +
    threeMrna.slice(fused.threeStart);
  const whole = Math.min(Math.floor(nativeEnd / 3), model.protein.length);
  const tail = readUntilStop(reading, whole * 3, model.geneticCode, recodedCodons(fused, threeAt));
  const protein = model.protein.slice(0, whole) + tail.residues;
  const frame = frameOfThree(fused, threeAt);
  const isReached = frame !== null && frame.at < tail.end;
  const isInFrame = frame === null ? null : frame.isKept && isReached;
  const ownStart = frame !== null && isInFrame === true ? Math.ceil(frame.at / 3) : protein.length;
  return {
    protein,
    isStopRead: tail.isStopRead,
    isInFrame,
    stretch: { start: whole, end: Math.max(whole, Math.min(ownStart, protein.length)) },
    nmd: nmdOf(fused, coding, { ...tail, threeAt, isInFrame }),
  };
}

interface Tail {
  readonly residues: string;
  readonly isStopRead: boolean;
  /** Reading offset of the stop codon, or of the end of the mRNA. */
  readonly end: number;
}

const codonsPerRead = 256;

/** `recoded`: reading offsets of stops that are read as a residue. */
function readUntilStop(
  reading: string,
  from: number,
  code: 1 | 2,
  recoded: ReadonlyMap<number, string>,
): Tail {
  let residues = '';
  for (let at = from; at + 3 <= reading.length; at += codonsPerRead * 3) {
    const part = translate(reading.slice(at, at + codonsPerRead * 3), code);
    for (let codon = 0; codon < part.length; codon += 1) {
      const residue = part.charAt(codon);
      if (residue !== '*') {
        residues += residue;
        continue;
      }
      const known = recoded.get(at + codon * 3);
      if (known === undefined) return { residues, isStopRead: true, end: at + codon * 3 };
      residues += known;
    }
  }
  return { residues, isStopRead: false, end: reading.length };
}

/** Selenocysteines and stops read through of the 3' partner, by their offset in the fused reading. */
function recodedCodons({ three, threeStart }: FusedMrna, threeAt: number): ReadonlyMap<number, string> {
  const places = new Map<number, string>();
  const extent = three?.view.extent ?? null;
  const recoded = three?.view.coding()?.recoded;
  if (extent === null || recoded === undefined) return places;
  for (const [codon, residue] of recoded) {
    const offset = codon * 3 - extent.padding + extent.start;
    if (offset >= threeStart) places.set(threeAt + offset - threeStart, residue);
  }
  return places;
}

/** Where the 3' partner's coding sequence begins after the joint, and whether its frame is the one that is read. */
function frameOfThree(
  { three, threeStart }: FusedMrna,
  threeAt: number,
): { readonly at: number; readonly isKept: boolean } | null {
  const extent = three?.view.extent ?? null;
  if (extent === null || threeStart >= extent.end) return null;
  const first = Math.max(threeStart, extent.start);
  const at = threeAt + first - threeStart;
  const ownFrame = (first - extent.start + extent.padding) % 3;
  return { at, isKept: at % 3 === ownFrame };
}

interface StopPlace extends Tail {
  readonly threeAt: number;
  readonly isInFrame: boolean | null;
}

/** In frame the stop is the 3' partner's own, else it is premature as far as exon junctions follow it. */
function nmdOf(fused: FusedMrna, { extent }: CodingFive, stop: StopPlace): Consequence['nmd'] {
  if (!stop.isStopRead || stop.isInFrame === true) return 'not_applicable';
  const { three, fiveLength, threeStart } = fused;
  if (three === null) return 'unknown';
  const fiveShift = extent.padding - extent.start;
  const threeShift = stop.threeAt - threeStart;
  const edges = [
    ...exonStarts(fused.five.view.map)
      .filter((start) => start < fiveLength)
      .map((start) => start + fiveShift),
    ...(fused.isSpliced ? [stop.threeAt] : []),
    ...exonStarts(three.view.map)
      .filter((start) => start > threeStart)
      .map((start) => start + threeShift),
  ];
  const end = three.view.map.mrnaLength + threeShift;
  const exon = edges.findLastIndex((edge) => edge <= stop.end);
  const last = edges.at(-1) ?? 0;
  return nmdOfPrematureStop({
    basesFromStart: stop.end,
    basesToLastJunction: edges.length < 2 ? null : last - stop.end,
    exonLength: (edges[exon + 1] ?? end) - (edges[exon] ?? 0),
    isStartKnown: extent.isStartComplete,
    isLastJunctionKnown: three.view.extent?.isEndComplete ?? true,
  });
}
