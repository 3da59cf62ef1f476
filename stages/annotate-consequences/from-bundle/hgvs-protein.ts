/** HGVS p. descriptions (https://hgvs-nomenclature.org, version 21), written as VEP does: three letters, 'Ter', no parentheses. */
import { threeLetters } from '../../shared/amino-acid-names.js';
import type { CodingModel } from './coding-model.js';
import { type Change, touchesStop } from './coding-terms.js';
import { departingResidues, residueAt, sharedEndLength } from './novel-stretch.js';
import { codonStart, type Translation } from './translate-edits.js';

/** By character code, the same. */
const names = Array.from(
  { length: 128 },
  (_, charCode) => threeLetters[String.fromCharCode(charCode)] ?? 'Xaa',
);
/** 'p.Gly' of 'G': with the prefix joined once, a substitution costs two joins less. */
const prefixedNames = names.map((name) => `p.${name}`);

/** Name of a residue by its character code; NaN, past the end of a protein, is the stop. */
function nameOf(charCode: number): string {
  return names[charCode] ?? (Number.isNaN(charCode) ? 'Ter' : 'Xaa');
}

function residueNames(letters: string): string {
  let joined = '';
  for (let offset = 0; offset < letters.length; offset++) joined += nameOf(letters.charCodeAt(offset));
  return joined;
}

/** Residue of the wild type with the stop as '*', named with its 1-based number: 'Lys5', 'Ter172'. */
function place(wildtype: string, offset: number): string {
  return nameOf(wildtype.charCodeAt(offset)) + (offset + 1);
}

function range(wildtype: string, start: number, end: number): string {
  return end - start === 1 ? place(wildtype, start) : `${place(wildtype, start)}_${place(wildtype, end - 1)}`;
}

/**
 * The description of one change of the protein, without the sequence's name; null where HGVS has none (an open end reached).
 * @param translation what the change makes of the model's protein
 */
export function describeProtein(model: CodingModel, change: Change, translation: Translation): string | null {
  const wildtype = model.protein;
  const { sharedStart: first, isStopRead, isFrameShifted } = translation;
  const { length } = translation.protein;
  if (translation.isWildtype) return describeSilent(wildtype, change);
  const isStopTouched = touchesStop(model, change);
  if (first === wildtype.length) {
    if (model.stopAt === null) return null;
    if (isStopTouched || isFrameShifted) return describeExtension(wildtype, translation);
  }
  const isCut = first === length && isStopRead && first < wildtype.length;
  const expectedLength = wildtype.length + change.delta / 3;
  if (isCut && (isFrameShifted || length !== expectedLength)) return `p.${place(wildtype, first)}Ter`;
  if (isFrameShifted) return describeFrameshift(wildtype, translation);
  if (isStopRead && length < expectedLength) return describeStopInside(wildtype, change, translation);
  if (isStopTouched && length !== expectedLength) return describeLostEnd(wildtype, translation);
  return describeInFrame(wildtype, translation);
}

/** Behind the codons that the edit touches; the first of them for an insertion between two codons. */
function endCodonOf(change: Change): number {
  return codonStart(change.end + 2) / 3;
}

function describeSilent(wildtype: string, change: Change): string {
  const first = codonStart(change.start) / 3;
  const end = Math.min(endCodonOf(change), wildtype.length + 1);
  return end <= first ? 'p.=' : `p.${range(wildtype, first, end)}=`;
}

/** Name of the first changed residue of the mutant; null where it ends there. */
function firstChanged(wildtype: string, translation: Translation): string | null {
  const { sharedStart, protein } = translation;
  return sharedStart < protein.length ? nameOf(residueAt(wildtype, translation, sharedStart)) : null;
}

/** From the first changed residue (1) to the new stop; '?' where no stop was met. */
function distanceToStop({ protein, sharedStart, isStopRead }: Translation): string {
  return isStopRead ? String(protein.length - sharedStart + 1) : '?';
}

/** HGVS "Extension"; the count runs from the former stop's place (1) to the new stop, as in a frame shift. */
function describeExtension(wildtype: string, translation: Translation): string | null {
  const added = firstChanged(wildtype, translation);
  if (added === null) return null;
  return `p.${place(wildtype, translation.sharedStart)}${added}extTer${distanceToStop(translation)}`;
}

/** HGVS "Frame shift". */
function describeFrameshift(wildtype: string, translation: Translation): string | null {
  const changed = firstChanged(wildtype, translation);
  if (changed === null) return null;
  return `p.${place(wildtype, translation.sharedStart)}${changed}fsTer${distanceToStop(translation)}`;
}

/** Names of all residues from the first changed one on. */
function namesToEnd(wildtype: string, translation: Translation): string {
  return residueNames(departingResidues(wildtype, translation, translation.protein.length));
}

/** An in-frame change that makes a stop behind changed residues: p.Met3_His4insGlyTer, p.Lys12_Arg13delinsAsnTer. */
function describeStopInside(wildtype: string, change: Change, translation: Translation): string {
  const first = translation.sharedStart;
  const added = `${namesToEnd(wildtype, translation)}Ter`;
  const end = Math.max(endCodonOf(change), first);
  if (end === first) return `p.${range(wildtype, first - 1, first + 1)}ins${added}`;
  return `p.${range(wildtype, first, end)}delins${added}`;
}

/** The last residues and the stop replaced by what is read instead. */
function describeLostEnd(wildtype: string, translation: Translation): string {
  const { sharedStart, isStopRead } = translation;
  const added = `${namesToEnd(wildtype, translation)}${isStopRead ? 'Ter' : ''}`;
  return `p.${range(wildtype, sharedStart, wildtype.length + 1)}delins${added}`;
}

function describeInFrame(wildtype: string, translation: Translation): string {
  const { protein, sharedStart: first } = translation;
  const suffix = sharedEndLength(wildtype, translation);
  const end = wildtype.length - suffix;
  const mutantEnd = protein.length - suffix;
  if (end - first === 1 && mutantEnd - first === 1) {
    const from = prefixedNames[wildtype.charCodeAt(first)] ?? 'p.Xaa';
    return from + (first + 1) + nameOf(residueAt(wildtype, translation, first));
  }
  if (mutantEnd === first) return `p.${range(wildtype, first, end)}del`;
  const added = departingResidues(wildtype, translation, mutantEnd);
  if (end > first) return `p.${range(wildtype, first, end)}delins${residueNames(added)}`;
  const copied = first - added.length;
  if (copied >= 0 && wildtype.slice(copied, first) === added) return `p.${range(wildtype, copied, first)}dup`;
  return `p.${range(wildtype, first - 1, first + 1)}ins${residueNames(added)}`;
}
