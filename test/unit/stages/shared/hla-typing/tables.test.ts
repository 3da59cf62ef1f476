import { describe, expect, it } from 'vitest';
import { readHlaTyping } from '../../../../../stages/shared/hla-typing/index.js';
import { tsv, typed } from '../../../../support/hla-calls.js';

describe('OptiType', () => {
  const header = ['', 'A1', 'A2', 'B1', 'B2', 'C1', 'C2', 'Reads', 'Objective'];

  it('gives two alleles a gene from the one row', () => {
    const text = tsv(header, [
      '0',
      'A*02:01',
      'A*02:01',
      'B*07:02',
      'B*44:02',
      'C*05:01',
      '',
      '900',
      '880.1',
    ]);
    expect(typed(text)).toEqual({
      tool: 'OptiType',
      calls: [
        'HLA-A*02:01',
        'HLA-A*02:01 homozygous',
        'HLA-B*07:02',
        'HLA-B*44:02',
        'HLA-C*05:01',
        'C? not typed',
      ],
    });
  });

  it('takes the best of enumerated solutions and is ambiguous only where another has the same objective', () => {
    const text = tsv(
      header,
      ['0', 'A*02:01', 'A*03:01', 'B*07:02', 'B*44:02', 'C*05:01', 'C*07:02', '900', '880'],
      ['1', 'A*02:01', 'A*03:01', 'B*44:03', 'B*07:02', 'C*05:01', 'C*07:02', '900', '880'],
      ['2', 'A*02:06', 'A*03:01', 'B*07:02', 'B*44:02', 'C*05:01', 'C*07:02', '899', '879'],
    );
    expect(typed(text).calls).toEqual([
      'HLA-A*02:01',
      'HLA-A*03:01',
      'HLA-B*07:02',
      'HLA-B*44:02 ambiguous HLA-B*44:03',
      'HLA-C*05:01',
      'HLA-C*07:02',
    ]);
  });
});

describe('a table of gene columns', () => {
  it("reads arcasHLA's genotypes.tsv of one subject, class II with it", () => {
    const text = tsv(
      ['subject', 'A1', 'A2', 'DRB11', 'DRB12'],
      ['p1', 'A*01:01:01', 'A*26:01:01G', 'DRB1*03:01', ''],
    );
    expect(typed(text).calls).toEqual(['HLA-A*01:01', 'HLA-A*26:01', 'HLA-DRB1*03:01', 'DRB1? not typed']);
  });

  it('takes the gene from the column where the cell has only the fields', () => {
    expect(typed(tsv(['A_1', 'A_2', 'B_1', 'B_2'], ['02:01', '24:09N', '07', '08:01'])).calls).toEqual([
      'HLA-A*02:01',
      'HLA-A*24:09N',
      'B?07 low resolution',
      'HLA-B*08:01',
    ]);
  });

  it('refuses several patients in one table', () => {
    const text = tsv(['subject', 'A1', 'A2'], ['p1', 'A*01:01', 'A*02:01'], ['p2', 'A*03:01', 'A*11:01']);
    expect(() => readHlaTyping(text)).toThrowError(
      expect.objectContaining({ code: 'HLA_MALFORMED', at: { line: 3 }, details: { samples: 2 } }),
    );
  });
});

describe('Polysolver', () => {
  it('reads its underscored names, expression suffix included', () => {
    const text = tsv(
      ['HLA-A', 'hla_a_02_01_01_01', 'hla_a_24_02_01_02l'],
      ['HLA-B', 'hla_b_07_02_01', 'hla_b_07_02_05'],
      ['HLA-C', 'hla_c_07_02_01_03', 'hla_c_04_09n'],
    );
    expect(typed(text)).toEqual({
      tool: 'Polysolver',
      calls: [
        'HLA-A*02:01',
        'HLA-A*24:02L',
        'HLA-B*07:02',
        'HLA-B*07:02 homozygous',
        'HLA-C*07:02',
        'HLA-C*04:09N',
      ],
    });
  });

  it("does not take another gene's name for the row's", () => {
    const [call] = readHlaTyping(tsv(['HLA-A', 'hla_b_07_02_01', 'hla_a_02_01'])).calls;
    expect(call).toMatchObject({ allele: null, note: 'unreadable', reason: 'it stands at locus A' });
  });
});

