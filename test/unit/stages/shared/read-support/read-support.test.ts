import { describe, expect, it } from 'vitest';
import { readSupport, rnaSupport } from '../../../../../stages/shared/read-support/read-support.js';
import { sampleValues } from '../../../../../stages/shared/vcf/index.js';

const snv = { ref: 'A', alt: 'G', index: 1, alternateCount: 1 };
const deletion = { ref: 'TA', alt: 'T', index: 1, alternateCount: 1 };

function reads(format: string, column: string, allele = snv) {
  return readSupport(sampleValues(format, column), allele);
}

describe('readSupport', () => {
  it('reads Mutect2: AD per allele, depth from DP', () => {
    expect(reads('GT:AD:AF:DP:F1R2', '0/1:55,29:0.361:90:25,7')).toEqual({
      depth: 90,
      refReads: 55,
      altReads: 29,
      variantAlleleFraction: 29 / 84,
    });
  });

  it('takes each ALT its own count of a multi-allelic AD (Number=R)', () => {
    const second = { ref: 'A', alt: 'T', index: 2, alternateCount: 2 };
    expect(reads('GT:AD', '0/1/2:60,30,10', second)).toEqual({
      depth: 100,
      refReads: 60,
      altReads: 10,
      variantAlleleFraction: 0.1,
    });
  });

  // First data line of the Strelka2 user guide's layout: tier 1 of AU/GU.
  it('reads Strelka2 SNVs by base, tier 1', () => {
    expect(reads('DP:FDP:SDP:SUBDP:AU:CU:GU:TU', '28:0:0:0:17,18:0,0:11,12:0,0')).toEqual({
      depth: 28,
      refReads: 17,
      altReads: 11,
      variantAlleleFraction: 11 / 28,
    });
  });

  it('reads Strelka2 indels: TAR against TIR, tier 1', () => {
    expect(reads('DP:DP2:TAR:TIR:TOR', '94:94:13,13:78,78:3,3', deletion)).toEqual({
      depth: 94,
      refReads: 13,
      altReads: 78,
      variantAlleleFraction: 78 / 91,
    });
  });

  it('reads VarScan2: RD beside a single AD', () => {
    expect(reads('GT:GQ:DP:RD:AD:FREQ:DP4', '0/1:.:40:30:10:25%:15,15,5,5')).toEqual({
      depth: 40,
      refReads: 30,
      altReads: 10,
      variantAlleleFraction: 0.25,
    });
  });

  it('prefers AD with both alleles where a merged record has RD as well', () => {
    const merged = reads('GT:AD:DP:DP4:FREQ:RD', '0/1:651,90:741:145%2C467%2C6%2C74:11.56%25:612');
    expect(merged).toEqual({ depth: 741, refReads: 651, altReads: 90, variantAlleleFraction: 90 / 741 });
  });

  it('reads FreeBayes: RO and AO', () => {
    const second = { ref: 'A', alt: 'T', index: 2, alternateCount: 2 };
    expect(reads('GT:DP:RO:AO', '0/2:53:30,:12,8', second)?.altReads).toBe(8);
    expect(reads('GT:DP:RO:AO', '0/2:50:30:12,8', second)).toEqual({
      depth: 50,
      refReads: 30,
      altReads: 8,
      variantAlleleFraction: 0.16,
    });
  });

  it('reads DP4 with its commas percent-encoded', () => {
    expect(reads('GT:DP4', '0/1:10%2C20%2C3%2C7')).toEqual({
      depth: 40,
      refReads: 30,
      altReads: 10,
      variantAlleleFraction: 0.25,
    });
  });

  it('reads SomaticSniper: BCOUNT by base', () => {
    expect(reads('GT:DP:DP4:BCOUNT', '0/1:43:18,12,7,5:30,1,12,0')).toEqual({
      depth: 43,
      refReads: 30,
      altReads: 12,
      variantAlleleFraction: 12 / 43,
    });
  });

  it('reads DeepSomatic: VAF beside AD', () => {
    expect(reads('GT:GQ:DP:AD:VAF', '1/1:30:50:40,10:0.2')?.variantAlleleFraction).toBe(0.2);
  });

  it('takes the stated fraction where there are no reads: AF, VAF, FA, percentages plain or encoded', () => {
    expect(reads('GT:AF', '0/1:0.25')?.variantAlleleFraction).toBe(0.25);
    expect(reads('GT:VAF', '0/1:0.5')?.variantAlleleFraction).toBe(0.5);
    expect(reads('GT:FA', '0/1:0.125')?.variantAlleleFraction).toBe(0.125);
    expect(reads('GT:FREQ', '0/1:12.5%')?.variantAlleleFraction).toBe(0.125);
    expect(reads('GT:FREQ', '0/1:12.5%25')?.variantAlleleFraction).toBe(0.125);
  });

  it('knows nothing of a sample with a genotype alone', () => {
    expect(reads('GT', '0/1')).toBeNull();
    expect(reads('GT:AD:DP', './.')).toBeNull();
    expect(reads('GT:AD:DP', '0/1:.:.')).toBeNull();
  });

  it('leaves a fraction beyond 1 and a negative count unknown', () => {
    expect(reads('GT:AF:DP', '0/1:1.2:30')).toEqual({
      depth: 30,
      refReads: null,
      altReads: null,
      variantAlleleFraction: null,
    });
    expect(reads('GT:AD', '0/1:-3,5')?.refReads).toBeNull();
  });
});

describe('rnaSupport', () => {
  it('reads RDP, RAD and RAF of VAtools, counts written as 24.0 as well', () => {
    const sample = sampleValues('GT:AD:RDP:RAF:RAD', '0/1:10,10:312.0:0.0609:293,19');
    expect(rnaSupport(sample, snv)).toEqual({
      depth: 312,
      refReads: 293,
      altReads: 19,
      variantAlleleFraction: 19 / 312,
    });
  });

  it('is null without these fields, whatever the DNA says', () => {
    expect(rnaSupport(sampleValues('GT:AD:RDP', '0/1:10,10:.'), snv)).toBeNull();
  });
});
