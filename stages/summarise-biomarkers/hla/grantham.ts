/** Chemical distance of two residues. */

/** Residues in the order of the table. */
const order = 'SRLPTAVGIFYCHQNKDEMW';

/** Grantham 1974, doi:10.1126/science.185.4154.862, table 2: the distances to the residues that follow in `order`. */
const table: readonly (readonly number[])[] = [
  [110, 145, 74, 58, 99, 124, 56, 142, 155, 144, 112, 89, 68, 46, 121, 65, 80, 135, 177],
  [102, 103, 71, 112, 96, 125, 97, 97, 77, 180, 29, 43, 86, 26, 96, 54, 91, 101],
  [98, 92, 96, 32, 138, 5, 22, 36, 198, 99, 113, 153, 107, 172, 138, 15, 61],
  [38, 27, 68, 42, 95, 114, 110, 169, 77, 76, 91, 103, 108, 93, 87, 147],
  [58, 69, 59, 89, 103, 92, 149, 47, 42, 65, 78, 85, 65, 81, 128],
  [64, 60, 94, 113, 112, 195, 86, 91, 111, 106, 126, 107, 84, 148],
  [109, 29, 50, 55, 192, 84, 96, 133, 97, 152, 121, 21, 88],
  [135, 153, 147, 159, 98, 87, 80, 127, 94, 98, 127, 184],
  [21, 33, 198, 94, 109, 149, 102, 168, 134, 10, 61],
  [22, 205, 100, 116, 158, 102, 177, 140, 28, 40],
  [194, 83, 99, 143, 85, 160, 122, 36, 37],
  [174, 154, 139, 202, 154, 170, 196, 215],
  [24, 68, 32, 81, 40, 87, 115],
  [46, 53, 61, 29, 101, 130],
  [94, 23, 42, 142, 174],
  [101, 56, 95, 110],
  [45, 160, 181],
  [126, 152],
  [67],
];

/** Distance of two of the twenty residues, 0 (equal) to 215 (C, W); null for another letter. */
export function granthamDistance(a: string, b: string): number | null {
  const i = order.indexOf(a);
  const j = order.indexOf(b);
  if (i < 0 || j < 0 || a.length !== 1 || b.length !== 1) return null;
  if (i === j) return 0;
  const [low, high] = i < j ? [i, j] : [j, i];
  return table[low]?.[high - low - 1] ?? null;
}

/**
 * Mean distance over the positions of two aligned sequences at which both have a residue (Pierini & Lenz 2018,
 * doi:10.1093/molbev/msy116); null where there is no such position or the lengths differ.
 */
export function meanGranthamDistance(a: string, b: string): number | null {
  if (a.length !== b.length) return null;
  let sum = 0;
  let positions = 0;
  for (let index = 0; index < a.length; index += 1) {
    const distance = granthamDistance(a.charAt(index), b.charAt(index));
    if (distance === null) continue;
    sum += distance;
    positions += 1;
  }
  return positions === 0 ? null : Number((sum / positions).toPrecision(6));
}
