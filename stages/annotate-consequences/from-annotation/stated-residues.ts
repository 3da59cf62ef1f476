/** Reads what an HGVS p. description says of the wild-type protein and, of a substitution, of the mutant (https://hgvs-nomenclature.org, version 21). */
import { startOfPosition } from '../../../schemas/coordinates.js';
import { threeLetters } from '../../shared/amino-acid-names.js';

interface StatedResidue {
  /** 0-based in the protein. */
  readonly offset: number;
  /** One letter, '*' the stop. */
  readonly residue: string;
}

const letterOf = new Map(Object.entries(threeLetters).map(([letter, name]) => [name, letter]));
const residueName = '(?:[A-Z][a-z]{2}|[A-Z*])';
const pattern = new RegExp(`^p\\.\\(?(${residueName})(\\d+)(?:_(${residueName})(\\d+))?(${residueName})?`);

/** Residues a description names: one or both ends of the wild-type stretch, and the new residue of a substitution. */
interface StatedProtein {
  readonly wildtype: readonly StatedResidue[];
  readonly substitute: StatedResidue | null;
}

/** Null where the description names no residue ('p.?', ''). One-letter names ('p.V600E') are read as well. */
export function statedProtein(hgvsP: string): StatedProtein | null {
  const change = hgvsP.replace(/^[^:]*:/, '');
  const match = pattern.exec(change);
  if (match === null) return null;
  const [text, first, firstPlace, last, lastPlace, substitute] = match;
  const at = (name: string | undefined, place: string | undefined): StatedResidue[] =>
    name === undefined || place === undefined
      ? []
      : [{ offset: startOfPosition(Number(place)), residue: letter(name) }];
  const wildtype = [...at(first, firstPlace), ...at(last, lastPlace)];
  // 'p.Lys12Asn' and 'p.Gln5*' end there; 'p.Lys12AsnfsTer3' names the first residue of a shifted frame.
  const isSubstitution = last === undefined && /^\)?$/.test(change.slice(text.length));
  return { wildtype, substitute: isSubstitution ? (at(substitute, firstPlace)[0] ?? null) : null };
}

function letter(name: string): string {
  return name.length === 1 ? name : (letterOf.get(name) ?? 'X');
}

/** Why the description does not fit the proteins, in words; null: it fits. Proteins as in a consequence row; X matches anything. */
export function misfit(
  hgvsP: string,
  proteins: { readonly wildtype: string; readonly mutant: string | null },
): string | null {
  const stated = statedProtein(hgvsP);
  if (stated === null) return null;
  for (const { offset, residue } of stated.wildtype) {
    const found = residueAt(proteins.wildtype, offset);
    if (!isAlike(residue, found)) return describe('the reference’s protein', { hgvsP, offset, found });
  }
  const { substitute } = stated;
  if (substitute === null || proteins.mutant === null) return null;
  const found = residueAt(proteins.mutant, substitute.offset);
  return isAlike(substitute.residue, found)
    ? null
    : describe('the mutant protein', { hgvsP, offset: substitute.offset, found });
}

/** The stop stands behind the last residue, written or not. */
function residueAt(protein: string, offset: number): string {
  if (offset < protein.length) return protein.charAt(offset);
  return offset === protein.length ? '*' : '';
}

function isAlike(stated: string, found: string): boolean {
  return stated === found || stated === 'X' || found === 'X';
}

function describe(
  protein: string,
  { hgvsP, offset, found }: { readonly hgvsP: string; readonly offset: number; readonly found: string },
): string {
  const has = found === '' ? 'ends before' : `has ${found} at`;
  return `the annotation states ${hgvsP}, and ${protein} ${has} residue ${offset + 1}: annotation and reference are of different releases`;
}
