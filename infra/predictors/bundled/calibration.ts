/**
 * Percentile rank of a score on one allele: the share (in %) of random natural peptides that score at least as high.
 * `knots` holds the scores at `percentiles` (rising), so it falls. Between knots the logarithm of the percentile is linear in the
 * score; beyond the ends the rank is the first or last percentile. Falls monotonically as the score rises.
 */
export function percentileRank(score: number, knots: Float32Array, logPercentiles: Float64Array): number {
  const last = logPercentiles.length - 1;
  if (score >= (knots[0] ?? 0)) return Math.exp(logPercentiles[0] ?? 0);
  if (score <= (knots[last] ?? 0)) return Math.exp(logPercentiles[last] ?? 0);
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((knots[middle] ?? 0) >= score) low = middle;
    else high = middle;
  }
  const above = knots[low] ?? 0;
  const below = knots[high] ?? 0;
  const start = logPercentiles[low] ?? 0;
  const end = logPercentiles[high] ?? 0;
  // The search keeps knots[low] >= score > knots[high], so the interval is never empty.
  return Math.exp(start + ((above - score) / (above - below)) * (end - start));
}
