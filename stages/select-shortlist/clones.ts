/**
 * Groups of cancer cells told apart by what they carry. Which subclone descends from which is not known from fractions alone. Taken
 * as nested (a cell that carries a variant carries every more frequent one), the fractions of all variants fix how many cells carry what, and
 * for an objective with diminishing returns this is the arrangement in which a list covers least: its value is the Lovász extension,
 * the lowest expectation over all arrangements with these fractions (Lovász 1983, doi:10.1007/978-3-642-68874-4_10). So what a list is
 * said to cover, it covers whatever the tumour's tree is.
 */

export interface Clone {
  readonly name: string;
  /** Share of the cancer cells. */
  readonly weight: number;
  /** The cells from this share on … */
  readonly from: number;
  /** … up to this one: those that a variant of a cancer cell fraction of `to` and more has reached all of. */
  readonly to: number;
}

/** Part of a clone's cells that carry a variant of this cancer cell fraction, 0-1; over all clones, parts × weights sum to the fraction. */
export function partCarrying({ from, to }: Pick<Clone, 'from' | 'to'>, cellFraction: number): number {
  return Math.min(1, Math.max(0, (cellFraction - from) / (to - from)));
}

/** The clones between these steps, the most common cells' first; steps that no fraction tells apart are one. */
export function clonesOf(steps: readonly number[], cellFractions: readonly number[]): readonly Clone[] {
  const edges = [0, ...[...new Set(steps)].filter((step) => step > 0 && step < 1).sort((a, b) => a - b), 1];
  // An edge tells cells apart only if some variant reaches less far than the clone above it, or ends within one.
  const kept = edges.filter((edge, index) => {
    if (edge === 0 || edge === 1) return true;
    const above = edges[index + 1] ?? 1;
    const below = edges[index - 1] ?? 0;
    return cellFractions.some(
      (fraction) =>
        partCarrying({ from: below, to: edge }, fraction) !==
        partCarrying({ from: edge, to: above }, fraction),
    );
  });
  return kept.slice(1).map((to, index) => {
    const from = kept[index] ?? 0;
    return { name: nameOf(from, to), weight: to - from, from, to };
  });
}

function nameOf(from: number, to: number): string {
  if (from === 0 && to === 1) return 'all cells';
  const percent = (share: number) => Math.round(share * 100);
  return `cells ${percent(from)}-${percent(to)} %`;
}
