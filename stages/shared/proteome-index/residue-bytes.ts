/** Residues as bytes: the letters A-Z as in ASCII, whose low five bits tell them apart, and 0 for what is no residue. */

/** Ends a stretch of text, and stands for any character that is no upper-case letter: no peptide has it. */
export const noResidue = 0;
/** Bits of a byte that tell letters apart; those of noResidue are 0, which no letter's are. */
export const residueMask = 31;

/** One byte a residue. */
export function residueBytes(sequence: string): Uint8Array {
  const letters = /[^A-Z]/.test(sequence) ? sequence.replaceAll(/[^A-Z]/g, '\0') : sequence;
  return Buffer.from(letters, 'latin1');
}

/** 2^32 / golden ratio: spreads consecutive values (Knuth, The Art of Computer Programming 3, section 6.4). */
export const goldenMultiplier = 0x9e3779b1;

/** The smallest n with 2^n >= value. */
export function bitsFor(value: number): number {
  return 32 - Math.clz32(Math.max(1, value) - 1);
}
