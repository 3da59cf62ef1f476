import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { compressBlocks } from '../../../../stages/shared/bgzf/index.js';
import { memoryReference } from '../../../support/memory-reference.js';
import { byteSource, readVariants, vcfText } from '../../../support/vcf-text.js';

const samples = ['NORMAL', 'TUMOR'];
async function codes(
  lines: readonly string[],
  options: Parameters<typeof readVariants>[1] = {},
): Promise<string[]> {
  const { variants, omissions } = await readVariants(vcfText(lines), options);
  return [
    ...variants.map(({ alleleOrdinal, id }) => `${alleleOrdinal} ${id}`),
    ...omissions.map(({ alleleOrdinal, code }) => `${alleleOrdinal} ${code}`),
  ].sort();
}

describe('parse-variants', () => {
  it('gives one variant per ALT with its own depths, input as written and ordinals in file order', async () => {
    const lines = [
      'chr1 10 rs1 A G . PASS SOMATIC;CSQ=G|x|,G|y| GT:AD:DP 0/0:30,0:30 0|1:20,10:31',
      'chr1 20 . CT C,CTT 50 PASS . GT:AD 0/0:9,0,0 1/2:10,4,6',
    ];
    const { variants, source } = await readVariants(vcfText(lines, { samples }));
    expect(variants[0]).toEqual({
      id: 'chr1:10:A:G',
      input: 'chr1:10:A:G',
      alleleOrdinal: 1,
      line: 3,
      chrom: 'chr1',
      position: 10,
      ref: 'A',
      alt: 'G',
      name: 'rs1',
      filters: ['PASS'],
      tumor: { depth: 31, refReads: 20, altReads: 10, variantAlleleFraction: 1 / 3 },
      normal: { depth: 30, refReads: 30, altReads: 0, variantAlleleFraction: 0 },
      rna: null,
      geneExpression: null,
      transcriptExpression: null,
      phase: { set: 'chrom:chr1', haplotype: 1, isHomozygous: false },
      genotype: '0|1',
      csq: 'G|x|,G|y|',
      ann: null,
      spliceScores: null,
      event: null,
      isSomaticFlagged: true,
    });
    expect(
      variants.map(({ alleleOrdinal, input, tumor }) => [alleleOrdinal, input, tumor?.altReads]),
    ).toEqual([
      [1, 'chr1:10:A:G', 10],
      [2, 'chr1:20:CT:C', 4],
      [3, 'chr1:20:CT:CTT', 6],
    ]);
    expect(source).toMatchObject({ recordCount: 2, alleleCount: 3, keptCount: 3, samples });
  });

  it('gives the same rows from plain, gzip and bgzip, LF and CRLF, in chunks of any size', async () => {
    const lines = Array.from(
      { length: 50 },
      (_, index) => `chr1 ${index * 3 + 1} . A G,T . PASS DP=${index}`,
    );
    const text = vcfText(lines);
    const expected = await readVariants(text);
    expect(expected.variants).toHaveLength(100);
    const forms = [
      gzipSync(text),
      Buffer.concat([...compressBlocks([text])]),
      Buffer.from(text.replaceAll('\n', '\r\n')),
    ];
    for (const form of [Buffer.from(text), ...forms]) {
      for (const chunkSize of [1, 13, 100_000]) {
        expect(await readVariants(byteSource(form, { chunkSize }))).toEqual(expected);
      }
    }
  });

  it('sorts every form of ALT', async () => {
    const alts = [
      'G',
      '<DEL>',
      '<NON_REF>',
      '<*>',
      '*',
      '.',
      'G]17:198982]',
      '.TG',
      'R',
      'N',
      'A',
      'G-T',
      '',
    ];
    const result = await codes([`chr1 5 . A ${alts.join(',')} . . .`, 'chr1 6 . N G . . .']);
    expect(result.map((text) => text.replace(/^(\d) /, '0$1 ')).sort()).toEqual([
      '01 chr1:5:A:G',
      '02 ALLELE_SYMBOLIC',
      '03 ALLELE_SYMBOLIC',
      '04 ALLELE_SYMBOLIC',
      '05 ALLELE_SPANNING_DELETION',
      '06 ALLELE_MISSING',
      '07 ALLELE_BREAKEND',
      '08 ALLELE_BREAKEND',
      '09 ALLELE_IUPAC',
      '10 ALLELE_IUPAC',
      '11 ALLELE_EQUALS_REF',
      '12 RECORD_MALFORMED',
      '13 ALLELE_MISSING',
      '14 ALLELE_IUPAC',
    ]);
  });

  it('counts a malformed line as one allele, names its place and goes on', async () => {
    const lines = [
      'chr1 5 . A G . PASS .',
      'chr1 1e3 . A G,T . PASS .',
      'chr1 7',
      'chr1 8 . A- G . PASS .',
      'chr1 9 . A T . . .',
    ];
    const { variants, omissions, source } = await readVariants(vcfText(lines));
    expect(variants.map(({ alleleOrdinal }) => alleleOrdinal)).toEqual([1, 5]);
    expect(
      omissions.map(({ alleleOrdinal, code, reason }) => [
        alleleOrdinal,
        code,
        /line \d+, column \d+ \(\w+\)/.exec(reason)?.[0],
      ]),
    ).toEqual([
      [2, 'RECORD_MALFORMED', 'line 4, column 6 (POS)'],
      [3, 'RECORD_MALFORMED', 'line 5, column 7 (ID)'],
      [4, 'RECORD_MALFORMED', 'line 6, column 10 (REF)'],
    ]);
    expect(source).toMatchObject({ recordCount: 5, alleleCount: 5, keptCount: 2 });
  });

  it('calls a line with a sample too few or a genotype that is none malformed', async () => {
    const lines = [
      'chr1 5 . A G . PASS . GT 0/0',
      'chr1 6 . A G . PASS . GT 0/0 0/2',
      'chr1 7 . A G . PASS . GT 0/0 0/1',
    ];
    const { omissions, variants } = await readVariants(vcfText(lines, { samples }));
    expect(omissions.map(({ code }) => code)).toEqual(['RECORD_MALFORMED', 'RECORD_MALFORMED']);
    expect(variants).toHaveLength(1);
  });

  it('is no error without records, but says so', async () => {
    const { source } = await readVariants(vcfText([]));
    expect(source).toMatchObject({ recordCount: 0, alleleCount: 0 });
    expect(source.warnings).toContain('the file has a header and no records');
  });

  describe('FILTER', () => {
    const lines = ['PASS', '.', 'q10', 'q10;germline'].map(
      (filter, index) => `chr1 ${index + 1} . A G . ${filter} .`,
    );
    it('accepts PASS and . by default', async () => {
      expect(await codes(lines)).toEqual(['1 chr1:1:A:G', '2 chr1:2:A:G', '3 FILTERED', '4 FILTERED']);
    });
    it('accepts all', async () => {
      expect((await codes(lines, { params: { filters: 'all' } })).join()).not.toContain('FILTERED');
    });
    it('accepts a record of which every filter is listed', async () => {
      const one = await codes(lines, { params: { filters: ['q10'] } });
      expect(one).toEqual(['1 chr1:1:A:G', '2 chr1:2:A:G', '3 chr1:3:A:G', '4 FILTERED']);
    });
  });

  describe('the tumour genotype', () => {
    const genotypes = ['0/1', '0/0', './.', '.', '0|0', '1', '0/.'];
    const lines = genotypes.map(
      (genotype, index) => `chr1 ${index + 1} . A G . PASS . GT:AD 0/1:9,9 ${genotype}:9,3`,
    );
    it('leaves out an allele it does not contain and keeps what is not called', async () => {
      const { variants, omissions } = await readVariants(vcfText(lines, { samples }));
      expect(variants.map(({ genotype }) => genotype)).toEqual(['0/1', './.', null, '1', '0/.']);
      expect(omissions.map(({ code }) => code)).toEqual(['NOT_IN_TUMOR', 'NOT_IN_TUMOR']);
    });
    it('keeps all where asked to', async () => {
      const kept = await readVariants(vcfText(lines, { samples }), { params: { omitNotInTumor: false } });
      expect(kept.variants).toHaveLength(genotypes.length);
    });
    it('keeps records without GT (Strelka2)', async () => {
      const line = 'chr1 5 . A G . PASS SOMATIC DP:AU:CU:GU:TU 9:9,9:0,0:0,0:0,0 9:5,5:0,0:4,4:0,0';
      expect((await readVariants(vcfText([line], { samples }))).variants[0]?.tumor?.altReads).toBe(4);
    });
  });

  describe('with a reference', () => {
    const reference = memoryReference({ chr1: 'GGGCACACACAGGGTNNNNACGT', chrM: 'ACGTACGT' });
    it('left-aligns and names the contig as the reference does', async () => {
      const { variants } = await readVariants(vcfText(['1 8 . CAC C . PASS .']), { reference });
      expect(variants[0]).toMatchObject({
        id: 'chr1:3:GCA:G',
        input: '1:8:CAC:C',
        chrom: 'chr1',
        position: 3,
      });
    });
    it('finds the same deletion written in two ways once', async () => {
      const lines = ['chr1 6 . CAC C . PASS .', 'chr1 3 . GCA G . PASS .'];
      expect(await codes(lines, { reference })).toEqual(['1 chr1:3:GCA:G', '2 DUPLICATE_ALLELE']);
      expect(await codes(lines, { reference, params: { duplicates: 'keep' } })).toHaveLength(2);
    });
    it('takes lower-case alleles and unknown bases of the reference as a match', async () => {
      expect(await codes(['chr1 1 . g t . PASS .', 'chr1 16 . A C . PASS .'], { reference })).toEqual([
        '1 chr1:1:G:T',
        '2 chr1:16:A:C',
      ]);
    });
    it('leaves out what lies beyond the contig or on an unknown one', async () => {
      const lines = [
        'chr1 1 . G T . . .',
        'chr1 0 . G T . . .',
        'chr1 23 . TA T . . .',
        'chr9 1 . G T . . .',
        'MT 1 . A T . . .',
      ];
      expect(await codes(lines, { reference })).toEqual([
        '1 chr1:1:G:T',
        '2 POSITION_OUT_OF_RANGE',
        '3 POSITION_OUT_OF_RANGE',
        '4 CONTIG_UNKNOWN',
        '5 chrM:1:A:T',
      ]);
    });
  });

  it('says that without a reference nothing is checked or left-aligned', async () => {
    const { source, variants } = await readVariants(
      vcfText(['chr1 6 . CAC C . PASS .', 'chr1 1 . TACG TAGG . . .']),
    );
    expect(source.warnings.join()).toContain('no reference');
    expect(variants.map(({ id }) => id)).toEqual(['chr1:6:CAC:C', 'chr1:3:C:G']);
  });

  it('reads LoFreq, which has no samples, from INFO', async () => {
    const { variants } = await readVariants(
      vcfText(['chr1 5 . A G 50 PASS DP=40;AF=0.25;SB=0;DP4=15,15,5,5']),
    );
    expect(variants[0]?.tumor).toEqual({
      depth: 40,
      refReads: 30,
      altReads: 10,
      variantAlleleFraction: 0.25,
    });
    const other = await readVariants(vcfText(['chr1 5 . A G 50 PASS DP=40;AF=0.25']));
    expect(other.variants[0]?.tumor).toBeNull();
  });

  it('leaves CSQ out where asked to', async () => {
    const text = vcfText(['chr1 5 . A G 50 PASS XCSQ=1;CSQ=G|a']);
    expect((await readVariants(text)).variants[0]?.csq).toBe('G|a');
    expect((await readVariants(text, { params: { keepCsq: false } })).variants[0]?.csq).toBeNull();
  });

  it('reads the columns of CSQ, the annotator and the build from the header', async () => {
    const meta = [
      '##VEP="v105" time="2023-06-06" cache="c" assembly="GRCh38.p13"',
      '##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequence annotations from Ensembl VEP. Format: Allele|Consequence|SYMBOL">',
    ];
    const { source } = await readVariants(vcfText([], { meta }));
    expect(source).toMatchObject({
      csqFields: ['Allele', 'Consequence', 'SYMBOL'],
      annotator: 'VEP v105 (GRCh38.p13)',
      build: 'GRCh38',
    });
  });

  it('reads the build from contig lengths before names, and none where lengths contradict each other', async () => {
    const build = async (...meta: string[]) => (await readVariants(vcfText([], { meta }))).source.build;
    expect(await build('##contig=<ID=chr1,length=248956422>', '##reference=hg19.fa')).toBe('GRCh38');
    expect(await build('##contig=<ID=1,length=249250621>')).toBe('GRCh37');
    expect(await build('##reference=file:///ref/human_g1k_v37.fasta')).toBe('GRCh37');
    expect(await build('##contig=<ID=1,length=249250621>', '##contig=<ID=2,length=242193529>')).toBeNull();
    expect(await build('##contig=<ID=chr1,length=5000>')).toBeNull();
  });
});
