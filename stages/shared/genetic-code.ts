/**
 * The two genetic codes of the human cell and strand complement.
 * Tables: NCBI "The Genetic Codes" (gc.prt, version 4.6), transl_table 1 and 2, base order TCAG.
 */

const codonOrder = 'TCAG';
const aminoAcidsByCode = {
  1: 'FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG',
  2: 'FFLLSSSSYY**CCWWLLLLPPPPHHQQRRRRIIMMTTTTNNKKSS**VVVVAAAADDEEGGGG',
} as const;
const startsByCode = {
  1: '---M------**--*----M---------------M----------------------------',
  2: '----------**--------------------MMMM----------**---M------------',
} as const;

export type GeneticCode = keyof typeof aminoAcidsByCode;

/** Character code → 0-3 in TCAG order (upper and lower case, U as T); 64 marks anything else. */
const baseRank = new Uint8Array(256).fill(64);
for (let rank = 0; rank < 4; rank++) {
  const base = codonOrder.charCodeAt(rank);
  baseRank[base] = rank;
  baseRank[base + 32] = rank;
}
baseRank['U'.charCodeAt(0)] = 0;
baseRank['u'.charCodeAt(0)] = 0;

const unknownResidue = 'X'.charCodeAt(0);

/** Character codes by codon index, one table per code. */
const residuesByCode = {
  1: Uint8Array.from(aminoAcidsByCode[1], (residue) => residue.charCodeAt(0)),
  2: Uint8Array.from(aminoAcidsByCode[2], (residue) => residue.charCodeAt(0)),
} as const;

const lettersByCode = { 1: [...aminoAcidsByCode[1]], 2: [...aminoAcidsByCode[2]] } as const;

/** Each base's rank as `translateRanks` reads it: 0-3 in TCAG order, 64 for anything but A, C, G, T, U. */
export function writeRanks(sequence: string, target: Uint8Array, at: number): void {
  for (let offset = 0; offset < sequence.length; offset++) {
    target[at + offset] = baseRank[sequence.charCodeAt(offset)] ?? 64;
  }
}

/** `translate` of few codons, given as ranks in [0, length) of `ranks`. */
export function translateRanks(ranks: Uint8Array, length: number, code: GeneticCode): string {
  const letters = lettersByCode[code];
  let protein = '';
  for (let at = 0; at + 3 <= length; at += 3) {
    const codon = (ranks[at] ?? 64) * 16 + (ranks[at + 1] ?? 64) * 4 + (ranks[at + 2] ?? 64);
    // An unknown base ranks 64, so any codon with one lands past the table's end.
    protein += letters[codon] ?? 'X';
  }
  return protein;
}

function codonIndex(sequence: string, offset: number): number {
  const first = baseRank[sequence.charCodeAt(offset)] ?? 64;
  const second = baseRank[sequence.charCodeAt(offset + 1)] ?? 64;
  const third = baseRank[sequence.charCodeAt(offset + 2)] ?? 64;
  return first * 16 + second * 4 + third;
}

/** Where texts are put together before they become strings: a buffer for each would cost more than filling it. */
const scratch = Buffer.alloc(1 << 12);

/** Texts up to this long are joined letter by letter: below it that costs less than a call into Buffer. */
const joinedLetters = 8;

function joinTranslation(sequence: string, length: number, code: GeneticCode): string {
  const letters = lettersByCode[code];
  let protein = '';
  for (let codon = 0; codon < length; codon++) protein += letters[codonIndex(sequence, codon * 3)] ?? 'X';
  return protein;
}

/**
 * One letter per full codon of `sequence` from offset 0: '*' for a stop, 'X' for a codon with a letter
 * other than A, C, G, T, U. A partial last codon gives nothing. Stops do not end the translation.
 */
export function translate(sequence: string, code: GeneticCode): string {
  const residues = residuesByCode[code];
  const length = Math.floor(sequence.length / 3);
  if (length <= joinedLetters) return joinTranslation(sequence, length, code);
  const protein = length <= scratch.length ? scratch : Buffer.allocUnsafe(length);
  for (let codon = 0; codon < length; codon++) {
    // An unknown base ranks 64, so any codon with one lands past the table's end.
    protein[codon] = residues[codonIndex(sequence, codon * 3)] ?? unknownResidue;
  }
  return protein.toString('latin1', 0, length);
}

/** Whether gc.prt lists the codon as an initiator of that code (1: TTG, CTG, ATG; 2: ATT, ATC, ATA, ATG, GTG). */
export function isInitiatorCodon(codon: string, code: GeneticCode): boolean {
  return codon.length === 3 && startsByCode[code][codonIndex(codon, 0)] === 'M';
}

/** Whether the codon ends translation under that code. */
export function isStopCodon(codon: string, code: GeneticCode): boolean {
  return codon.length === 3 && aminoAcidsByCode[code][codonIndex(codon, 0)] === '*';
}

// IUPAC complements (NC-IUB 1984, doi:10.1093/nar/13.9.3021): A-T, C-G, R-Y, K-M, B-V, D-H; S, W, N are their own.
const complementPairs = ['AT', 'CG', 'RY', 'KM', 'BV', 'DH', 'SS', 'WW', 'NN'];
/** Character code → its complement's; letters outside IUPAC pass unchanged. */
const complement = Uint8Array.from({ length: 256 }, (_, charCode) => charCode);
for (const pair of [...complementPairs, ...complementPairs.map((letters) => letters.toLowerCase())]) {
  complement[pair.charCodeAt(0)] = pair.charCodeAt(1);
  complement[pair.charCodeAt(1)] = pair.charCodeAt(0);
}
complement['U'.charCodeAt(0)] = 'A'.charCodeAt(0);
complement['u'.charCodeAt(0)] = 'a'.charCodeAt(0);

const complementLetter = Array.from(complement, (charCode) => String.fromCharCode(charCode));

/** The other strand, 5' to 3'. IUPAC letters are complemented, case is kept, other letters pass unchanged. */
export function reverseComplement(sequence: string): string {
  const { length } = sequence;
  if (length <= joinedLetters) {
    let joined = '';
    for (let offset = length - 1; offset >= 0; offset--) {
      joined += complementLetter[sequence.charCodeAt(offset)] ?? 'N';
    }
    return joined;
  }
  const reversed = length <= scratch.length ? scratch : Buffer.allocUnsafe(length);
  for (let offset = 0; offset < length; offset++) {
    reversed[length - 1 - offset] = complement[sequence.charCodeAt(offset)] ?? 0x4e;
  }
  return reversed.toString('latin1', 0, length);
}
