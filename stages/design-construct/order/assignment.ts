/**
 * The assignment problem, the bound under the order: every element gets one right and one left neighbour, but circles are allowed. Shortest
 * augmenting paths with dual variables (Jonker & Volgenant 1987, doi:10.1007/BF02278710); integer costs stay exact below 2^53.
 */

export interface Assignment {
  readonly width: number;
  /** Infinity = not allowed. */
  readonly cost: Float64Array;
  /** Column → row, −1: none; one entry more, which the search uses. */
  readonly rowOf: Int32Array;
  readonly rowDual: Float64Array;
  readonly columnDual: Float64Array;
}

export function unassigned(cost: Float64Array, width: number): Assignment {
  return {
    width,
    cost,
    rowOf: new Int32Array(width + 1).fill(-1),
    rowDual: new Float64Array(width),
    columnDual: new Float64Array(width + 1),
  };
}

/** A copy whose costs, matching and duals may be changed. */
export function copyOf({ width, cost, rowOf, rowDual, columnDual }: Assignment): Assignment {
  return {
    width,
    cost: cost.slice(),
    rowOf: rowOf.slice(),
    rowDual: rowDual.slice(),
    columnDual: columnDual.slice(),
  };
}

/** Gives the free row a column, moving others where that is cheaper; false where nothing is left for it. */
export function augment(assignment: Assignment, row: number): boolean {
  const { width, rowOf, rowDual, columnDual } = assignment;
  const least = new Float64Array(width).fill(Number.POSITIVE_INFINITY);
  const way = new Int32Array(width);
  const isUsed = new Uint8Array(width + 1);
  rowOf[width] = row;
  let column = width;
  do {
    isUsed[column] = 1;
    const next = relax(assignment, { column, least, way, isUsed });
    if (next < 0) return false;
    const delta = least[next] ?? 0;
    for (let each = 0; each <= width; each++) {
      if (isUsed[each] === 1) {
        const owner = rowOf[each] ?? 0;
        rowDual[owner] = (rowDual[owner] ?? 0) + delta;
        columnDual[each] = (columnDual[each] ?? 0) - delta;
      } else if (each < width) least[each] = (least[each] ?? 0) - delta;
    }
    column = next;
  } while ((rowOf[column] ?? -1) !== -1);
  while (column !== width) {
    const before = way[column] ?? width;
    rowOf[column] = rowOf[before] ?? -1;
    column = before;
  }
  return true;
}

interface Search {
  readonly column: number;
  readonly least: Float64Array;
  readonly way: Int32Array;
  readonly isUsed: Uint8Array;
}

/** Looks from the row that holds the column to all unused ones; the nearest of them, −1: none can be reached. */
function relax({ width, cost, rowOf, rowDual, columnDual }: Assignment, search: Search): number {
  const { column, least, way, isUsed } = search;
  const row = rowOf[column] ?? 0;
  const dual = rowDual[row] ?? 0;
  let nearest = -1;
  let distance = Number.POSITIVE_INFINITY;
  for (let each = 0; each < width; each++) {
    if (isUsed[each] === 1) continue;
    const reduced = (cost[row * width + each] ?? 0) - dual - (columnDual[each] ?? 0);
    if (reduced < (least[each] ?? 0)) {
      least[each] = reduced;
      way[each] = column;
    }
    if ((least[each] ?? 0) < distance) {
      distance = least[each] ?? 0;
      nearest = each;
    }
  }
  return nearest;
}

/** Assigns every row; false where the table allows no assignment. */
export function assignAll(assignment: Assignment): boolean {
  for (let row = 0; row < assignment.width; row++) if (!augment(assignment, row)) return false;
  return true;
}

/** Sum over the assigned pairs. */
export function totalOf({ width, cost, rowOf }: Assignment): number {
  let total = 0;
  for (let column = 0; column < width; column++) total += cost[(rowOf[column] ?? 0) * width + column] ?? 0;
  return total;
}

/** Row → column. */
export function successors({ width, rowOf }: Assignment): Int32Array {
  const next = new Int32Array(width);
  for (let column = 0; column < width; column++) next[rowOf[column] ?? 0] = column;
  return next;
}
