import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SelfProtein } from '../../../stages/shared/proteome-index/index.js';
import { nearMatches } from '../../../stages/summarise-biomarkers/safety/near-self-search.js';

/** Few letters, so that near matches are common; X and a stop now and then. */
const residue = fc.constantFrom(...'AAACCCDDEEKLX*U');
const sequence = fc.string({ unit: residue, maxLength: 60 });
const peptide = fc.string({ unit: fc.constantFrom(...'ACDEKL'), minLength: 8, maxLength: 14 });

/** Every window of every protein against every peptide, letter by letter. */
function bruteForce(peptides: readonly string[], proteins: readonly SelfProtein[]): Set<string> {
  const found = new Set<string>();
  for (const wanted of peptides) {
    for (const { gene, sequence: text } of proteins) {
      for (let start = 0; start + wanted.length <= text.length; start += 1) {
        const window = text.slice(start, start + wanted.length);
        const differing = [...window].filter((letter, at) => letter !== wanted.charAt(at));
        if (differing.length > 1 || differing.some((letter) => !/[A-WYZ]/.test(letter))) continue;
        found.add(`${wanted} ${gene} ${window}`);
      }
    }
  }
  return found;
}

function protein(text: string, index: number): SelfProtein {
  return { id: `P${index}`, gene: `G${index % 3}`, sequence: text, germlineVariantIds: [] };
}

describe('near-self search', () => {
  it('finds exactly the stretches that a comparison of every window finds, each once per gene', () => {
    fc.assert(
      fc.property(
        fc.array(peptide, { maxLength: 5 }),
        fc.array(sequence, { maxLength: 6 }),
        (peptides, texts) => {
          const proteins = texts.map(protein);
          const found = nearMatches(peptides, proteins).map(
            ({ peptide: wanted, gene, match }) => `${wanted} ${gene} ${match}`,
          );
          expect(new Set(found)).toEqual(bruteForce(peptides, proteins));
          expect(found).toHaveLength(new Set(found).size);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('finds a planted peptide with any one residue changed, says where and which', () => {
    fc.assert(
      fc.property(
        peptide,
        fc.nat(13),
        fc.constantFrom(...'GHIMNPQRST'),
        sequence,
        sequence,
        (wanted, place, letter, before, after) => {
          const at = place % wanted.length;
          const planted = wanted.slice(0, at) + letter + wanted.slice(at + 1);
          const [match] = nearMatches([wanted], [protein(`${before}*${planted}*${after}`, 0)]).filter(
            (found) => found.match === planted,
          );
          expect(match).toMatchObject({ mismatchOffset: at, offset: before.length + 1, protein: 'P0' });
        },
      ),
      { numRuns: 300 },
    );
  });
});