describe('seq2HLA', () => {
  const header = ['#Locus', 'Allele 1', 'Confidence', 'Allele 2', 'Confidence'];

  it("notes the alleles marked ' as ambiguous and a repeated one as homozygous", () => {
    const text = tsv(
      header,
      ['A', "A*02:01'", '0.0004', 'A*02:01', 'NA'],
      ['B', 'B*07:02', '0.1', "B*44:03'", '-nan'],
      ['C', 'C*07:02', '0.0', 'no', 'NA'],
      ['P', 'no', 'NA', 'no', 'NA'],
    );
    expect(typed(text)).toEqual({
      tool: 'seq2HLA',
      calls: [
        'HLA-A*02:01 ambiguous',
        'HLA-A*02:01 homozygous',
        'HLA-B*07:02',
        'HLA-B*44:03 ambiguous',
        'HLA-C*07:02',
        'HLA-C*07:02 homozygous',
        'P?no not typed',
        'P?no not typed',
      ],
    });
    const calls = readHlaTyping(text).calls;
    expect(calls[0]?.reason).toContain('p-value 0.0004');
    expect(calls[3]?.reason).not.toContain('p-value');
  });

  it('calls the 2-digit table low resolution', () => {
    const text = tsv(
      header,
      ['A', 'A*02', '0.1', 'hoz(A*02)', 'NA'],
      ['DQA1', 'DQA1*05', '0.2', 'DQA1*01', '0.3'],
    );
    expect(typed(text).calls).toEqual([
      'A?A*02 low resolution',
      'A?hoz(A*02) low resolution',
      'DQA1?DQA1*05 low resolution',
      'DQA1?DQA1*01 low resolution',
    ]);
  });

  it('reads class I and class II tables joined by cat', () => {
    const text =
      tsv(header, ['A', 'A*02:01', '0', 'A*03:01', '0']) +
      tsv(header, ['DRA', 'DRA*01:01', 'NA', 'DRA*01:01', 'NA']);
    expect(readHlaTyping(text).calls.map(({ gene, line }) => [gene, line])).toEqual([
      ['A', 2],
      ['A', 2],
      ['DRA', 4],
      ['DRA', 4],
    ]);
  });
});

describe('HLA-HD', () => {
  it("reads '-' as homozygous and 'Not typed' as such", () => {
    const text = tsv(
      ['A', 'HLA-A*02:01:01', '-'],
      ['DRB1', 'HLA-DRB1*13:01:01', 'HLA-DRB1*03:01:01'],
      ['DRB4', 'Not typed', 'Not typed'],
      ['H', 'HLA-H*02:01:01', 'HLA-H*02:06'],
    );
    expect(typed(text)).toEqual({
      tool: 'HLA-HD',
      calls: [
        'HLA-A*02:01',
        'HLA-A*02:01 homozygous',
        'HLA-DRB1*13:01',
        'HLA-DRB1*03:01',
        'DRB4?Not typed not typed',
        'DRB4?Not typed not typed',
        'HLA-H*02:01',
        'HLA-H*02:06',
      ],
    });
  });

  it('is ambiguous only on the side on which the equally good pairs differ', () => {
    const text = tsv(
      ['B', 'HLA-B*07:02:01', 'HLA-B*44:02:01', 'HLA-B*44:27:01', 'HLA-B*07:02:01'],
      ['C', 'HLA-C*05:01:01', 'HLA-C*07:02:01', 'HLA-C*05:01:01', 'HLA-C*07:02:05'],
      ['A', 'HLA-A*01:01:01', '-', 'HLA-A*01:02', '-'],
    );
    expect(typed(text).calls).toEqual([
      'HLA-B*07:02',
      'HLA-B*44:02 ambiguous HLA-B*44:27',
      'HLA-C*05:01',
      'HLA-C*07:02',
      'HLA-A*01:01 ambiguous HLA-A*01:02',
      'HLA-A*01:01 homozygous',
    ]);
  });

  it('keeps the line of a gene that HLA-HD itself could not read, and reads the genes after it by name', () => {
    const text = `Couldn't read result file.\n${tsv(['B', 'HLA-B*07:02:01', '-'])}`;
    expect(typed(text).calls).toEqual([
      "null?Couldn't read result file. not typed",
      'HLA-B*07:02',
      'HLA-B*07:02 homozygous',
    ]);
  });
});

describe('HLA*LA', () => {
  const header = ['Locus', 'Chromosome', 'Allele', 'Q1', 'Q2', 'AverageCoverage'];

  it('reads a row a chromosome, G groups and joined alternatives', () => {
    const text = tsv(
      header,
      ['A', '1', 'A*02:01:01G', '1', '0.9', '30'],
      ['A', '2', 'A*11:01:01G', '1', '0.9', '30'],
      ['B', '1', 'B*07:02:01;B*07:61', '1', '0.9', '30'],
      ['B', '2', 'NA', 'NA', 'NA', 'NA'],
    );
    expect(typed(text)).toEqual({
      tool: 'HLA*LA',
      calls: ['HLA-A*02:01', 'HLA-A*11:01', 'HLA-B*07:02 ambiguous HLA-B*07:61', 'B?NA not typed'],
    });
  });
});

describe('T1K', () => {
  it("leaves out alleles of quality 0 as its manual says, and reads '.' beside one allele as homozygous", () => {
    const text = tsv(
      ['HLA-A', '2', 'HLA-A*02:01:01', '50.1', '60', 'HLA-A*03:01:01', '40.2', '0'],
      ['HLA-B', '1', 'HLA-B*07:02:01', '90.3', '60', '.', '0', '-1'],
      [
        'HLA-C',
        '2',
        'HLA-C*07:02:01,HLA-C*07:50',
        '50',
        '12',
        'HLA-C*05:01:01',
        '44',
        '60',
        'HLA-C*05:03;3;1',
      ],
      ['HLA-DRB1', '0', '.', '0', '-1', '.', '0', '-1'],
    );
    expect(typed(text)).toEqual({
      tool: 'T1K',
      calls: [
        'HLA-A*02:01',
        'A?HLA-A*03:01:01 low quality',
        'HLA-B*07:02',
        'HLA-B*07:02 homozygous',
        'HLA-C*07:02 ambiguous HLA-C*07:50',
        'HLA-C*05:01',
        'DRB1?. not typed',
        'DRB1?. not typed',
      ],
    });
  });
});
