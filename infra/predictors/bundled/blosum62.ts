/**
 * BLOSUM62 in half bits, rows and columns in the order of `BLOSUM62_RESIDUES`, row-major 20 × 20.
 * Source: Henikoff & Henikoff 1992, doi:10.1073/pnas.89.22.10915.
 */
export const BLOSUM62_RESIDUES = 'ARNDCQEGHILKMFPSTWYV';

const LOWER_TRIANGLE = `4
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

function build(): ReadonlyMap<string, number> {
  const scores = new Map<string, number>();
  LOWER_TRIANGLE.split('\n').forEach((line, row) => {
    line.split(' ').forEach((value, column) => {
      const a = BLOSUM62_RESIDUES.charAt(row);
      const b = BLOSUM62_RESIDUES.charAt(column);
      scores.set(a + b, Number(value));
      scores.set(b + a, Number(value));
    });
  });
  return scores;
}

const scores = build();

/** BLOSUM62 score of two residues in half bits; NaN if either is not one of the 20. */
export function blosum62(a: string, b: string): number {
  return scores.get(a + b) ?? Number.NaN;
}
