import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReferenceBundle } from '../../../schemas/reference.js';
import type { Consequence, GermlineSegment, PeptideRow } from '../../../schemas/rows.js';
import { consequenceOf, type ProteinPair } from '../../support/consequence.js';
import { memoryReference } from '../../support/memory-reference.js';
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

/** Proteins beside the consequences': pieces of the mutants, so that many peptides are self. */
function pieces(rows: readonly Consequence[]): fc.Arbitrary<readonly string[]> {
  const piece = fc
    .tuple(fc.nat(rows.length), fc.nat(60), fc.integer({ min: 0, max: 30 }), proteinOf('ACX', 0, 4))
    .map(([row, start, length, end]) => (rows[row]?.mutantProtein ?? '').slice(start, start + length) + end);
  return fc.array(piece, { maxLength: 3 });
}

/** Each row certain or resting on one of three hypotheses. */
const assumedAllele = allele.chain((rows) =>
  fc.tuple(...rows.map(() => fc.option(fc.constantFrom('one', 'two', 'three')))).map((hypotheses) =>
    rows.map((row, index): Consequence => {
      const hypothesis = hypotheses[index] ?? null;
      return hypothesis === null
        ? row
        : { ...row, hypothesis, proteoform: hypothesis, status: 'SPLICE_ALTERED' };
    }),
  ),
);

function referenceOf(proteins: readonly string[]): ReferenceBundle {
  const proteome = proteins.map((sequence, index) => ({ id: `P${index}`, geneName: `R${index}`, sequence }));
  return { ...memoryReference({}), proteome: () => proteome };
}

function segmentsOf(sequences: readonly string[]): readonly GermlineSegment[] {
  return sequences.map((sequence, index) => ({
    gene: `R${index}`,
    transcript: `S${index}`,
    variantIds: [`9:${index + 1}:A:G`],
    sequence,
  }));
}

describe('self', () => {
  const personal = allele.chain((rows) => fc.tuple(fc.constant(rows), pieces(rows), pieces(rows)));

  it('has none of the peptides: not in the reference, nor in a germline segment, nor as a wild type', () => {
    fc.assert(
      fc.property(personal, ([rows, proteins, segments]) => {
        const self = [...proteins, ...segments, ...rows.map((row) => row.wildtypeProtein ?? '')];
        const { peptides, omissions } = generate(rows, {
          reference: referenceOf(proteins),
          germlineSegments: segmentsOf(segments),
        });
        for (const { peptide, isSelfPeptide } of peptides) {
          expect(self.some((sequence) => sequence.includes(peptide))).toBe(false);
          expect(isSelfPeptide).toBe(false);
        }
        const all = new Set(generate(rows, { skipSelf: false }).peptides.map((row) => row.peptide));
        const kept = new Set(peptides.map((row) => row.peptide));
        const dropped = omissions.filter((one) => one.code === 'SELF_PEPTIDE' && one.scope === 'item');
        expect(kept.size + dropped.reduce((sum, one) => sum + one.count, 0)).toBe(all.size);
      }),
    );
  });
});

describe('the order of the consequences', () => {
  function comparable(row: PeptideRow): unknown {
    const { nFlank, cFlank, occurrences, ...rest } = row;
    return { ...rest, occurrences: occurrences.map((one) => JSON.stringify(one)).sort() };
  }
  const sorted = (rows: readonly PeptideRow[]): readonly string[] =>
    rows.map((row) => JSON.stringify(comparable(row))).sort();

  it('changes no peptide, counterpart, place or hypothesis', () => {
    const shuffled = assumedAllele.chain((rows) =>
      fc.tuple(
        fc.constant(rows),
        fc.shuffledSubarray([...rows], { minLength: rows.length, maxLength: rows.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([rows, others]) => {
        expect(sorted(generate(others).peptides)).toEqual(sorted(generate(rows).peptides));
      }),
    );
  });

  it('does not decide whether a peptide is certain: it is if one of its places assumes nothing', () => {
    fc.assert(
      fc.property(assumedAllele, (rows) => {
        for (const { occurrences, hypothesis } of generate(rows).peptides) {
          const isCertain = occurrences.some((one) => one.proteoform === '');
          expect(hypothesis === null).toBe(isCertain);
          expect(occurrences[0]?.proteoform === '').toBe(isCertain);
        }
      }),
    );
  });
});
