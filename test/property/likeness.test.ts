import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { likenessToEpitopes } from '../../stages/compute-features/likeness/known-epitopes.js';
import { residueText } from '../../stages/compute-features/likeness/residue-text.js';
import { dissimilarityToSelf } from '../../stages/compute-features/likeness/self-likeness.js';
import { ungappedSearch } from '../../stages/compute-features/likeness/ungapped-search.js';
import { bestUngapped, residueCodes } from '../../stages/compute-features/neoantigen-scores/blosum62.js';
import { recognition, selfRecognition } from '../../stages/compute-features/neoantigen-scores/recognition.js';

/** Few residues, so that much is alike by chance, and one letter that is none of the twenty. */
const residues = (letters: string, lengths: { minLength: number; maxLength: number }) =>
  fc.string({ unit: fc.constantFrom(...letters), ...lengths });
const peptide = residues('ACKLSWYX', { minLength: 8, maxLength: 14 });

/** Every distinct stretch of the peptide's length, aligned one by one. */
function dissimilarityByBruteForce(query: string, proteins: readonly string[]): number {
  const stretches = new Set(
    proteins.flatMap((protein) =>
      Array.from({ length: Math.max(0, protein.length - query.length + 1) }, (_, start) =>
        protein.slice(start, start + query.length),
      ),
    ),
  );
  // Each stretch on the diagonal alone: another shift is another stretch.
  const weights = [...stretches].map((stretch) =>
    Math.exp(-selfRecognition.steepness * (selfRecognition.midpoint - bestOnDiagonal(query, stretch))),
  );
  return 1 / (1 + weights.reduce((sum, weight) => sum + weight, 0));
}

/** bestUngapped of each residue pair is its score where that is positive; here negative ones count too. */
function bestOnDiagonal(a: string, b: string): number {
  let best = 0;
  for (let from = 0; from < a.length; from += 1) {
    let sum = 0;
    for (let to = from; to < a.length; to += 1) {
      sum += pairScore(a.charAt(to), b.charAt(to));
      best = Math.max(best, sum);
    }
  }
  return best;
}

/** From a stretch in which the pair stands between four equal tryptophans, 11 each; nothing goes on across the end of a protein. */
function pairScore(a: string, b: string): number {
  if (b === '-') return Number.NEGATIVE_INFINITY;
  const flanked = (residue: string) => residueCodes(`WW${residue}WW`);
  return bestUngapped(flanked(a), flanked(b)) - 44;
}

describe('the ungapped search', () => {
  it('finds every window of the text that scores enough and no other, whatever the length of its words', () => {
    fc.assert(
      fc.property(
        residues('ACKLSWYX-', { minLength: 1, maxLength: 80 }),
        peptide,
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom(3, 4, 5),
        (text, query, threshold, wordLength) => {
          const found = new Map<number, number>();
          const gap = '-'.repeat(query.length);
          const padded = gap + text + gap;
          const search = ungappedSearch(residueText(Buffer.from(padded, 'latin1')), wordLength);
          search.windowsLike(query, threshold, (start, score) => {
            found.set(start, score);
            return false;
          });
          const expected: [number, number][] = [];
          for (let start = 0; start + query.length <= padded.length; start += 1) {
            const score = bestOnDiagonal(query, padded.slice(start, start + query.length));
            if (score >= threshold) expected.push([start, score]);
          }
          expect([...found].sort(([a], [b]) => a - b)).toEqual(expected);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('likeness by search', () => {
  it('to self is that of aligning every distinct stretch, to the digits given', () => {
    const proteome = fc.array(residues('ACKLSWYX', { minLength: 5, maxLength: 60 }), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(proteome, fc.array(peptide, { minLength: 1, maxLength: 6 }), (sequences, peptides) => {
        const proteins = sequences.map((sequence, index) => ({
          id: `p${index}`,
          gene: `g${index % 3}`,
          sequence,
          germlineVariantIds: [],
        }));
        const dissimilarity = dissimilarityToSelf(proteins);
        for (const query of peptides) {
          const expected = dissimilarityByBruteForce(query, sequences);
          expect(dissimilarity(query, null)).toBeCloseTo(expected, 3);
          expect(Math.abs(dissimilarity(query, null) - expected)).toBeLessThan(5.1e-5);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('to self is the same whether the wild type is told or not', () => {
    fc.assert(
      fc.property(
        residues('ACDEFGHIKLMNPQRSTVWY', { minLength: 30, maxLength: 200 }),
        fc.nat(),
        fc.nat(),
        fc.constantFrom(...'ACDEFGHIKLMNPQRSTVWY'),
        fc.boolean(),
        (sequence, place, changed, residue, isOfProteome) => {
          const start = place % (sequence.length - 9);
          const wildtype = sequence.slice(start, start + 9);
          const at = changed % 9;
          const mutant = wildtype.slice(0, at) + residue + wildtype.slice(at + 1);
          const of = isOfProteome ? sequence : [...sequence].reverse().join('');
          const dissimilarity = dissimilarityToSelf([
            { id: 'p', gene: 'g', sequence: of, germlineVariantIds: [] },
          ]);
          expect(dissimilarity(mutant, wildtype)).toBe(dissimilarity(mutant, null));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('to epitopes is that of aligning every epitope, ends included', () => {
    const epitopes = fc.array(residues('ACDKLPSWY', { minLength: 1, maxLength: 20 }), { maxLength: 30 });
    fc.assert(
      fc.property(epitopes, fc.array(peptide, { minLength: 1, maxLength: 6 }), (known, peptides) => {
        const likeness = likenessToEpitopes(known);
        const codes = [...new Set(known)].map(residueCodes);
        for (const query of peptides) {
          // Epitopes that score below 19 are left out: 30 of them weigh 4e-16.
          expect(Math.abs(likeness(query) - recognition(query, codes))).toBeLessThan(1e-14);
        }
      }),
      { numRuns: 60 },
    );
  });
});
