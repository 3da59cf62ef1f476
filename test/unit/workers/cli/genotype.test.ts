import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readGenotype } from '../../../../workers/cli/genotype.js';
import { tsv } from '../../../support/hla-calls.js';

const folder = mkdtempSync(join(tmpdir(), 'genotype-'));
afterAll(() => rmSync(folder, { recursive: true }));

function inFile(text: string, asked?: 'I' | 'II' | 'both'): ReturnType<typeof readGenotype> {
  const path = join(folder, 'typing.txt');
  writeFileSync(path, text);
  return readGenotype({ hlaFile: path, ...(asked === undefined ? {} : { class: asked }) });
}

const seq2HlaHeader = ['#Locus', 'Allele 1', 'Confidence', 'Allele 2', 'Confidence'];

describe('--hla-file', () => {
  it('gives sorted distinct class I alleles of a typing tool and says what it leaves out', () => {
    const genotype = inFile(
      tsv(
        ['C', 'HLA-C*07:02:01', 'HLA-C*04:09N'],
        ['B', 'HLA-B*44:02:01:02S', 'HLA-B*07:02:01'],
        ['A', 'HLA-A*24:02:01:02L', '-'],
        ['DRB1', 'HLA-DRB1*13:01:01', '-'],
        ['E', 'HLA-E*01:01:01', '-'],
        ['H', 'HLA-H*02:01:01', '-'],
        ['DRB4', 'Not typed', 'Not typed'],
      ),
      'I',
    );
    expect(genotype.classTwoAlleles).toEqual([]);
    expect(genotype.alleles).toEqual(['HLA-A*24:02', 'HLA-B*07:02', 'HLA-C*07:02']);
    expect(genotype.warnings).toEqual([
      'class II alleles are not scored in a class I run: HLA-DRB1*13:01',
      'null alleles present nothing and are left out: HLA-C*04:09N',
      'alleles that do not reach the cell surface are left out: HLA-B*44:02S',
      'alleles of low or doubtful expression are scored as if expressed: HLA-A*24:02L as HLA-A*24:02',
      'genes that a class I run does not score: HLA-E, HLA-H',
    ]);
  });

  it('says aloud what is ambiguous, of low resolution or not typed, with its line', () => {
    const { alleles, warnings } = inFile(
      tsv(seq2HlaHeader, ['A', "A*02:01'", '0.5', 'A*03', '0.1'], ['B', 'B*07:02', '0', 'NA', 'NA']),
    );
    expect(alleles).toEqual(['HLA-A*02:01', 'HLA-B*07:02']);
    expect(warnings).toEqual([
      expect.stringMatching(/^HLA-A is ambiguous \(line 2\): HLA-A\*02:01 is scored: seq2HLA marks it '/),
      'A*03 (line 2) names a group of alleles, not one, and is left out: type it to two fields',
      'an allele of HLA-B is not typed (line 3)',
      'epitopes of these genes are not found, for want of a usable allele: HLA-C',
    ]);
  });

  it('is an error with line and fix where only groups of alleles are named', () => {
    const text = tsv(
      seq2HlaHeader,
      ['A', 'A*02', '0.5', 'hoz(A*02)', '0.1'],
      ['B', 'B*07', '0', 'B*44', 'NA'],
    );
    expect(() => inFile(text)).toThrowError(
      expect.objectContaining({
        code: 'HLA_MALFORMED',
        at: { file: 'typing.txt', line: 2 },
        message: 'typing.txt names only groups of alleles, none to two fields: A*02, hoz(A*02), B*07, B*44',
        fix: expect.stringContaining('4-digit'),
      }),
    );
  });

  it('does not go on without a class I name that cannot be read', () => {
    const text = tsv(['HLA-A', 'hla_a_02_01', 'hla_a_x'], ['HLA-B', 'hla_b_07_02', 'hla_b_07_02']);
    expect(() => inFile(text)).toThrowError(
      expect.objectContaining({ code: 'HLA_MALFORMED', at: { file: 'typing.txt', line: 1 } }),
    );
  });

  it('names the file and the line of what is no typing', () => {
    expect(() => inFile('\ngene\ttpm\n')).toThrowError(
      expect.objectContaining({ code: 'HLA_MALFORMED', at: { file: 'typing.txt', line: 2 } }),
    );
  });

  it('refuses a file far too large for a genotype without reading it', () => {
    const path = join(folder, 'tumor.bam');
    writeFileSync(path, '');
    truncateSync(path, 2 ** 27);
    expect(() => readGenotype({ hlaFile: path })).toThrowError(
      expect.objectContaining({ code: 'HLA_MALFORMED', at: { file: 'tumor.bam' } }),
    );
  });

  it('is empty with class II typing alone, where class I is asked for', () => {
    const text = tsv(seq2HlaHeader, ['DRB1', 'DRB1*15:01', '0', 'DRB1*04:04', '0']);
    for (const asked of ['I', 'both'] as const)
      expect(() => inFile(text, asked)).toThrowError(
        expect.objectContaining({ code: 'HLA_EMPTY', at: { file: 'typing.txt' } }),
      );
    expect(inFile(text)).toMatchObject({
      alleles: [],
      classTwoAlleles: ['HLA-DRB1*04:04', 'HLA-DRB1*15:01'],
      warnings: expect.arrayContaining(['the genotype has class II alleles alone: class II is scored']),
    });
  });

  it('scores HLA-E of a plain list, which somebody wrote on purpose', () => {
    expect(inFile('HLA-A*02:01\nHLA-E*01:01\n')).toEqual({
      alleles: ['HLA-A*02:01', 'HLA-E*01:01'],
      classTwoAlleles: [],
      warnings: [],
    });
  });

  it('warns of more than two alleles of a gene', () => {
    expect(inFile('A*01:01 A*02:01 A*03:01').warnings).toEqual([
      'HLA-A has 3 alleles, where a patient has two at most: HLA-A*01:01, HLA-A*02:01, HLA-A*03:01',
    ]);
  });
});

describe('--hla', () => {
  it.each(['A*02', 'B7', 'A*02:01/A*02:06', 'H*02:01'])('takes %s for an error', (name) => {
    expect(() => readGenotype({ hla: `HLA-B*07:02,${name}` })).toThrowError(
      expect.objectContaining({ code: 'HLA_MALFORMED' }),
    );
  });

  it('leaves class II alleles out aloud where class I is asked for', () => {
    const hla = 'HLA-A*02:01,DRB1*15:01,DPA1*01:03/DPB1*04:01';
    expect(readGenotype({ hla, class: 'I' })).toEqual({
      alleles: ['HLA-A*02:01'],
      classTwoAlleles: [],
      warnings: [
        'class II alleles are not scored in a class I run: HLA-DRB1*15:01, HLA-DPA1*01:03/DPB1*04:01',
      ],
    });
  });
});

describe('class II molecules', () => {
  const both = 'the genotype has alleles of class I and II: both are scored (--class I leaves class II out)';

  it('join class I where the genotype has alleles of both', () => {
    expect(readGenotype({ hla: 'HLA-A*02:01,DRB1*15:01,DPA1*01:03/DPB1*04:01' })).toEqual({
      alleles: ['HLA-A*02:01'],
      classTwoAlleles: ['HLA-DPA1*01:03/DPB1*04:01', 'HLA-DRB1*15:01'],
      warnings: [both],
    });
  });

  it('are every alpha with every beta chain, in cis and in trans, of chains typed one by one', () => {
    const hla = 'DQA1*01:02,DQA1*05:01,DQB1*06:02,DQB1*02:01,DPA1*01:03,DPB1*04:01,DPB1*02:01';
    const { classTwoAlleles, warnings } = readGenotype({ hla });
    expect(classTwoAlleles).toEqual([
      'HLA-DPA1*01:03/DPB1*02:01',
      'HLA-DPA1*01:03/DPB1*04:01',
      'HLA-DQA1*01:02/DQB1*02:01',
      'HLA-DQA1*01:02/DQB1*06:02',
      'HLA-DQA1*05:01/DQB1*02:01',
      'HLA-DQA1*05:01/DQB1*06:02',
    ]);
    expect(warnings).toContain(
      'HLA-DQ: which chains are joined, in cis or in trans, is not typed; every pair is scored: HLA-DQA1*01:02/DQB1*02:01, HLA-DQA1*01:02/DQB1*06:02, HLA-DQA1*05:01/DQB1*02:01, HLA-DQA1*05:01/DQB1*06:02',
    );
  });

  it('are one where a homozygous patient has one alpha and one beta chain: nothing to say', () => {
    const { classTwoAlleles, warnings } = readGenotype({
      hla: 'DQA1*01:02,DQB1*06:02,DQB1*06:02',
      class: 'II',
    });
    expect(classTwoAlleles).toEqual(['HLA-DQA1*01:02/DQB1*06:02']);
    expect(warnings).toEqual([]);
  });

  it('of HLA-DR are named by the beta chain, with or without DRA', () => {
    for (const name of ['DRB1*15:01', 'DRA*01:01/DRB1*15:01', 'DRB1_1501', 'HLA-DRB11501'])
      expect(readGenotype({ hla: name }).classTwoAlleles).toEqual(['HLA-DRB1*15:01']);
    const { classTwoAlleles, warnings } = readGenotype({ hla: 'DRA*01:01,DRB1*15:01', class: 'II' });
    expect(classTwoAlleles).toEqual(['HLA-DRB1*15:01']);
    expect(warnings).toEqual([
      'HLA-DRA does not vary where peptides bind: each HLA-DRB allele stands for its molecule',
    ]);
  });

  it('are not made of a chain whose partner is not typed, and that is said', () => {
    const { classTwoAlleles, warnings } = readGenotype({ hla: 'DRB1*15:01,DQB1*06:02', class: 'II' });
    expect(classTwoAlleles).toEqual(['HLA-DRB1*15:01']);
    expect(warnings).toEqual([
      'chains are left out whose partner is not typed, as both bind the peptide: HLA-DQB1*06:02 (no HLA-DQA1)',
    ]);
    expect(readGenotype({ hla: 'A*02:01,DQB1*06:02' })).toEqual({
      alleles: ['HLA-A*02:01'],
      classTwoAlleles: [],
      warnings: [
        'class II is not scored: both chains of HLA-DP and -DQ bind the peptide, and one is not typed: HLA-DQB1*06:02 (no HLA-DQA1)',
      ],
    });
    for (const asked of [{}, { class: 'II' as const }])
      expect(() => readGenotype({ hla: 'DQB1*06:02', ...asked })).toThrowError(
        expect.objectContaining({
          code: 'HLA_EMPTY',
          message: expect.stringContaining('HLA-DQB1*06:02 (no HLA-DQA1)'),
        }),
      );
  });

  it('do not take the place of a class I typing that cannot be used', () => {
    const text = tsv(seq2HlaHeader, ['A', 'A*02', '0', 'A*03', '0'], ['DRB1', 'DRB1*15:01', '0', 'NA', 'NA']);
    expect(() => inFile(text)).toThrowError(expect.objectContaining({ code: 'HLA_MALFORMED' }));
  });

  it('leave class I alleles out aloud where class II is asked for', () => {
    expect(readGenotype({ hla: 'A*02:01,DRB1*15:01', class: 'II' })).toEqual({
      alleles: [],
      classTwoAlleles: ['HLA-DRB1*15:01'],
      warnings: ['class I alleles are not scored in a class II run: HLA-A*02:01'],
    });
  });

  it('of a null chain do not exist', () => {
    const { classTwoAlleles, warnings } = readGenotype({ hla: 'DRB1*15:01,DRB4*01:03N', class: 'II' });
    expect(classTwoAlleles).toEqual(['HLA-DRB1*15:01']);
    expect(warnings).toEqual(['null alleles present nothing and are left out: HLA-DRB4*01:03N']);
  });

  it.each(['DRB1*15', 'DRB1*15:XX'])(
    'written by hand as %s are an error, unless class I is asked for',
    (name) => {
      expect(() => readGenotype({ hla: `A*02:01,${name}` })).toThrowError(
        expect.objectContaining({ code: 'HLA_MALFORMED' }),
      );
      expect(readGenotype({ hla: `A*02:01,${name}`, class: 'I' }).alleles).toEqual(['HLA-A*02:01']);
    },
  );

  it("of a typing tool's file come with what is missing", () => {
    const { classTwoAlleles, warnings } = inFile(
      tsv(
        ['A', 'HLA-A*02:01:01', '-'],
        ['B', 'HLA-B*07:02:01', '-'],
        ['C', 'HLA-C*07:02:01', '-'],
        ['DRB1', 'HLA-DRB1*15:01:01', '-'],
        ['DQA1', 'HLA-DQA1*01:02:01', '-'],
        ['DQB1', 'HLA-DQB1*06:02:01', '-'],
        ['DMA', 'HLA-DMA*01:01:01', '-'],
        ['DRB4', 'Not typed', 'Not typed'],
      ),
    );
    expect(classTwoAlleles).toEqual(['HLA-DQA1*01:02/DQB1*06:02', 'HLA-DRB1*15:01']);
    expect(warnings).toEqual([
      both,
      'genes that a run of both classes does not score: HLA-DMA',
      'epitopes of these genes are not found, for want of a usable allele: HLA-DP',
    ]);
  });
});
