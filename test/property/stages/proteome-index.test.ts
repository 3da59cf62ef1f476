import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createProteomeIndex,
  type Occurrence,
  type SelfProtein,
} from '../../../stages/shared/proteome-index/index.js';

/** Few letters make repeats likely; X, U and '*' are what reference proteins hold besides the 20 residues. */
const sequence = fc.oneof(
  fc.string({ unit: fc.constantFrom('A', 'Q'), maxLength: 90 }),
  fc.string({ unit: fc.constantFrom(...'ACDEXU*'), maxLength: 60 }),
);

/** Proteins of few genes, many of them pieced together from earlier ones as isoforms are, some equal, some shorter than any peptide. */
const proteome: fc.Arbitrary<readonly SelfProtein[]> = fc
  .array(
    fc.record({
      gene: fc.constantFrom('G1', 'G2', 'G3'),
      sequence,
      earlier: fc.nat(5),
      kept: fc.nat(60),
      isGermline: fc.boolean(),
    }),
    { maxLength: 7 },
  )
  .map((drafts) => {
    const proteins: SelfProtein[] = [];
    for (const [ordinal, draft] of drafts.entries()) {
      const before = proteins[draft.earlier]?.sequence ?? '';
      proteins.push({
        id: `P${ordinal}`,
        gene: draft.gene,
        sequence: before.slice(0, draft.kept) + draft.sequence + before.slice(draft.kept),
        germlineVariantIds: draft.isGermline ? [`1:${ordinal}:A:G`] : [],
      });
    }
    return proteins;
  });

/** By plain search: of each gene the first protein that holds the peptide, at its first place. */
function plainSearch(proteins: readonly SelfProtein[], peptide: string): readonly Occurrence[] {
  const found = new Map<string, Occurrence>();
  for (const { sequence, ...source } of proteins) {
    const offset = sequence.indexOf(peptide);
    if (offset >= 0 && !found.has(source.gene)) found.set(source.gene, { ...source, offset });
  }
  return [...found.values()];
}

const letters = /^[A-Z]+$/;

describe('look-ups', () => {
  it('answer as a plain search does, for every peptide of the proteins and for changed ones', () => {
    fc.assert(
      fc.property(proteome, fc.integer({ min: 8, max: 25 }), fc.nat(24), (proteins, length, changed) => {
        const index = createProteomeIndex(proteins);
        const together = new Map<string, boolean>();
        for (const { sequence } of proteins) {
          for (let start = 0; start + length <= sequence.length; start += 3) {
            const peptide = sequence.slice(start, start + length);
            const at = changed % length;
            for (const asked of [peptide, `${peptide.slice(0, at)}C${peptide.slice(at + 1)}`]) {
              const expected = letters.test(asked) ? plainSearch(proteins, asked) : [];
              expect(index.occurrencesOf(asked)).toEqual(expected);
              expect(index.has(asked)).toBe(expected.length > 0);
              together.set(asked, expected.length > 0);
            }
          }
        }
        expect(index.hasEach([...together.keys()])).toEqual([...together.values()]);
      }),
    );
  });

  it('find the same genes whatever the order of the proteins', () => {
    const asked = fc.string({ unit: fc.constantFrom('A', 'Q', 'C'), minLength: 8, maxLength: 12 });
    const shuffled = proteome.chain((proteins) =>
      fc.tuple(
        fc.constant(proteins),
        fc.shuffledSubarray([...proteins], { minLength: proteins.length, maxLength: proteins.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, fc.array(asked), ([proteins, others], peptides) => {
        const genes = (of: readonly SelfProtein[]): readonly (readonly string[])[] => {
          const index = createProteomeIndex(of);
          return peptides.map((peptide) =>
            index
              .occurrencesOf(peptide)
              .map(({ gene }) => gene)
              .sort(),
          );
        };
        expect(genes(others)).toEqual(genes(proteins));
      }),
    );
  });
});
