import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  alleleSupportTable,
  pseudosequenceDistance,
} from '../../../../infra/predictors/bundled/allele-support.js';
import { type AlleleTable, parseAlleleTable } from '../../../../infra/predictors/bundled/allele-table.js';

function table(...rows: readonly string[]): AlleleTable {
  const text = ['allele,pseudosequence,training_ligands,training_affinities', ...rows, ''].join('\n');
  return parseAlleleTable(gzipSync(text), 'alleles.csv.gz');
}

describe('pseudosequenceDistance', () => {
  it('is 0 for equal sequences and symmetric', () => {
    expect(pseudosequenceDistance('YFAM', 'YFAM')).toBe(0);
    expect(pseudosequenceDistance('YFAM', 'YSAM')).toBe(pseudosequenceDistance('YSAM', 'YFAM'));
  });

  it('follows its formula: W against F scores 1, 11 and 6 on the diagonal of BLOSUM62', () => {
    expect(pseudosequenceDistance('W', 'F')).toBeCloseTo(1 - 1 / Math.sqrt(66), 12);
  });

  it('counts nothing for a residue that a chain lacks', () => {
    // R scores 5 on itself and W 11; at the gap neither side adds anything to what they share: 1 − 11/√(11·16).
    expect(pseudosequenceDistance('WX', 'WR')).toBeCloseTo(1 - 11 / Math.sqrt(11 * 16), 12);
    expect(pseudosequenceDistance('WX', 'WX')).toBe(0);
  });
});

describe('support of class I alleles', () => {
  const support = alleleSupportTable(
    table(
      'HLA-A*01:01,YFAMYFAM,2000,0',
      'HLA-A*01:02,YFAMYFAM,0,0',
      'HLA-A*01:03,YFAMYFAW,0,0',
      'HLA-A*02:01,WWWWWWWW,100,0',
      'HLA-A*24:02,YSAMYSAM,500,900',
      'HLA-A*24:20,YSAMYSAW,0,0',
      'HLA-A*24:03,YSAMYSAF,40,60',
    ),
  );

  it('lends a twin of the same pseudosequence the confidence of the trained allele', () => {
    expect(support.supportFor('HLA-A*01:02')).toMatchObject({
      kind: 'supported',
      trainingLigands: 0,
      nearestTrained: 'HLA-A*01:01',
      distanceToTrained: 0,
      confidence: 'high',
    });
  });

  it('has little confidence far from any trained allele, and some where training was thin', () => {
    expect(support.supportFor('HLA-A*01:03')).toMatchObject({
      nearestTrained: 'HLA-A*01:01',
      confidence: 'low',
    });
    expect(support.supportFor('HLA-A*02:01')).toMatchObject({ confidence: 'medium' });
  });

  it('offers the alleles of the same group for one it does not know, those with most data first', () => {
    expect(support.supportFor('HLA-A*24:999')).toEqual({
      kind: 'unsupported',
      nearest: ['HLA-A*24:02', 'HLA-A*24:03', 'HLA-A*24:20'],
    });
  });

  it('fills up from the same gene, and offers nothing of another one', () => {
    expect(support.supportFor('HLA-A*02:9999')).toEqual({
      kind: 'unsupported',
      nearest: ['HLA-A*02:01', 'HLA-A*01:01', 'HLA-A*24:02'],
    });
    expect(support.supportFor('HLA-B*07:02')).toEqual({ kind: 'unsupported', nearest: [] });
  });

  it('names what a deleted allele became', () => {
    // Deleted_alleles.txt 3.58.0: A*0298 "named in error and shown to be identical to A*02:96"; A*24:471 identical to A*24:02:01:01.
    expect(support.supportFor('HLA-A*02:98')).toMatchObject({
      kind: 'unsupported',
      fix: expect.stringContaining('now HLA-A*02:96, which is not supported either.'),
    });
    expect(support.supportFor('HLA-A*24:471')).toMatchObject({
      fix: expect.stringContaining('now HLA-A*24:02, which is supported.'),
    });
  });

  it('says so where a name became that of a null allele', () => {
    // Deleted_alleles.txt 3.58.0: A*03:200Q "shown to contain errors and be identical to A*03:266N".
    expect(support.supportFor('HLA-A*03:200Q')).toMatchObject({
      fix: expect.stringMatching(/now HLA-A\*03:266N, which is not presented on the cell: leave it out/),
    });
  });

  it('says of null alleles that nothing is presented on them, also when the suffix is missing', () => {
    // Allelelist.txt 3.58.0 has A*24:09N and no other A*24:09.
    for (const name of ['HLA-A*24:09N', 'HLA-A*24:09'])
      expect(support.supportFor(name)).toMatchObject({
        kind: 'unsupported',
        nearest: [],
        fix: expect.stringMatching(/not presented.*leave it out/),
      });
  });

  it('keeps alleles of no data at all apart from those with a trained neighbour', () => {
    expect(alleleSupportTable(table('HLA-A*01:01,YFAM,3,3')).supportFor('HLA-A*01:01')).toMatchObject({
      nearestTrained: null,
      distanceToTrained: null,
      confidence: 'low',
    });
  });
});

