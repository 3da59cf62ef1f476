import { describe, expect, it } from 'vitest';
import { readHlaTyping } from '../../../../../stages/shared/hla-typing/index.js';
import { typed } from '../../../../support/hla-calls.js';

describe('ATHLATES', () => {
  const header =
    '      Name        HD     Aln_len    cDNA_len     Similarity        Avg_cov       Missing_exons (ID, len)';
  const report = (candidates: readonly string[], pairs: readonly (readonly [string, string])[]): string =>
    [
      header,
      '',
      ...candidates.map(
        (name) => `  ${name}         0        1093        1098              1        200.5\t\t\t(8, 5)\t`,
      ),
      '',
      ' ------------ Candidate Allelic Pairs -------------',
      '',
      header,
      '',
      ...candidates.map((name) => `  ${name}         0        1093        1098              1        200.5`),
      '',
      ' ------------ Inferred Allelic Pairs ------------- ',
      '',
      ...pairs.map(([first, second]) => `${first}\t\t${second}\t\t0`),
      '',
    ].join('\n');

  it('counts only the inferred pairs, at two fields', () => {
    const text = report(
      ['B*07:02:01', 'B*07:05:01', 'B*44:02:01:01'],
      [
        ['B*07:02:01', 'B*44:02:01:01'],
        ['B*07:02:01', 'B*44:02:01:03'],
      ],
    );
    expect(typed(text)).toEqual({ tool: 'ATHLATES', calls: ['HLA-B*07:02', 'HLA-B*44:02'] });
    expect(readHlaTyping(text).calls[0]?.line).toBe(17);
  });

  it('names the alternatives of pairs that differ in protein', () => {
    const text = report(
      [],
      [
        ['A*02:01:01:01', 'A*03:01:01'],
        ['A*02:01:01:01', 'A*03:02'],
      ],
    );
    expect(typed(text).calls).toEqual(['HLA-A*02:01', 'HLA-A*03:01 ambiguous HLA-A*03:02']);
  });

  it('prefers the expressed of two names with the same two fields', () => {
    const text = report(
      [],
      [
        ['A*01:01:01:02N', 'A*03:01:01'],
        ['A*01:01:01:01', 'A*03:01:01'],
      ],
    );
    expect(typed(text).calls).toEqual(['HLA-A*01:01 ambiguous HLA-A*01:01N', 'HLA-A*03:01']);
  });

  it('prefers an expressed allele to a null allele that is as likely', () => {
    const text = report(
      [],
      [
        ['A*24:09N', 'A*03:01:01'],
        ['A*24:02:01', 'A*03:01:01'],
      ],
    );
    expect(typed(text).calls).toEqual(['HLA-A*24:02 ambiguous HLA-A*24:09N', 'HLA-A*03:01']);
  });

  it('leaves out pairs of a greater distance than the best', () => {
    const text = `${report([], [['A*02:01:01', 'A*03:01:01']])}A*02:06\t\tA*03:01:01\t\t2\n`;
    expect(typed(text).calls).toEqual(['HLA-A*02:01', 'HLA-A*03:01']);
  });

  it('calls a locus without inferred pairs not typed', () => {
    expect(typed(report(['C*07:02:01'], [])).calls).toEqual(['C? not typed', 'C? not typed']);
  });

  it("reads several loci's files joined by cat", () => {
    const text =
      report(['A*02:01:01'], [['A*02:01:01', 'A*02:01:01']]) +
      report([], []) +
      report(['C*07:02:01'], [['C*07:02:01', 'C*05:01']]);
    expect(typed(text).calls).toEqual([
      'HLA-A*02:01',
      'HLA-A*02:01 homozygous',
      'null? not typed',
      'null? not typed',
      'HLA-C*07:02',
      'HLA-C*05:01',
    ]);
  });
});

describe('HISAT-genotype', () => {
  const report = (...ranks: readonly (readonly [string, number])[]): string =>
    [
      'Number of reads aligned: 900',
      '\t\t\t\t1 A*02:20:02 (count: 500)',
      ...ranks.map(
        ([name, percent], index) => `\t\t\t\t${index + 1} ranked ${name} (abundance: ${percent.toFixed(2)}%)`,
      ),
      '',
    ].join('\n');

  it('takes the top two of each gene by abundance, not by read count', () => {
    const text =
      report(['A*02:01:01:01', 54], ['A*11:01:01:01', 45], ['A*24:33', 1]) +
      report(['B*07:02:01', 51], ['B*07:02:09', 49]);
    expect(typed(text)).toEqual({
      tool: 'HISAT-genotype',
      calls: ['HLA-A*02:01', 'HLA-A*11:01', 'HLA-B*07:02', 'HLA-B*07:02 homozygous'],
    });
  });

  it('doubts a second allele of little abundance', () => {
    const { calls } = readHlaTyping(report(['A*02:01:01:01', 93], ['A*02:33', 4]));
    expect(calls[1]).toMatchObject({ allele: 'HLA-A*02:33', note: 'ambiguous' });
    expect(calls[1]?.reason).toContain('may be homozygous');
  });
});

