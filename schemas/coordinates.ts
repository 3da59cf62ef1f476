/**
 * `position` is 1-based (VCF); `start`/`end` are 0-based half-open (internal). These are the only converters.
 */
export function startOfPosition(position: number): number {
  return position - 1;
}

export function positionOfStart(start: number): number {
  return start + 1;
}
