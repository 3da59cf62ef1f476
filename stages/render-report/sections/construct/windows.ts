import type { ConstructDesign } from '../../../../schemas/construct.js';
import type { Pick } from '../../gather.js';

export type Construct = ConstructDesign['constructs'][number];
export type Seam = Construct['seams'][number];
export type Check = Construct['checks'][number];

/** The picks that a window stands for; a window of phased neighbours names all their variants. */
export function picksOf(sources: readonly string[], picks: readonly Pick[]): readonly Pick[] {
  return picks.filter(({ ranked: { best } }) =>
    [best.input, ...best.phaseGroup].some((input) => sources.includes(input)),
  );
}

export interface Marked {
  /** 0-based, in the window; null: the best peptide does not lie in it. */
  readonly peptide: { readonly start: number; readonly end: number } | null;
  readonly mutated: readonly number[];
}

/** Where a pick's best peptide and its mutated residues lie in a window. */
export function markedIn(sequence: string, pick: Pick | undefined): Marked {
  const best = pick?.ranked.best;
  const start = best === undefined ? -1 : sequence.indexOf(best.peptide);
  if (best === undefined || start < 0) return { peptide: null, mutated: [] };
  return {
    peptide: { start, end: start + best.peptide.length },
    mutated: best.mutatedOffsets.map((offset) => start + offset),
  };
}

/** What the seam's numbers come to. */
export function verdictOf({ strong, selfPeptides, unknown }: Seam): 'clear' | 'open' | 'unknown' {
  if (strong > 0 || selfPeptides.length > 0) return 'open';
  return unknown > 0 ? 'unknown' : 'clear';
}

export const seamWords = {
  clear: { mark: '✓', tone: 'v-ok', word: 'clear' },
  open: { mark: '✕', tone: 'v-bad', word: 'not clear' },
  unknown: { mark: '?', tone: 'v-na', word: 'not known' },
} as const;
