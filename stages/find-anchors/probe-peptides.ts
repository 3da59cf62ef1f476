/** Peptides to ask a predictor about: made up, but the same in every run. */

/** Composition of UniProtKB/Swiss-Prot release 2024_01, per mille, rounded (statistics of the release, section 5.1). */
const composition: Readonly<Record<string, number>> = {
  A: 83,
  R: 55,
  N: 41,
  D: 55,
  C: 14,
  Q: 39,
  E: 67,
  G: 71,
  H: 23,
  I: 59,
  L: 96,
  K: 58,
  M: 24,
  F: 39,
  P: 47,
  S: 66,
  T: 54,
  W: 11,
  Y: 29,
  V: 69,
};
const urn = Object.entries(composition)
  .map(([residue, share]) => residue.repeat(share))
  .join('');

/** Numerical Recipes' generator of 32 bits (Press 2007, section 7.1): the high bits of each state are used. */
function nextState(state: number): number {
  return (Math.imul(state, 1664525) + 1013904223) >>> 0;
}

/** As many peptides of the length, residues drawn as often as proteins hold them. */
export function probePeptides(length: number, count: number): readonly string[] {
  const peptides: string[] = [];
  let state = length;
  for (let peptide = 0; peptide < count; peptide += 1) {
    let residues = '';
    for (let offset = 0; offset < length; offset += 1) {
      state = nextState(state);
      residues += urn.charAt(Math.floor((state / 2 ** 32) * urn.length));
    }
    peptides.push(residues);
  }
  return peptides;
}
