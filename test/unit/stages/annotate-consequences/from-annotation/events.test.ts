import { describe, expect, it } from 'vitest';
import { sourceWith } from '../../../../support/csq-vcf.js';
import { fusionEvent } from '../../../../support/fusion-event.js';
import { fusionGenes } from '../../../../support/fusion-genes.js';
import { annotateCsq } from '../../../../support/run-stages.js';
import { variantOf } from '../../../../support/variant.js';

const event = fusionEvent('c-A:18:left', 'c-C:17:left', {
  statedPeptide: 'MAK|eCE',
  statedFrame: 'in-frame',
});
// The fusion stands in line 7 of its own file, the allele in line 7 of the VCF.
const allele = variantOf({ chrom: 'c-A', position: 9, ref: 'T', alt: 'C', line: 7, alleleOrdinal: 1 });
const fusion = variantOf({
  chrom: 'c-A',
  position: 18,
  ref: 'A',
  alt: 'A]c-C:17]',
  line: 7,
  alleleOrdinal: 2,
  event,
});
const vcf = {
  variants: [allele, fusion],
  source: sourceWith(['Allele', 'Consequence', 'Feature', 'Feature_type']),
};

describe('a fusion beside alleles that the VCF annotates', () => {
  it('takes its protein from the table, and no record’s annotation', () => {
    const { rows, omissions } = annotateCsq(vcf);
    expect(rows).toMatchObject([{ alleleOrdinal: 2, source: 'table', mutantProtein: 'MAKECE' }]);
    expect(omissions).toMatchObject([{ alleleOrdinal: 1, code: 'NO_ANNOTATION' }]);
  });

  it('takes it from the reference where one is given', () => {
    const { rows } = annotateCsq(vcf, { reference: fusionGenes() });
    expect(rows).toMatchObject([{ alleleOrdinal: 2, source: 'bundle', mutantProtein: 'MAKECE*' }]);
  });
});
