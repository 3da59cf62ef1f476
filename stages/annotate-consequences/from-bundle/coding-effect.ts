/** What edits of one coding transcript do to its protein: terms, status, HGVS p. All in reading coordinates. */
import { isInitiatorCodon } from '../../shared/genetic-code.js';
import type { CodingModel } from './coding-model.js';
import { type Change, changeOf, termsInFrame, termsOfFrameshift, termsOfSilent } from './coding-terms.js';
import { describeProtein } from './hgvs-protein.js';
import { so } from './sequence-ontology.js';
import { codonStart, type ReadingEdit, type Translation, translateEdits } from './translate-edits.js';

type CodingStatus = 'ok' | 'SYNONYMOUS' | 'START_LOST' | 'CDS_INCOMPLETE' | 'NOT_CODING';

export interface CodingEffect {
  /** Mask of Sequence Ontology terms. */
  readonly terms: number;
  readonly status: CodingStatus;
  /** null: the protein cannot be stated (start lost) or is untouched (5' UTR after all). */
  readonly translation: Translation | null;
  readonly isFrameshift: boolean;
  /** 1-based first changed residue; null: unchanged or not stated. */
  readonly proteinStart: number | null;
  /** HGVS p. without the sequence's prefix; null: not described. */
  readonly hgvsP: string | null;
}

function editedStartCodon(model: CodingModel, edit: ReadingEdit): string {
  return (model.reading.slice(0, edit.start) + edit.alt + model.reading.slice(edit.end, edit.end + 3)).slice(
    0,
    3,
  );
}

/** Whether a codon still begins translation where `original` did: the same codon, ATG, or an initiator of the mitochondrial code. */
function isStartKept(codon: string, original: string, code: 1 | 2): boolean {
  return codon === original || codon === 'ATG' || (code === 2 && isInitiatorCodon(codon, code));
}

function touchesStart(model: CodingModel, edit: ReadingEdit): boolean {
  if (!model.isStartComplete) return false;
  return edit.start < 3 && (edit.end > 0 || edit.start > 0) && !(edit.start === edit.end && edit.start <= 0);
}

/** The effect of one cluster of edits that lie (at least in part) in the CDS. */
export function effectOfCluster(model: CodingModel, edits: readonly ReadingEdit[]): CodingEffect {
  const first = edits[0];
  let terms = 0;
  if (first !== undefined && touchesStart(model, first)) {
    const codon = editedStartCodon(model, first);
    if (first.start < 0 || !isStartKept(codon, model.reading.slice(0, 3), model.geneticCode)) {
      return startLost(model, changeOf(edits));
    }
    terms |= so.startRetained;
  }
  const aligned = edits.length === 1 && first !== undefined ? alignToCodon(model, first) : first;
  const change = changeOf(aligned === first || aligned === undefined ? edits : [aligned]);
  return classify(model, change, translateEdits(model, change.edits), terms);
}

/**
 * An indel of whole codons moved, where a repeat allows it, to begin between two codons: then both strands (left-aligned is 5' on one
 * and 3' on the other) give the same description.
 */
function alignToCodon(model: CodingModel, edit: ReadingEdit): ReadingEdit {
  const isInsertion = edit.start === edit.end;
  const delta = edit.alt.length - (edit.end - edit.start);
  if (delta % 3 !== 0 || (!isInsertion && edit.alt !== '')) return edit;
  let { start, end, alt } = edit;
  while (start % 3 !== 0) {
    const before = model.reading.charAt(start - 1);
    if (start <= 4 || before !== (isInsertion ? alt.at(-1) : model.reading.charAt(end - 1))) return edit;
    if (isInsertion) alt = before + alt.slice(0, -1);
    start -= 1;
    end -= 1;
  }
  return { start, end, alt };
}

function startLost(model: CodingModel, change: Change): CodingEffect {
  let terms: number = so.startLost;
  if (change.start < 0) terms |= so.fivePrimeUtr;
  else if (change.delta % 3 !== 0) terms |= so.frameshift;
  else if (change.kind === 'deletion') terms |= so.inframeDeletion;
  else if (change.kind === 'insertion') terms |= so.inframeInsertion;
  if (model.stopAt !== null && change.end > model.stopAt) terms |= so.stopLost;
  if (change.end > model.codingEnd) terms |= so.threePrimeUtr;
  return {
    terms,
    status: 'START_LOST',
    translation: null,
    isFrameshift: false,
    proteinStart: null,
    hgvsP: 'p.Met1?',
  };
}

const incomplete = {
  status: 'CDS_INCOMPLETE',
  translation: null,
  isFrameshift: false,
  proteinStart: null,
  hgvsP: null,
} as const;

/** Whether one protein merely ends within the other. */
function isNothingToCompare(wildtype: string, { protein, isStopRead, sharedStart }: Translation): boolean {
  return sharedStart === wildtype.length || (sharedStart === protein.length && !isStopRead);
}

function classify(model: CodingModel, change: Change, translation: Translation, base: number): CodingEffect {
  const firstCodon = codonStart(change.start) / 3;
  const isSame = translation.isWildtype;
  let terms = base;
  if (change.end > model.codingEnd) terms |= so.threePrimeUtr;

  const isPartialStart = !model.isStartComplete && change.start < 3 && model.reading.startsWith('N');
  const isPartialEnd = model.stopAt === null && change.start >= codonStart(model.codingEnd);
  if (isPartialEnd || (isPartialStart && isSame)) {
    const cut = isPartialEnd ? so.incompleteTerminalCodon : 0;
    return { ...incomplete, terms: terms | cut | so.codingSequence };
  }
  const isShifted = change.delta % 3 !== 0 || translation.isFrameShifted;
  const isFrameshift = !isSame && isShifted;
  // At an open end nothing tells the shifted frame's residues from those that the annotation lacks.
  const isOpenEndReached =
    isShifted && model.stopAt === null && isNothingToCompare(model.protein, translation);
  if (isOpenEndReached) {
    const shifted = terms | so.frameshift;
    return { ...incomplete, terms: shifted, isFrameshift: true };
  }
  terms |= isSame
    ? termsOfSilent(model, change, terms)
    : isFrameshift
      ? termsOfFrameshift(model, change, translation)
      : termsInFrame(model, change, translation, firstCodon);
  return {
    terms,
    status: isSame ? 'SYNONYMOUS' : 'ok',
    translation,
    isFrameshift,
    proteinStart: isSame ? null : translation.sharedStart + 1,
    hgvsP: describeProtein(model, change, translation),
  };
}
