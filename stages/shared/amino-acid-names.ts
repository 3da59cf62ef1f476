/** One-letter code → three-letter name of every residue and the stop (HGVS 21.0, standards: amino acid descriptions). */
export const threeLetters: Readonly<Record<string, string>> = {
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

const letterOf = new Map(Object.entries(threeLetters).map(([letter, name]) => [name, letter]));

/** 'E17K' of 'Glu17Lys': every three-letter name as its letter; other words stay. */
export function inOneLetterCode(text: string): string {
  return text.replace(/[A-Z][a-z]{2}/g, (name) => letterOf.get(name) ?? name);
}
