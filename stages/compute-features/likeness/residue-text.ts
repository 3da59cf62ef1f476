/** Residues as small numbers, so that a few of them together index a table. */
import { blosum62 } from '../neoantigen-scores/blosum62.js';

const standard = 'ARNDCQEGHILKMFPSTWYV';
/** Any letter that is none of the twenty; all of them are alike, and unlike everything. */
const otherResidue = standard.length;
/** Between two proteins; no alignment crosses it. */
export const boundary = standard.length + 1;
export const letterCount = standard.length + 2;

const codeOfByte = new Uint8Array(256).fill(boundary);
for (let byte = 65; byte <= 90; byte += 1) codeOfByte[byte] = otherResidue;
for (const [code, letter] of [...standard].entries()) codeOfByte[letter.charCodeAt(0)] = code;

/** Codes of upper-case letters in ASCII; whatever is no letter is a boundary. */
export function residueText(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => codeOfByte[byte] ?? boundary);
}

/** Far below what any stretch can score. */
const barrier = -100;
const worst = -4;

/** Scores of each code against each position of the peptide, half bits: position × letterCount + code. */
export function scoreProfile(peptide: string): Int8Array {
  const profile = new Int8Array(peptide.length * letterCount);
  for (const [offset, residue] of [...peptide].entries()) {
    const row = offset * letterCount;
    for (const [code, letter] of [...standard].entries()) profile[row + code] = blosum62(residue, letter);
    profile[row + otherResidue] = worst;
    profile[row + boundary] = barrier;
  }
  return profile;
}
