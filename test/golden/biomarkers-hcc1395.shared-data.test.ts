/** Counts of a real tumour, HCC1395, annotated by VEP 105 (packaged with pVACtools), against what a plain count of the file's own columns gives. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Biomarkers } from '../../schemas/biomarkers.js';
import { groupByAllele } from '../../stages/shared/group-by-allele.js';
import { burdenCounter } from '../../stages/summarise-biomarkers/burden/mutational-burden.js';
import { parseVcf } from '../support/parse-vcf.js';
import { annotateCsq } from '../support/run-stages.js';

const path = '../shared/data/vcf/pvactools_HCC1395_annotated.expression.vcf.gz';

let counted: Pick<Biomarkers, 'mutationalBurden' | 'substitutionClasses'>;
beforeAll(async () => {
  const parsed = await parseVcf(path);
  const groups = groupByAllele(annotateCsq(parsed).rows);
  const counter = burdenCounter();
  for (const variant of parsed.variants) counter.count(variant, groups.take(variant.alleleOrdinal));
  counted = counter.result({ callableMb: 33.8, words: '' });
});

describe('HCC1395', () => {
  it('has 338 non-synonymous and 113 synonymous of 1,264 passing variants', () => {
    // Of the records with FILTER PASS those with a CSQ entry of BIOTYPE protein_coding that has a missense, stop, start, frameshift
    // or in-frame term; of the others those with a synonymous, stop- or start-retained one.
    expect(counted.mutationalBurden).toMatchObject({ variants: 1264, nonsynonymous: 338, synonymous: 113 });
    expect(counted.mutationalBurden.perMb).toBe(10);
  });

  it('has the substitution classes of its REF and ALT columns', () => {
    expect(Object.fromEntries(counted.substitutionClasses.map((row) => [row.class, row.count]))).toEqual({
      'C>A': 150,
      'C>G': 272,
      'C>T': 438,
      'T>A': 69,
      'T>C': 161,
      'T>G': 53,
      insertion: 28,
      deletion: 74,
      'several bases': 19,
    });
  });
});
