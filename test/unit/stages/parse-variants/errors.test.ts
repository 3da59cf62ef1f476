import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { AntigraphError, formatLocation } from '../../../../schemas/errors.js';
import { compressBlocks } from '../../../../stages/shared/bgzf/index.js';
import { memoryReference } from '../../../support/memory-reference.js';
import { readVariants, vcfText } from '../../../support/vcf-text.js';

async function errorOf(
  run: Promise<unknown>,
): Promise<{ code: string; at: string; message: string; fix: string | null }> {
  const error: unknown = await run.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AntigraphError)) throw new Error(`expected an AntigraphError, got ${String(error)}`);
  return { code: error.code, at: formatLocation(error.at), message: error.message, fix: error.fix };
}

const good = 'chr1 5 . A G . PASS .';

describe('files that are no VCF', () => {
  it.each([
    ['', 'an empty file'],
    ['hello\n', "'hello'"],
    ['Hugo_Symbol\tEntrez_Gene_Id\n', 'a MAF table'],
    ['#CHROM\tPOS\tID\n', 'the ##fileformat line is missing'],
    ['BAM\u0001\n', 'an alignment file'],
    ['<!DOCTYPE html>\n', 'a web page'],
    ['PK\u0003\u0004xyz\n', 'a zip archive'],
  ])('says what %j is', async (text, found) => {
    expect(await errorOf(readVariants(text))).toMatchObject({
      code: 'VCF_NOT_VCF',
      at: 'calls.vcf:1:1 (fileformat)',
      message: expect.stringContaining(found),
      fix: expect.any(String),
    });
  });

  it('says so of a gzipped one as well', async () => {
    expect(await errorOf(readVariants(gzipSync('>chr1\nACGT\n')))).toMatchObject({
      code: 'VCF_NOT_VCF',
      message: expect.stringContaining('FASTA'),
    });
  });

  it('stops at binary data without line breaks', async () => {
    expect(await errorOf(readVariants(Buffer.alloc(70_000_000, 1)))).toMatchObject({ code: 'VCF_NOT_VCF' });
  });
});

describe('versions', () => {
  it.each(['VCFv4.0', 'VCFv4.1', 'VCFv4.2', 'VCFv4.3', 'VCFv4.4', 'VCFv4.5'])('reads %s', async (version) => {
    expect((await readVariants(vcfText([good], { version }))).source.fileFormat).toBe(version);
  });
  it.each(['VCFv3.3', 'VCFv5.0', 'VCF v4.2', '4.2', ''])("does not read '%s'", async (version) => {
    expect(await errorOf(readVariants(vcfText([good], { version })))).toMatchObject({
      code: 'VCF_VERSION_UNSUPPORTED',
      at: 'calls.vcf:1:14 (fileformat)',
    });
  });
});

describe('headers', () => {
  it('names the line of a record that comes before the column line', async () => {
    expect(await errorOf(readVariants('##fileformat=VCFv4.2\nchr1\t5\t.\tA\tG\t.\tPASS\t.\n'))).toMatchObject(
      {
        code: 'VCF_HEADER_MALFORMED',
        at: 'calls.vcf:2:1 (#CHROM)',
      },
    );
  });

  it('says that the column line is missing from a file of ## lines', async () => {
    expect(await errorOf(readVariants('##fileformat=VCFv4.2\n'))).toMatchObject({
      code: 'VCF_HEADER_MALFORMED',
      at: 'calls.vcf:2:1 (#CHROM)',
    });
  });

  it.each([
    ['#CHROM\tPOSITION\tID\tREF\tALT\tQUAL\tFILTER\tINFO', '2:8 (POS)'],
    ['#CHROM POS ID REF ALT QUAL FILTER INFO', '2:1 (#CHROM)'],
    ['#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER', '2:35 (INFO)'],
    ['#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tTUMOR', '2 (FORMAT)'],
    ['#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tA\tA', '2 (sample)'],
  ])('points into the column line %j', async (columns, at) => {
    expect(await errorOf(readVariants(`##fileformat=VCFv4.2\n${columns}\n`))).toMatchObject({
      code: 'VCF_HEADER_MALFORMED',
      at: `calls.vcf:${at}`,
    });
  });

  it.each(['##INFO=<ID=DP,Number=1', '##contig=<length=5>', '##FILTER=q10'])('points at %s', async (meta) => {
    expect(await errorOf(readVariants(vcfText([good], { meta: [meta] })))).toMatchObject({
      code: 'VCF_HEADER_MALFORMED',
      at: expect.stringMatching(/^calls\.vcf:2:\d+ \((INFO|contig|FILTER)\)$/),
    });
  });

  it('reports a reserved key declared as something else', async () => {
    const meta = ['##FORMAT=<ID=PS,Number=1,Type=Float,Description="Phase set">'];
    const { source } = await readVariants(vcfText([good], { meta }));
    expect(source.warnings).toContain(
      "line 2: ##FORMAT: PS is declared '1 Float' where the specification reserves '1 Integer'",
    );
  });

  it('reports what only deviates from the specification, and goes on', async () => {
    const meta = ['##some text', '##INFO=<ID=DP,Number=1,Type=Int,Description="Depth">'];
    const { source, variants } = await readVariants(vcfText([good], { meta }));
    expect(variants).toHaveLength(1);
    expect(source.warnings).toEqual(
      expect.arrayContaining([expect.stringContaining('line 2'), expect.stringContaining('Type=Int')]),
    );
  });
});

