/** HGVS p. descriptions (https://hgvs-nomenclature.org, version 21), written as VEP does: three letters, 'Ter', no parentheses. */
import { firstDifference } from './novel-stretch.js';

const threeLetters: Readonly<Record<string, string>> = {
  A: 'Ala',
  C: 'Cys',
  D: 'Asp',
  E: 'Glu',
  F: 'Phe',
  G: 'Gly',
  H: 'His',
  I: 'Ile',
  K: 'Lys',
  L: 'Leu',
  M: 'Met',
  N: 'Asn',
  P: 'Pro',
  Q: 'Gln',
  R: 'Arg',
  S: 'Ser',
  T: 'Thr',
  U: 'Sec',
  V: 'Val',
  W: 'Trp',
  X: 'Xaa',
  Y: 'Tyr',
  '*': 'Ter',
};

/** 'Gly' of 'G'; Xaa for anything unknown. */
function residueName(letter: string): string {
  return threeLetters[letter] ?? 'Xaa';
}

function residueNames(letters: string): string {
  let names = '';
  for (const letter of letters) names += residueName(letter);
  return names;
}

interface ProteinChange {
  /** Both without their stop. */
  readonly wildtype: string;
  readonly hasWildtypeStop: boolean;
  readonly mutant: string;
  readonly hasMutantStop: boolean;
  /** Whether the mutant ends in another frame. */
  readonly isFrameshift: boolean;
  /** Whether protein and stop are the wild type's. */
  readonly isSilent: boolean;
  /** Whether the edit changes bases of the stop codon. */
  readonly isStopTouched: boolean;
  /** Codons the edit touches, 0-based half-open; equal for an insertion between two codons. */
  readonly firstCodon: number;
  readonly endCodon: number;
  /** Net codons inserted; a fraction for a shifted frame. */
  readonly deltaCodons: number;
}

/** Residue of the wild type with the stop as '*', named with its 1-based number: 'Lys5', 'Ter172'. */
function place(change: ProteinChange, offset: number): string {
  return `${residueName(change.wildtype[offset] ?? '*')}${offset + 1}`;
}

function range(change: ProteinChange, start: number, end: number): string {
  return end - start === 1 ? place(change, start) : `${place(change, start)}_${place(change, end - 1)}`;
}

/** The description of one change of the protein, without the sequence's name; null where HGVS has none (an open end reached). */
export function describeProtein(change: ProteinChange): string | null {
  const { wildtype, mutant } = change;
  if (change.isSilent) return describeSilent(change);
  const first = firstDifference(wildtype, mutant, change.firstCodon);
  if (first === wildtype.length) {
    if (!change.hasWildtypeStop) return null;
    if (change.isStopTouched || change.isFrameshift) return describeExtension(change, first);
  }
  const isCut = first === mutant.length && change.hasMutantStop && first < wildtype.length;
  const expectedLength = wildtype.length + change.deltaCodons;
  if (isCut && (change.isFrameshift || mutant.length < expectedLength)) return `p.${place(change, first)}Ter`;
  if (change.isFrameshift) return describeFrameshift(change, first);
  if (change.hasMutantStop && mutant.length < expectedLength) return describeStopInside(change, first);
  if (change.isStopTouched && mutant.length !== expectedLength) return describeLostEnd(change, first);
  return describeInFrame(change, first);
}

function describeSilent(change: ProteinChange): string {
  const end = Math.min(change.endCodon, change.wildtype.length + 1);
  return end <= change.firstCodon ? 'p.=' : `p.${range(change, change.firstCodon, end)}=`;
}

/** HGVS "Extension"; the count runs from the former stop's place (1) to the new stop, as in a frame shift. */
function describeExtension(change: ProteinChange, first: number): string | null {
  const added = change.mutant[first];
  if (added === undefined) return null;
  const count = change.hasMutantStop ? String(change.mutant.length - first + 1) : '?';
  return `p.${place(change, first)}${residueName(added)}extTer${count}`;
}

/** HGVS "Frame shift": from the first changed residue (1) to the new stop; '?' where no stop was met. */
function describeFrameshift(change: ProteinChange, first: number): string | null {
  const changed = change.mutant[first];
  if (changed === undefined) return null;
  const count = change.hasMutantStop ? String(change.mutant.length - first + 1) : '?';
  return `p.${place(change, first)}${residueName(changed)}fsTer${count}`;
}

/** An in-frame change that makes a stop behind changed residues: p.Met3_His4insGlyTer, p.Lys12_Arg13delinsAsnTer. */
function describeStopInside(change: ProteinChange, first: number): string {
  const added = residueNames(`${change.mutant.slice(first)}*`);
  const end = Math.max(change.endCodon, first);
  if (end === first) return `p.${range(change, first - 1, first + 1)}ins${added}`;
  return `p.${range(change, first, end)}delins${added}`;
}

/** The last residues and the stop replaced by what is read instead. */
function describeLostEnd(change: ProteinChange, first: number): string {
  const added = residueNames(`${change.mutant.slice(first)}${change.hasMutantStop ? '*' : ''}`);
  return `p.${range(change, first, change.wildtype.length + 1)}delins${added}`;
}

function describeInFrame(change: ProteinChange, first: number): string {
  const { wildtype, mutant } = change;
  const limit = Math.min(wildtype.length, mutant.length) - first;
  // What lies behind the edited codons agrees, so the scan for the shared end begins there.
  let suffix = Math.max(0, Math.min(limit, wildtype.length - change.endCodon));
  while (
    suffix < limit &&
    wildtype.charCodeAt(wildtype.length - 1 - suffix) === mutant.charCodeAt(mutant.length - 1 - suffix)
  ) {
    suffix += 1;
  }
  const end = wildtype.length - suffix;
  const added = mutant.slice(first, mutant.length - suffix);
  if (added === '') return `p.${range(change, first, end)}del`;
  if (end > first) {
    return end - first === 1 && added.length === 1
      ? `p.${place(change, first)}${residueName(added)}`
      : `p.${range(change, first, end)}delins${residueNames(added)}`;
  }
  const copied = first - added.length;
  if (copied >= 0 && wildtype.slice(copied, first) === added) return `p.${range(change, copied, first)}dup`;
  return `p.${range(change, first - 1, first + 1)}ins${residueNames(added)}`;
}
