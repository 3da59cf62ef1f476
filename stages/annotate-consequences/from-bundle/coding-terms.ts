/** Sequence Ontology terms of a change within the coding sequence, from the change and the protein it gives. */
import { translate } from '../../shared/genetic-code.js';
import type { CodingModel } from './coding-model.js';
import { deltaOf, residueAt } from './novel-stretch.js';
import { so } from './sequence-ontology.js';
import { codonStart, type ReadingEdit, type Translation } from './translate-edits.js';

/** One cluster of edits (see clusterEdits) as a single change. */
export interface Change {
  readonly edits: readonly ReadingEdit[];
  readonly start: number;
  readonly end: number;
  readonly delta: number;
  readonly kind: 'substitution' | 'insertion' | 'deletion' | 'mixed';
}

function areSubstitutions(edits: readonly ReadingEdit[]): boolean {
  for (const edit of edits) if (edit.alt.length !== edit.end - edit.start) return false;
  return true;
}

/** The edits of one cluster as one change. */
export function changeOf(edits: readonly ReadingEdit[]): Change {
  const start = edits[0]?.start ?? 0;
  const end = edits.at(-1)?.end ?? start;
  return { edits, start, end, delta: deltaOf(edits), kind: kindOf(edits) };
}

function kindOf(edits: readonly ReadingEdit[]): Change['kind'] {
  if (areSubstitutions(edits)) return 'substitution';
  const [only, second] = edits;
  if (only === undefined || second !== undefined) return 'mixed';
  if (only.start === only.end) return 'insertion';
  return only.alt === '' ? 'deletion' : 'mixed';
}

/** Whether bases of the stop codon change. */
export function touchesStop(model: CodingModel, change: Change): boolean {
  if (model.stopAt === null) return false;
  return (
    change.end > model.stopAt &&
    change.start < model.codingEnd &&
    !(change.start === change.end && change.start === model.stopAt)
  );
}

/** Terms of a change that leaves the protein as it was; `terms` are those already given. */
export function termsOfSilent(model: CodingModel, change: Change, terms: number): number {
  if (touchesStop(model, change) || change.delta !== 0) {
    return (terms & so.startRetained) === 0 ? so.stopRetained : 0;
  }
  return (terms & so.startRetained) === 0 ? so.synonymous : 0;
}

/** Terms of a change that shifts the frame. */
export function termsOfFrameshift(model: CodingModel, change: Change, translation: Translation): number {
  let terms: number = so.frameshift;
  const { protein, isStopRead, isFrameShifted, sharedStart } = translation;
  // A stop as the first change, or one among the changed bases themselves, is read before any shifted codon is.
  const isStopAtOnce = sharedStart === protein.length || !isFrameShifted;
  if (isStopRead && protein.length < model.protein.length && isStopAtOnce) terms |= so.stopGained;
  else if (touchesStop(model, change)) terms |= so.stopLost;
  return terms;
}

/**
 * VEP's names for in-frame changes of the length: any pure deletion is inframe_deletion, an insertion that keeps the residues of the
 * codon it splits on one of its sides is inframe_insertion, all else protein_altering_variant. Read off 500 in-frame indels annotated
 * by VEP 102-105 (files packaged with pVACtools), without exception.
 */
function lengthTermOf(model: CodingModel, change: Change, firstCodon: number): number {
  if (change.kind === 'substitution') return 0;
  if (change.kind === 'deletion') return so.inframeDeletion;
  if (change.kind === 'mixed') return so.proteinAltering;
  const endCodon = codonStart(change.end + 2) / 3;
  const split = model.protein.slice(firstCodon, endCodon);
  const before = model.reading.slice(firstCodon * 3, change.start);
  const after = model.reading.slice(change.end, endCodon * 3);
  const inserted = translate(`${before}${change.edits[0]?.alt ?? ''}${after}`, model.geneticCode);
  const isKept = inserted.startsWith(split) || inserted.endsWith(split);
  return isKept ? so.inframeInsertion : so.proteinAltering;
}

const unknownResidue = 'X'.charCodeAt(0);

/** Terms of a change that keeps the frame and changes the protein. */
export function termsInFrame(
  model: CodingModel,
  change: Change,
  translation: Translation,
  firstCodon: number,
): number {
  const lengthTerm = lengthTermOf(model, change, firstCodon);
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
  const changed = translation.sharedStart;
  const isUnknown =
    model.protein.charCodeAt(changed) === unknownResidue ||
    residueAt(model.protein, translation, changed) === unknownResidue;
  return isUnknown && changed < codonStart(change.end + 2) / 3 ? so.codingSequence : so.missense;
}