describe('truncated files', () => {
  const text = vcfText(
    Array.from({ length: 20_000 }, (_, index) => `chr1 ${index + 5} . A G . PASS DP=${index}`),
  );

  it('names the last complete line of BGZF without its end-of-file block', async () => {
    const bytes = Buffer.concat([...compressBlocks([text])]).subarray(0, -28);
    expect(await errorOf(readVariants(bytes))).toMatchObject({
      code: 'VCF_TRUNCATED',
      at: 'calls.vcf:20003',
      message: expect.stringContaining('end-of-file block'),
      fix: expect.stringContaining('again'),
    });
  });

  it('names a line within the file where gzip is cut in the middle', async () => {
    const gzip = gzipSync(text);
    const { code, at } = await errorOf(readVariants(gzip.subarray(0, gzip.length / 2)));
    expect(code).toBe('VCF_TRUNCATED');
    const line = Number(/calls\.vcf:(\d+)/.exec(at)?.[1]);
    expect(line).toBeGreaterThan(5_000);
    expect(line).toBeLessThan(15_000);
  });

  it('warns of a plain file whose last line has no break', async () => {
    const { source, variants } = await readVariants(vcfText([good]).slice(0, -1));
    expect(variants).toHaveLength(1);
    expect(source.warnings.join()).toContain('the last line has no line break');
  });
});

describe('records', () => {
  it('fails with the place of the first where no record can be read', async () => {
    const lines = ['chr1 x . A G . PASS .', 'chr1 7 . A', 'chr1 8 . ? G . PASS .'];
    expect(await errorOf(readVariants(vcfText(lines)))).toMatchObject({
      code: 'VCF_RECORD_MALFORMED',
      at: 'calls.vcf:3:6 (POS)',
      message: expect.stringContaining('none of the 3 records'),
    });
  });
});

describe('wrong references', () => {
  const reference = memoryReference({ chr1: 'ACGTACGTACGTACGTACGT' }, { build: 'GRCh38' });

  it('refuses a header of another build than the reference', async () => {
    const text = vcfText([], { meta: ['##contig=<ID=1,length=249250621>'] });
    expect(await errorOf(readVariants(text, { reference }))).toMatchObject({
      code: 'VCF_WRONG_BUILD',
      message: expect.stringMatching(/GRCh37.*GRCh38/),
    });
  });

  it('does not compare with a reference whose build is not a known one', async () => {
    const example = memoryReference({ chr1: 'ACGT' }, { build: 'example-1' });
    const text = vcfText(['1 1 . A G . PASS .'], { meta: ['##contig=<ID=1,length=249250621>'] });
    expect((await readVariants(text, { reference: example })).source.build).toBe('GRCh37');
  });

  it('refuses a file of which more than a fifth of the alleles have another REF, and counts them', async () => {
    const lines = [1, 5, 9].map((position) => `chr1 ${position} . A G . PASS .`);
    const wrong = [2, 6, 10].map((position) => `chr1 ${position} . T G . PASS .`);
    expect(await errorOf(readVariants(vcfText([...lines, ...wrong]), { reference }))).toMatchObject({
      code: 'VCF_WRONG_BUILD',
      at: 'calls.vcf:6 (REF)',
      message: expect.stringContaining('3 of 6 alleles'),
    });
  });

  it('only leaves out fewer mismatches', async () => {
    const { variants, omissions } = await readVariants(
      vcfText(['chr1 1 . A G . PASS .', 'chr1 2 . T G . PASS .', 'chr1 6 . T G . PASS .']),
      { reference },
    );
    expect(variants.map(({ id }) => id)).toEqual(['chr1:1:A:G']);
    expect(omissions.map(({ code }) => code)).toEqual(['REF_MISMATCH', 'REF_MISMATCH']);
  });

  it('refuses a file none of whose contigs is known', async () => {
    expect(await errorOf(readVariants(vcfText(['contig_7 1 . A G . PASS .']), { reference }))).toMatchObject({
      code: 'VCF_CONTIGS_UNKNOWN',
      at: 'calls.vcf:3:1 (CHROM)',
      message: expect.stringMatching(/contig_7.*chr1/),
    });
  });
});
