import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Variant } from '../../../schemas/rows.js';
import { differingStretch, withoutStop } from '../../../stages/shared/protein-difference.js';
import { sourceWith } from '../../support/csq-vcf.js';
import { annotateCsq } from '../../support/run-stages.js';
import { variantOf } from '../../support/variant.js';

const columns = [
  'Allele',
  'Consequence',
  'Feature_type',
  'Feature',
  'Protein_position',
  'Amino_acids',
  'WildtypeProtein',
  'FrameshiftSequence',
  'DownstreamProtein',
  'ProteinLengthChange',
  'HGVSp',
];

const terms = [
  'missense_variant',
  'frameshift_variant',
  'inframe_deletion',
  'stop_gained',
  'stop_lost',
  'intron_variant',
  '',
];
const protein = fc.string({ unit: fc.constantFrom(...'MKTAYX*U'), maxLength: 12 });
const entry = fc
  .tuple(
    fc.constantFrom('A', 'T', '-', ''),
    fc.constantFrom(...terms, 'frameshift_variant&stop_lost'),
    fc.constantFrom('Transcript', 'RegulatoryFeature'),
    fc.constantFrom('T1', 'T2'),
    fc.oneof(fc.constantFrom('?-3', '3-?', '-', '2/9', '0', ''), fc.nat(14).map(String), fc.constant('2-4')),
    fc.oneof(fc.constantFrom('K/T', '-/A', 'K/-', 'K/*', 'K', '', '*/Y', 'KT/X'), protein),
    protein,
    protein,
    protein,
    fc.constantFrom('', '-3', '0', '+4', 'x'),
    fc.constantFrom('', 'P1:p.Lys2Thr', 'P1:p.Lys2ThrfsTer4', '%', '%3'),
  )
  .map((values) => values.join('|'));
const csq = fc.oneof(
  fc.array(entry, { minLength: 1, maxLength: 4 }).map((entries) => entries.join(',')),
  fc.string({ maxLength: 40 }),
  fc.constant(null),
);
const variants: fc.Arbitrary<readonly Variant[]> = fc
  .array(fc.record({ csq, line: fc.integer({ min: 1, max: 3 }), alt: fc.constantFrom('A', 'T', 'GA') }), {
    maxLength: 4,
  })
  .map((records) =>
    records
      .sort((a, b) => a.line - b.line)
      .map((record, index) =>
        variantOf({ chrom: '1', position: 9, ref: 'G', ...record, alleleOrdinal: index + 1 }),
      ),
  );

describe('annotateFromVcf on any annotation', () => {
  it('never fails and gives each allele either an ok row or one omission', () => {
    fc.assert(
      fc.property(variants, (alleles) => {
        const { rows, omissions } = annotateCsq({ variants: alleles, source: sourceWith(columns) });
        for (const { alleleOrdinal } of alleles) {
          const isKept = rows.some((row) => row.alleleOrdinal === alleleOrdinal && row.status === 'ok');
          const lost = omissions.filter(
            (one) => one.scope === 'allele' && one.alleleOrdinal === alleleOrdinal,
          );
          expect(lost).toHaveLength(isKept ? 0 : 1);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('states a stretch that is where the two proteins of an ok row differ', () => {
    fc.assert(
      fc.property(variants, (alleles) => {
        const { rows } = annotateCsq({ variants: alleles, source: sourceWith(columns) });
        for (const row of rows.filter((one) => one.status === 'ok')) {
          const { wildtypeProtein: wildtype, mutantProtein: mutant, mutantStretch: stretch } = row;
          if (wildtype === null || mutant === null || stretch === null)
            throw new Error('an ok row lacks its proteins');
          expect(withoutStop(mutant)).not.toContain('*');
          expect(mutant.slice(0, stretch.start)).toBe(wildtype.slice(0, stretch.start));
          expect(row.proteinStart).toBe(stretch.start + 1);
          expect(differingStretch(wildtype, mutant, true)?.start).toBe(stretch.start);
        }
      }),
      { numRuns: 300 },
    );
  });
});
