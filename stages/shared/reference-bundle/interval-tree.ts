/**
 * Overlap queries on intervals sorted by start: an implicit balanced tree whose node for rows [low, high)
 * is the middle row and knows the largest end below it, as in cgranges (doi:10.1093/bioinformatics/btaa827).
 */

/** subtreeEnd of rows [low, high): for each middle row the largest end in its range; written into `subtreeEnd`. */
export function buildSubtreeEnds(
  ends: Uint32Array,
  subtreeEnd: Uint32Array,
  low: number,
  high: number,
): number {
  if (low >= high) return 0;
  const middle = (low + high) >>> 1;
  const largest = Math.max(
    ends[middle] ?? 0,
    buildSubtreeEnds(ends, subtreeEnd, low, middle),
    buildSubtreeEnds(ends, subtreeEnd, middle + 1, high),
  );
  subtreeEnd[middle] = largest;
  return largest;
}

export interface IntervalRows {
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  readonly subtreeEnd: Uint32Array;
}

export interface OverlapQuery {
  readonly rows: IntervalRows;
  /** Half-open, not empty. */
  readonly start: number;
  readonly end: number;
}

function descend(query: OverlapQuery, low: number, high: number, found: number[]): void {
  if (low >= high) return;
  const middle = (low + high) >>> 1;
  if ((query.rows.subtreeEnd[middle] ?? 0) <= query.start) return;
  descend(query, low, middle, found);
  if ((query.rows.start[middle] ?? 0) >= query.end) return;
  if ((query.rows.end[middle] ?? 0) > query.start) found.push(middle);
  descend(query, middle + 1, high, found);
}

/** The rows of [low, high) that overlap the query, ascending. */
export function findOverlaps(query: OverlapQuery, low: number, high: number): number[] {
  const found: number[] = [];
  descend(query, low, high, found);
  return found;
}
