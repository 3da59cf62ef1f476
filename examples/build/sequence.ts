/** Strand and codon arithmetic of the example builder, kept apart from the product's own on purpose. */

const complements: Readonly<Record<string, string>> = { A: 'T', C: 'G', G: 'C', T: 'A', N: 'N' };

const codonOrder = 'TCAG';
// NCBI translation table 1, base order TCAG.
const standardCode = 'FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG';

export function reverseComplement(sequence: string): string {
  let result = '';
  for (let index = sequence.length - 1; index >= 0; index--) {
    result += complements[sequence.charAt(index)] ?? 'N';
  }
  return result;
}

/** The protein of a coding sequence, `*` for every stop; an incomplete last codon is left out. */
export function translate(codingSequence: string): string {
  let protein = '';
  for (let start = 0; start + 3 <= codingSequence.length; start += 3) {
    const [first = -1, second = -1, third = -1] = [0, 1, 2].map((step) =>
      codonOrder.indexOf(codingSequence.charAt(start + step)),
    );
    const unknown = first < 0 || second < 0 || third < 0;
    protein += unknown ? 'X' : standardCode.charAt(first * 16 + second * 4 + third);
  }
  return protein;
}

export function wrap(sequence: string, width = 60): string {
  return sequence.replace(new RegExp(`(.{1,${width}})`, 'g'), '$1\n');
}
