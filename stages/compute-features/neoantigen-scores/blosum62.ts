/** BLOSUM62 in half bits (Henikoff & Henikoff 1992, doi:10.1073/pnas.89.22.10915), lower triangle in the order of `residues`. */
const residues = 'ARNDCQEGHILKMFPSTWYV';
const triangle = `
4
-1 5
-2 0 6
-2 -2 1 6
0 -3 -3 -3 9
-1 1 0 0 -3 5
-1 0 0 2 -4 2 5
0 -2 0 -1 -3 -2 -2 6
-2 0 1 -1 -3 0 0 -2 8
-1 -3 -3 -3 -1 -3 -3 -4 -3 4
-1 -2 -3 -4 -1 -2 -3 -4 -3 2 4
-1 2 0 -1 -3 1 1 -2 -1 -3 -2 5
-1 -1 -2 -3 -1 0 -2 -3 -2 1 2 -1 5
-2 -3 -3 -3 -2 -3 -3 -3 -1 0 0 -3 0 6
-1 -2 -2 -1 -3 -1 -1 -2 -2 -3 -3 -1 -2 -4 7
1 -1 1 0 -1 0 0 0 -1 -2 -2 0 -1 -2 -1 4
0 -1 0 -1 -1 -1 -1 -2 -2 -1 -1 -1 -1 -2 -1 1 5
-3 -3 -4 -4 -2 -2 -3 -2 -2 -3 -2 -3 -1 1 -4 -3 -2 11
-2 -2 -2 -3 -2 -1 -2 -3 2 -1 -1 -2 -1 3 -3 -2 -2 2 7
0 -3 -3 -3 -1 -2 -2 -3 -3 3 1 -2 1 -1 -2 -2 0 -3 -1 4`;

/** Row × 32 + column → score; 32 so that a letter's code is an index. */
const scores = new Int8Array(32 * 32).fill(-4);
for (const [row, line] of triangle.trim().split('\n').entries()) {
  for (const [column, score] of line.split(' ').map(Number).entries()) {
    const [a, b] = [residueCode(residues[row] ?? ''), residueCode(residues[column] ?? '')];
    scores[a * 32 + b] = score;
    scores[b * 32 + a] = score;
  }
}

/** A = 1 … Z = 26; anything else 0, which matches nothing. */
function residueCode(letter: string): number {
  const code = letter.charCodeAt(0) - 64;
  return code >= 1 && code <= 26 ? code : 0;
}

/** A peptide as codes for `bestUngapped`. */
export function residueCodes(peptide: string): Uint8Array {
  return Uint8Array.from(peptide, residueCode);
}

/** Score in half bits of two residues; −4, the worst, for what is no standard residue. */
export function blosum62(a: string, b: string): number {
  return scores[residueCode(a) * 32 + residueCode(b)] ?? -4;
}

/** The largest sum of scores over two aligned stretches without gaps; 0 where none is positive. */
export function bestUngapped(a: Uint8Array, b: Uint8Array): number {
  let best = 0;
  for (let shift = 1 - a.length; shift < b.length; shift += 1) {
    const from = Math.max(0, -shift);
    const to = Math.min(a.length, b.length - shift);
    let running = 0;
    for (let index = from; index < to; index += 1) {
      const score = scores[(a[index] ?? 0) * 32 + (b[index + shift] ?? 0)] ?? -4;
      running = Math.max(running + score, 0);
      if (running > best) best = running;
    }
  }
  return best;
}
