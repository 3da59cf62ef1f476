/** What edits of one coding transcript do to its protein: terms, status, HGVS p. All in reading coordinates. */
import { isInitiatorCodon } from '../../shared/genetic-code.js';
import type { CodingModel } from './coding-model.js';
import { describeProtein } from './hgvs-protein.js';
import { deltaOf, firstDifference } from './novel-stretch.js';
import { so } from './sequence-ontology.js';
import { codonStart, type ReadingEdit, type Translation, translateEdits } from './translate-edits.js';

export type CodingStatus = 'ok' | 'SYNONYMOUS' | 'START_LOST' | 'CDS_INCOMPLETE' | 'NOT_CODING';

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

/** One cluster of edits (see clusterEdits) as a single change. */
interface Change {
  readonly edits: readonly ReadingEdit[];
  readonly start: number;
  readonly end: number;
  readonly delta: number;
  readonly kind: 'substitution' | 'insertion' | 'deletion' | 'mixed';
}

function isSubstitution(edit: ReadingEdit): boolean {
  return edit.alt.length === edit.end - edit.start;
}

function changeOf(edits: readonly ReadingEdit[]): Change {
  const start = edits[0]?.start ?? 0;
  const end = edits.at(-1)?.end ?? start;
  return { edits, start, end, delta: deltaOf(edits), kind: kindOf(edits) };
}

function kindOf(edits: readonly ReadingEdit[]): Change['kind'] {
  if (edits.every(isSubstitution)) return 'substitution';
  const [only, second] = edits;
  if (only === undefined || second !== undefined) return 'mixed';
  if (only.start === only.end) return 'insertion';
  return only.alt === '' ? 'deletion' : 'mixed';
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
  return classify(model, changeOf(edits), translateEdits(model, edits), terms);
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

function classify(model: CodingModel, change: Change, translation: Translation, base: number): CodingEffect {
  const firstCodon = codonStart(change.start) / 3;
  const endCodon = codonStart(change.end + 2) / 3;
  const isSame = translation.protein === model.protein && translation.isStopRead === (model.stopAt !== null);
  let terms = base;
  if (change.end > model.codingEnd) terms |= so.threePrimeUtr;

  const isPartialStart = !model.isStartComplete && change.start < 3 && model.reading.startsWith('N');
  const isPartialEnd = model.stopAt === null && change.start >= codonStart(model.codingEnd);
  if (isPartialEnd || (isPartialStart && isSame)) {
    const cut = isPartialEnd ? so.incompleteTerminalCodon : 0;
    return {
      terms: terms | cut | so.codingSequence,
      status: 'CDS_INCOMPLETE',
      translation: null,
      isFrameshift: false,
      proteinStart: null,
      hgvsP: null,
    };
  }
  const isFrameshift = !isSame && (change.delta % 3 !== 0 || translation.isFrameShifted);
  terms |= isSame
    ? termsOfSilent(model, change, terms)
    : isFrameshift
      ? termsOfFrameshift(model, change, translation)
      : termsInFrame(model, change, translation, { firstCodon, endCodon });
  return {
    terms,
    status: isSame ? 'SYNONYMOUS' : 'ok',
    translation,
    isFrameshift,
    proteinStart: isSame ? null : firstDifference(model.protein, translation.protein, firstCodon) + 1,
    hgvsP: describeProtein({
      wildtype: model.protein,
      hasWildtypeStop: model.stopAt !== null,
      mutant: translation.protein,
      hasMutantStop: translation.isStopRead,
      isFrameshift: translation.isFrameShifted,
      isSilent: isSame,
      isStopTouched: touchesStop(model, change),
      firstCodon,
      endCodon,
      deltaCodons: change.delta / 3,
    }),
  };
}

function touchesStop(model: CodingModel, change: Change): boolean {
  if (model.stopAt === null) return false;
  return (
    change.end > model.stopAt &&
    change.start < model.codingEnd &&
    !(change.start === change.end && change.start === model.stopAt)
  );
}

function termsOfSilent(model: CodingModel, change: Change, terms: number): number {
  if (touchesStop(model, change) || change.delta !== 0) {
    return (terms & so.startRetained) === 0 ? so.stopRetained : 0;
  }
  return (terms & so.startRetained) === 0 ? so.synonymous : 0;
}

function termsOfFrameshift(model: CodingModel, change: Change, translation: Translation): number {
  let terms: number = so.frameshift;
  const { protein, isStopRead } = translation;
  if (touchesStop(model, change)) terms |= so.stopLost;
  else if (isStopRead && protein.length < model.protein.length && model.protein.startsWith(protein)) {
    terms |= so.stopGained;
  }
  return terms;
}

interface CodonWindow {
  readonly firstCodon: number;
  readonly endCodon: number;
}

function termsInFrame(
  model: CodingModel,
  change: Change,
  translation: Translation,
  window: CodonWindow,
): number {
  const lengthTerm = {
    substitution: 0,
    insertion: so.inframeInsertion,
    deletion: so.inframeDeletion,
    mixed: so.proteinAltering,
  }[change.kind];
  const { protein, isStopRead } = translation;
  const expectedLength = model.protein.length + change.delta / 3;
  const isPremature = isStopRead && (model.stopAt === null || protein.length < expectedLength);
  if (touchesStop(model, change)) {
    if (isPremature && protein.length * 3 < change.start) return lengthTerm | so.stopGained;
    if (isStopRead && protein.length <= expectedLength) return (lengthTerm || so.missense) | so.stopRetained;
    return lengthTerm | so.stopLost;
  }
  if (isPremature) return lengthTerm | so.stopGained;
  if (lengthTerm !== 0) return lengthTerm;
  const changed = firstDifference(model.protein, protein, window.firstCodon);
  const isUnknown = model.protein[changed] === 'X' || protein[changed] === 'X';
  return isUnknown && changed < window.endCodon ? so.codingSequence : so.missense;
}
