import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Consequence } from '../../../schemas/rows.js';
import { consequenceOf, type ProteinPair } from '../../support/consequence.js';
import { generate } from '../../support/run-stages.js';

/** Few letters make repeats, self matches and equal ends likely; X and U stand for what no predictor takes. */
function proteinOf(letters: string, minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...letters), minLength, maxLength });
}

const pair: fc.Arbitrary<ProteinPair> = fc
  .record({
    wildtype: proteinOf('ACDEFGHIKLMNPQRSTVWY', 1, 60).chain((plain) =>
      fc.oneof(
        { weight: 4, arbitrary: fc.constant(plain) },
        { weight: 1, arbitrary: proteinOf('AQXU', 1, 40) },
      ),
    ),
    at: fc.nat(60),
    removed: fc.nat(6),
    inserted: proteinOf('AQLX', 0, 6),
    tail: fc.option(proteinOf('ACDEFGHIKLMNPQRSTVWY', 0, 30)),
  })
  .map(({ wildtype, at, removed, inserted, tail }) => {
    const head = wildtype.slice(0, at);
    return tail === null
      ? { wildtype, mutant: head + inserted + wildtype.slice(at + removed) }
      : { wildtype, mutant: `${head}${tail}*`, isFrameshift: true };
  });

const allele: fc.Arbitrary<readonly Consequence[]> = fc
  .array(pair, { minLength: 1, maxLength: 3 })
  .map((pairs) =>
    pairs
      .map((one, index) => consequenceOf(one, { transcript: `T${index + 1}` }))
      .filter((row) => row.mutantStretch !== null),
  );

describe('every emitted peptide', () => {
  it('is a substring of its mutant protein at each occurrence and of no wild-type protein', () => {
    fc.assert(
      fc.property(allele, (rows) => {
        for (const row of generate(rows).peptides) {
          expect(row.peptide).toMatch(/^[ACDEFGHIKLMNPQRSTVWY]{8,11}$/);
          for (const { transcript, offset } of row.occurrences) {
            const protein = rows.find((one) => one.transcript === transcript)?.mutantProtein ?? '';
            expect(protein.slice(offset, offset + row.peptide.length)).toBe(row.peptide);
          }
          for (const one of rows) expect(one.wildtypeProtein).not.toContain(row.peptide);
        }
      }),
    );
  });

  it('differs from its counterpart at its mutated offsets and nowhere else, in at most half of its residues', () => {
    fc.assert(
      fc.property(allele, (rows) => {
        for (const { peptide, wildtypePeptide, mutatedOffsets } of generate(rows).peptides) {
          expect(mutatedOffsets.length).toBeGreaterThan(0);
          expect(mutatedOffsets.every((offset) => offset < peptide.length)).toBe(true);
          if (wildtypePeptide === null) continue;
          const differing = [...peptide].flatMap((residue, offset) =>
            residue === wildtypePeptide.charAt(offset) ? [] : [offset],
          );
          expect(mutatedOffsets).toEqual(differing);
          expect(mutatedOffsets.length).toBeLessThanOrEqual(Math.floor(peptide.length / 2));
        }
      }),
    );
  });
});

describe('the peptides of an allele', () => {
  it('are all novel windows of its mutant proteins', () => {
    fc.assert(
      fc.property(allele, (rows) => {
        const expected = new Set<string>();
        for (const row of rows) {
          const mutant = (row.mutantProtein ?? '').replace('*', '');
          for (let offset = 0; offset + 9 <= mutant.length; offset += 1) {
            const peptide = mutant.slice(offset, offset + 9);
            const isSelf = rows.some((one) => one.wildtypeProtein?.includes(peptide));
            if (!isSelf && !/[XU]/.test(peptide)) expected.add(peptide);
          }
        }
        const { peptides } = generate(rows, { classILengths: [9] });
        expect(new Set(peptides.map((row) => row.peptide))).toEqual(expected);
      }),
    );
  });

  it('leave one whole-allele omission exactly where there are none', () => {
    fc.assert(
      fc.property(allele, (rows) => {
        const { peptides, omissions } = generate(rows);
        const whole = omissions.filter((omission) => omission.scope === 'allele');
        expect(whole).toHaveLength(rows.length > 0 && peptides.length === 0 ? 1 : 0);
      }),
    );
  });
});
