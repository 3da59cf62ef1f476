import { describe, expect, it } from 'vitest';
import {
  mhcnuggets,
  mhcnuggetsClass2,
} from '../../../../../../infra/predictors/external/tools/mhcnuggets.js';

describe('mhcnuggets', () => {
  it('reads the affinity and, as a percentile, the share of natural peptides that bind better', () => {
    const text =
      'peptide,allele,ic50,human_proteome_rank\nRLQDTVSKV,HLA-A*02:01,125.5,0.0025\nKGESTVYPD,HLA-A*02:01,31250.0,0.875\n';
    expect(mhcnuggets.parse(text, 'saved.csv')).toEqual({
      version: null,
      rows: [
        {
          peptide: 'RLQDTVSKV',
          allele: 'HLA-A*02:01',
          affinityNm: 125.5,
          percentileRank: 0.25,
          presentationScore: null,
          coreOffset: null,
        },
        {
          peptide: 'KGESTVYPD',
          allele: 'HLA-A*02:01',
          affinityNm: 31250,
          percentileRank: 87.5,
          presentationScore: null,
          coreOffset: null,
        },
      ],
    });
  });

  it('has no rank where the output has none, as before 2.4', () => {
    const text = 'peptide,ic50,allele\nRLQDTVSKV,125.5,HLA-A02:01\n';
    expect(mhcnuggets.parse(text, 'saved.csv').rows).toMatchObject([
      { allele: 'HLA-A*02:01', percentileRank: null },
    ]);
  });

  it('asks for the allele that the tool’s own file does not name, rather than to guess it', () => {
    expect(() => mhcnuggets.parse('peptide,ic50\nRLQDTVSKV,125.5\n', 'A0201.csv')).toThrow(
      /add a column 'allele'/,
    );
  });

  it('names the molecule whose model would have answered in place of the one asked for', () => {
    const text = 'peptide,allele,model_allele,ic50,human_proteome_rank\nRLQDTVSKV,HLA-A*02:52,HLA-A30:01,,\n';
    expect(() => mhcnuggets.parse(text, 'predictions.csv')).toThrow(
      expect.objectContaining({
        code: 'HLA_UNSUPPORTED',
        exitCode: 4,
        details: { allele: 'HLA-A*02:52', nearest: ['HLA-A*30:01'] },
      }),
    );
  });

  it('accepts a class II model listed with the alpha chain that all DR molecules share', () => {
    const text =
      'peptide,allele,model_allele,ic50,human_proteome_rank\nQLSDYTVRKLNAPTE,HLA-DRB1*14:54,HLA-DRA01:01-DRB114:54,94.5,0.17\nQLSDYTVRKLNAPTE,HLA-DPA1*01:03/DPB1*04:01,HLA-DPA101:03-DPB104:01,2460.5,0.21\n';
    expect(mhcnuggetsClass2.parse(text, 'predictions.csv').rows).toMatchObject([
      { allele: 'HLA-DRB1*14:54', affinityNm: 94.5 },
      { allele: 'HLA-DPA1*01:03/DPB1*04:01', affinityNm: 2460.5 },
    ]);
  });

  it('refuses alleles of the other class and columns it does not know', () => {
    expect(() => mhcnuggets.parse('peptide,allele,ic50\nQLSDYTVRKLNAPTE,HLA-DRB1*07:01,12\n', 'f')).toThrow(
      /class I allele/,
    );
    expect(() => mhcnuggetsClass2.parse('peptide,allele,ic50\nRLQDTVSKV,HLA-A*02:01,12\n', 'f')).toThrow(
      /class II allele/,
    );
    expect(() => mhcnuggets.parse('peptide,allele,ic50,score\nRLQDTVSKV,HLA-A*02:01,12,1\n', 'f')).toThrow(
      /column 'score'/,
    );
  });

  it('hands its program each allele with the names the tool may know it by', () => {
    const [command] = mhcnuggetsClass2.commands(
      ['QLSDYTVRKLNAPTE'],
      ['HLA-DRB1*07:01', 'HLA-DPA1*01:03/DPB1*04:01'],
    );
    expect(command?.arguments).toEqual(['score.py', 'II']);
    expect(command?.files['alleles.txt']).toBe(
      'HLA-DRB1*07:01\tHLA-DRB107:01\tHLA-DRA01:01-DRB107:01\nHLA-DPA1*01:03/DPB1*04:01\tHLA-DPA101:03-DPB104:01\n',
    );
    expect(command?.files['peptides.txt']).toBe('QLSDYTVRKLNAPTE\n');
  });

  it('is installed where Python knows the module’s version', () => {
    expect(mhcnuggets.readVersion('2.4.1\n')).toBe('2.4.1');
    expect(
      mhcnuggets.readVersion('PackageNotFoundError: No package metadata was found for mhcnuggets\n'),
    ).toBeNull();
  });
});
