import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AntigraphError } from '../../../schemas/errors.js';
import { parseClassIAllele, parseClassIIAllele, readHlaName } from '../../../schemas/hla.js';
import { readHlaTyping } from '../../../stages/shared/hla-typing/index.js';

/** Bytes as a damaged or foreign file gives them, and pieces of the real formats in wrong order. */
const piece = fc.constantFrom(
  '#Locus\tAllele 1\tConfidence\tAllele 2\tConfidence',
  '\tA1\tA2\tB1\tB2\tReads\tObjective',
  '   Name        HD     Aln_len    cDNA_len',
  ' ------------ Inferred Allelic Pairs -------------',
  'Locus\tChromosome\tAllele\tQ1\tQ2',
  'HLA-A\thla_a_02_01\thla_a_02',
  "A\tA*02:01'\t0.1\tno\tNA",
  'B\tHLA-B*07:02\t-',
  'DRB4\tNot typed\tNot typed',
  'HLA-A\t1\tHLA-A*02:01\t5\t6\t.\t0\t-1',
  '1 ranked A*02:01 (abundance: 51.0%)',
  'A*02:01\t\tA*03:01\t\t0',
  '{"A": ["A*01:01", "A*02:01"]}',
  '{"hla": {"alleles": [1, null, "A*01:01"]}}',
  '{"A": [[1]]}',
  '{"p": {"A": []}}',
  'HLA-A*02:01,B7',
  '\t',
);
const text = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('utf8')),
  fc
    .array(fc.oneof({ weight: 4, arbitrary: piece }, fc.string({ maxLength: 20 })), { maxLength: 8 })
    .map((lines) => lines.join('\n')),
);

describe('readHlaTyping', () => {
  it('gives calls with a canonical allele or a reason why not, or an AntigraphError, for any bytes', () => {
    fc.assert(
      fc.property(text, (content) => {
        try {
          const lineCount = content.split(/\r\n|\n|\r/).length;
          for (const call of readHlaTyping(content).calls) {
            expect(call.line).toBeGreaterThanOrEqual(1);
            expect(call.line).toBeLessThanOrEqual(lineCount);
            const isAllele = ['ok', 'homozygous', 'ambiguous'].includes(call.note);
            expect(call.allele !== null, JSON.stringify(call)).toBe(isAllele);
            if (call.allele !== null) expect(readHlaName(call.allele)).toMatchObject({ allele: call.allele });
          }
        } catch (error) {
          expect(error).toBeInstanceOf(AntigraphError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('allele names', () => {
  const two = fc.integer({ min: 1, max: 99 }).map((field) => String(field).padStart(2, '0'));
  const suffix = fc.constantFrom('', 'N', 'L', 'S', 'Q');

  it('of class I come back the same from every spelling', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('A', 'B', 'C', 'E'),
        two,
        two,
        suffix,
        (gene, group, protein, expression) => {
          const canonical = `HLA-${gene}*${group}:${protein}${expression}`;
          for (const spelled of [
            canonical,
            `${gene}*${group}:${protein}:01:02${expression}`,
            `hla-${gene}${group}${protein}${expression}`,
            `hla_${gene}_${group}_${protein}_01${expression}`.toLowerCase(),
          ])
            expect(parseClassIAllele(spelled), spelled).toBe(canonical);
        },
      ),
    );
  });

  it('of class II pairs come back the same from every spelling', () => {
    fc.assert(
      fc.property(fc.constantFrom('DP', 'DQ'), two, two, two, two, (locus, a, b, c, d) => {
        const canonical = `HLA-${locus}A1*${a}:${b}/${locus}B1*${c}:${d}`;
        for (const spelled of [
          canonical,
          `${locus}A1*${a}:${b}-${locus}B1*${c}:${d}:01`,
          `HLA-${locus}A1${a}${b}-${locus}B1${c}${d}`,
        ])
          expect(parseClassIIAllele(spelled), spelled).toBe(canonical);
      }),
    );
  });
});