describe('support of class II molecules', () => {
  const alpha = 'YAFFMFSGGAILNTL';
  const beta = 'YLQFEYFDLEKVRVHLDVT';
  const other = 'YLQFEYFDIEEVRVHLDVT';
  const dr = 'QEFFIASGAAVDAIMESSFDYFDFDRATYHVVFT';
  const chains = table(
    `HLA-DPA1*01:03,${alpha},0,0`,
    `HLA-DPB1*04:01,${beta},0,0`,
    `HLA-DPB1*09:01,${other},0,0`,
    `HLA-DPA1*01:03/DPB1*04:01,${alpha}${beta},0,2706`,
    `HLA-DRB1*11:01,${dr},0,5938`,
    `HLA-DRB1*11:02,${dr.replace('FDFDR', 'FDIDE')},0,0`,
  );
  const support = alleleSupportTable(chains);

  it('puts any pair together from its chains, and leaves a lone chain out', () => {
    expect(chains.get('HLA-DPA1*01:03/DPB1*09:01')?.pseudosequence).toBe(alpha + other);
    expect(chains.get('HLA-DPB1*09:01')).toBeUndefined();
    expect(chains.get('HLA-DPA1*01:03/DRB1*11:01')).toBeUndefined();
  });

  it('numbers the calibration rows over every pair that can be made, in code-unit order', () => {
    // Q… before Y…; of the two pairs 'YLQFEYFDI…' before 'YLQFEYFDL…'; of the two DR 'FDFDR' before 'FDIDE'.
    const rows = [
      'HLA-DRB1*11:01',
      'HLA-DRB1*11:02',
      'HLA-DPA1*01:03/DPB1*09:01',
      'HLA-DPA1*01:03/DPB1*04:01',
    ];
    expect(rows.map((name) => chains.get(name)?.calibrationRow)).toEqual([0, 1, 2, 3]);
    expect(chains.pseudosequences).toBe(4);
  });

  it('judges by affinities where a model has no ligands', () => {
    expect(support.supportFor('HLA-DRB1*11:01')).toMatchObject({ confidence: 'high', distanceToTrained: 0 });
    expect(support.supportFor('HLA-DPA1*01:03/DPB1*09:01')).toMatchObject({
      kind: 'supported',
      nearestTrained: 'HLA-DPA1*01:03/DPB1*04:01',
    });
  });

  it('asks for the pair when one chain is named, and offers pairs that have it', () => {
    expect(support.supportFor('HLA-DPB1*04:01')).toEqual({
      kind: 'unsupported',
      nearest: ['HLA-DPA1*01:03/DPB1*04:01'],
      fix: expect.stringContaining('HLA-DPA1*…/DPB1*04:01'),
    });
    expect(support.supportFor('HLA-DPA1*01:03')).toMatchObject({
      fix: expect.stringContaining('HLA-DPA1*01:03/DPB1*…'),
    });
  });

  it('offers the DRB1 allele when its constant alpha chain is named with it', () => {
    expect(support.supportFor('HLA-DRA*01:01/DRB1*11:02')).toMatchObject({
      kind: 'unsupported',
      nearest: ['HLA-DRB1*11:02', 'HLA-DRB1*11:01'],
    });
  });

  it('knows a null chain inside a pair', () => {
    // Allelelist.txt 3.58.0 has DPB1*61:01N and no other DPB1*61:01.
    expect(support.supportFor('HLA-DPA1*01:03/DPB1*61:01N')).toMatchObject({
      fix: expect.stringMatching(/^HLA-DPB1\*61:01N is an allele that is not presented/),
    });
  });
});
