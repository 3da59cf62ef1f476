/** Whether a junction peptide occurs in a self protein, asked for in bulk and remembered. */
import type { ReferenceBundle } from '../../../schemas/reference.js';
import { createProteomeIndex, type ProteomeIndex } from '../../shared/proteome-index/index.js';

export interface SelfLookup {
  /** False: no proteome is at hand, and nothing is known. */
  readonly isKnown: boolean;
  add(peptides: Iterable<string>): void;
  has(peptide: string): boolean;
  /** Genes whose protein holds the peptide. */
  genesOf(peptide: string): readonly string[];
}

export const noSelfLookup: SelfLookup = {
  isKnown: false,
  add: () => undefined,
  has: () => false,
  genesOf: () => [],
};

/** The reference proteome's index is made when there is something to ask: reading a whole proteome takes longest. */
export function createSelfLookup(reference: ReferenceBundle | null): SelfLookup {
  if (reference === null) return noSelfLookup;
  const known = new Map<string, boolean>();
  let index: ProteomeIndex | null = null;
  const proteomeIndex = () => {
    index ??= createProteomeIndex(
      (function* () {
        for (const { id, geneName, sequence } of reference.proteome())
          yield { id, gene: geneName, sequence, germlineVariantIds: [] };
      })(),
    );
    return index;
  };
  return {
    isKnown: true,
    add(peptides) {
      const fresh = [...new Set(peptides)].filter((peptide) => !known.has(peptide));
      if (fresh.length === 0) return;
      const held = proteomeIndex().hasEach(fresh);
      for (const [place, peptide] of fresh.entries()) known.set(peptide, held[place] ?? false);
    },
    has: (peptide) => known.get(peptide) ?? false,
    genesOf: (peptide) =>
      proteomeIndex()
        .occurrencesOf(peptide)
        .map(({ gene }) => gene),
  };
}