describe('arcasHLA', () => {
  it('reads a genotype, each allele at its own line', () => {
    const text = JSON.stringify({ A: ['A*01:01:01', 'A*01:01:01'], DQA1: ['DQA1*05:03'] }, null, 1);
    expect(typed(text)).toEqual({
      tool: 'arcasHLA',
      calls: ['HLA-A*01:01', 'HLA-A*01:01 homozygous', 'HLA-DQA1*05:03'],
    });
    expect(readHlaTyping(text).calls.map(({ line }) => line)).toEqual([3, 4, 7]);
  });

  it('reads a merged file of one sample and refuses one of two', () => {
    expect(typed('{"p1": {"A": ["A*01:01:01", "A*02:01:01"]}}').calls).toEqual([
      'HLA-A*01:01',
      'HLA-A*02:01',
    ]);
    expect(() => readHlaTyping('{"p1": {"A": ["A*01:01"]}, "p2": {"A": ["A*02:01"]}}')).toThrowError(
      expect.objectContaining({ code: 'HLA_MALFORMED', details: { samples: 2 } }),
    );
  });

  it('refuses its em.json, which holds candidates, and names the file that is meant', () => {
    const text = '{"A": [["0", ["A*01:01:01:01", "A*01:01:01:02N"], 0.5], ["8", ["A*03:01:01:01"], 0.5]]}';
    expect(() => readHlaTyping(text)).toThrowError(
      expect.objectContaining({ code: 'HLA_MALFORMED', fix: expect.stringContaining('genotype.json') }),
    );
  });
});

describe('xHLA', () => {
  it('reads hla.alleles', () => {
    const text = JSON.stringify({
      report_type: 'hla_typing',
      hla: { alleles: ['A*01:01', 'A*02:01', 'B*13:02', 'B*13:02', 'DRB1*07:01'] },
    });
    expect(typed(text)).toEqual({
      tool: 'xHLA',
      calls: ['HLA-A*01:01', 'HLA-A*02:01', 'HLA-B*13:02', 'HLA-B*13:02 homozygous', 'HLA-DRB1*07:01'],
    });
  });
});

describe('a plain list', () => {
  it.each([
    [
      'one a line, with comments and Windows line ends',
      '\uFEFF# typed 2024\r\nHLA-A*02:01\r\nB*07:02 # twice\r\n',
    ],
    ['by comma', 'HLA-A*02:01,B0702'],
    ['as a GL string', 'A*02:01+B*07:02'],
    ["in Polysolver's spelling", 'hla_a_02_01_01_01\nhla_b_07_02_01\n'],
  ])('is read %s', (_, text) => {
    expect(typed(text)).toEqual({ tool: 'plain list', calls: ['HLA-A*02:01', 'HLA-B*07:02'] });
  });

  it('tells either-or from a class II pair', () => {
    expect(typed('A*02:01/02:06 DPA1*01:03/DPB1*04:01 B*15:01/B*15:01:02').calls).toEqual([
      'HLA-A*02:01 ambiguous HLA-A*02:06',
      'HLA-DPA1*01:03/DPB1*04:01',
      'HLA-B*15:01',
    ]);
  });

  it('keeps a slip of the pen with its line', () => {
    expect(readHlaTyping('HLA-A*02:01\nHLA-A*2\n').calls[1]).toMatchObject({
      written: 'HLA-A*2',
      line: 2,
      note: 'unreadable',
    });
  });

  it('may be empty', () => {
    expect(readHlaTyping('\n# none\n')).toEqual({ tool: 'plain list', calls: [] });
  });
});

describe('what is no typing', () => {
  it.each([
    ['prose that names an allele', 'The patient carries HLA-A*02:01 as far as we know\n'],
    ['JSON of another kind', '{"name": "antigraph"}'],
    ['broken JSON', '{"A": ["A*01:01"'],
    ['a VCF', '##fileformat=VCFv4.2\n#CHROM\tPOS\n1\t100\t.\tA\tC\t.\t.\t.\n'],
    ['a gene table', 'gene\ttpm\nTP53\t4.5\n'],
  ])('is refused: %s', (_, text) => {
    expect(() => readHlaTyping(text)).toThrowError(
      expect.objectContaining({ code: 'HLA_MALFORMED', message: expect.stringContaining('OptiType') }),
    );
  });
});
