import { describe, expect, it } from 'vitest';
import type { PredictionBlock } from '../../../../schemas/predictor.js';
import { headerLine, rowWriter } from '../../../../workers/predict/row-writer.js';

const alleles = ['HLA-DRB1*11:01', 'HLA-DPA1*01:03/DPB1*04:01'];
const setup = { alleles, predictor: 'antigraph-class2', version: '1.0.0', withCores: false };

const block: PredictionBlock = {
  affinityNm: Float32Array.of(12.345, 50_000, Number.NaN, Number.NaN),
  percentileRank: Float32Array.of(0.25, 100, Number.NaN, Number.NaN),
  presentationScore: Float32Array.of(0.5, 0, Number.NaN, Number.NaN),
  coreOffset: Int8Array.of(3, 0, -1, -1),
};

describe('rowWriter', () => {
  it('writes one row per peptide and allele, in order', () => {
    const bytes = rowWriter(setup)(['PKYVKQNTLKLAT', 'AAX'], block);
    expect(Buffer.from(bytes).toString().split('\n')).toEqual([
      'PKYVKQNTLKLAT\tHLA-DRB1*11:01\t12.35\t0.25\t0.5\tantigraph-class2\t1.0.0\tok',
      'PKYVKQNTLKLAT\tHLA-DPA1*01:03/DPB1*04:01\t50000\t100\t0\tantigraph-class2\t1.0.0\tok',
      'AAX\tHLA-DRB1*11:01\tNA\tNA\tNA\tantigraph-class2\t1.0.0\tPEPTIDE_UNUSABLE',
      'AAX\tHLA-DPA1*01:03/DPB1*04:01\tNA\tNA\tNA\tantigraph-class2\t1.0.0\tPEPTIDE_UNUSABLE',
      '',
    ]);
  });

  it('adds the core as the last column where asked, NA where there is none', () => {
    const withCores = { ...setup, withCores: true };
    const rows = Buffer.from(rowWriter(withCores)(['PKYVKQNTLKLAT', 'AAA'], block))
      .toString()
      .split('\n');
    expect(headerLine(withCores)).toMatch(/\tstatus\tcore\n$/);
    expect(rows.map((row) => row.split('\t').slice(7))).toEqual([
      ['ok', 'VKQNTLKLA'],
      ['ok', 'PKYVKQNTL'],
      ['NOT_PREDICTED', 'NA'],
      ['NOT_PREDICTED', 'NA'],
      [],
    ]);
  });

  it('writes nothing for no peptides', () => {
    expect(rowWriter(setup)([], block)).toHaveLength(0);
  });
});
