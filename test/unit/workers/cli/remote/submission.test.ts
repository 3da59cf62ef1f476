import { describe, expect, it } from 'vitest';
import { readGenotype } from '../../../../../workers/cli/genotype.js';
import { settingsBody } from '../../../../../workers/cli/remote/submission.js';

describe('what submit says to a service', () => {
  const names = 'HLA-A*02:01,DRB1*15:01';
  const patient = {
    sample: null,
    vcf: 'tumor.vcf',
    genotype: readGenotype({ hla: names }),
    hla: { names },
  };

  it('leaves the classes to the alleles unless one is asked for', () => {
    const body = settingsBody(patient, { set: [] });
    expect(body.hla).toEqual({ alleles: ['HLA-A*02:01', 'DRB1*15:01'] });
    expect(body).not.toHaveProperty('mhcClass');
  });

  it('hands the class on that is asked for', () => {
    expect(settingsBody({ ...patient, class: 'II' }, { set: [] }).mhcClass).toBe('II');
  });
});
