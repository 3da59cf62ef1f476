import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readGenotype } from '../../../../workers/cli/genotype.js';
import { tsv } from '../../../support/hla-calls.js';

const folder = mkdtempSync(join(tmpdir(), 'genotype-'));
afterAll(() => rmSync(folder, { recursive: true }));

function inFile(text: string): ReturnType<typeof readGenotype> {
  const path = join(folder, 'typing.txt');
  writeFileSync(path, text);
  return readGenotype({ hlaFile: path });
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
    );
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

  it('is empty with class II typing alone', () => {
    const text = tsv(seq2HlaHeader, ['DRB1', 'DRB1*15:01', '0', 'DRB1*04:04', '0']);
    expect(() => inFile(text)).toThrowError(
      expect.objectContaining({ code: 'HLA_EMPTY', at: { file: 'typing.txt' } }),
    );
  });

  it('scores HLA-E of a plain list, which somebody wrote on purpose', () => {
    expect(inFile('HLA-A*02:01\nHLA-E*01:01\n')).toEqual({
      alleles: ['HLA-A*02:01', 'HLA-E*01:01'],
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

  it('leaves class II alleles out aloud', () => {
    expect(readGenotype({ hla: 'HLA-A*02:01,DRB1*15:01,DPA1*01:03/DPB1*04:01' })).toEqual({
      alleles: ['HLA-A*02:01'],
      warnings: [
        'class II alleles are not scored in a class I run: HLA-DRB1*15:01, HLA-DPA1*01:03/DPB1*04:01',
      ],
    });
  });
});
