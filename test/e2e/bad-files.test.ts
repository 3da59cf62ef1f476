import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { example, exampleRecords, runArgs, vcfText, vcfWith } from '../support/example-patient.js';
import { exampleSandbox } from '../support/example-sandbox.js';
import { expectFailure, type Failure } from '../support/failures.js';

const setting = exampleSandbox();
const { sandbox, reference, nextOut } = setting;

const corrupt = (offset: number): string => {
  const bytes = readFileSync(reference);
  const at = offset < 0 ? bytes.length + offset : offset;
  bytes[at] = (bytes[at] ?? 0) ^ 0x55;
  return sandbox.write(`corrupt-${offset}.reference`, bytes);
};
/** Records moved by one base: contigs are known, REF is not what stands there. */
const shifted = (): readonly string[] =>
  exampleRecords().map((record) =>
    record.replace(/^(\S+)\t(\d+)/, (_, chrom: string, pos: string) => `${chrom}\t${Number(pos) + 1}`),
  );

const failures: readonly Failure[] = [
  {
    name: 'a VCF that is not there',
    changes: () => ({ '--vcf': sandbox.path('nowhere.vcf') }),
    exitCode: 3,
    code: 'INPUT_NOT_FOUND',
    says: /--vcf: there is no file .*nowhere\.vcf/,
    where: /nowhere\.vcf$/,
  },
  {
    name: 'a folder in place of a VCF',
    changes: () => ({ '--vcf': sandbox.root }),
    exitCode: 3,
    code: 'INPUT_NOT_READABLE',
    says: /--vcf: .* is not a file/,
  },
  {
    name: 'an empty VCF',
    changes: () => ({ '--vcf': sandbox.write('empty.vcf', '') }),
    exitCode: 3,
    code: 'VCF_NOT_VCF',
    says: /found an empty file/,
    where: /^empty\.vcf:1/,
  },
  {
    name: 'a FASTA file in place of a VCF',
    changes: () => ({ '--vcf': example.fasta }),
    exitCode: 3,
    code: 'VCF_NOT_VCF',
    says: /found a FASTA file/,
    where: /^mini\.fa:1/,
  },
  {
    name: 'a truncated gzip file',
    changes: () => ({ '--vcf': sandbox.write('cut.vcf.gz', gzipSync(vcfText()).subarray(0, 900)) }),
    exitCode: 3,
    code: 'VCF_TRUNCATED',
    says: /complete only up to line \d+/,
    where: /^cut\.vcf\.gz:\d+/,
  },
  {
    name: 'a VCF without a column line',
    changes: () => ({ '--vcf': sandbox.write('no-columns.vcf', vcfText().replace(/^#CHROM.*\n/m, '')) }),
    exitCode: 3,
    code: 'VCF_HEADER_MALFORMED',
    says: /expected the column line/,
    where: /^no-columns\.vcf:3\d:1 \(#CHROM\)/,
  },
  {
    name: 'a VCF whose every record is damaged',
    changes: () => ({
      '--vcf': sandbox.write('damaged.vcf', vcfWith(['chr12\tnot-a-number\t.\tC\tT', 'x'])),
    }),
    exitCode: 3,
    code: 'VCF_RECORD_MALFORMED',
    says: /./,
    where: /^damaged\.vcf:34/,
  },
  {
    name: 'calls of another build',
    changes: () => ({ '--vcf': sandbox.write('shifted.vcf', vcfWith(shifted())) }),
    exitCode: 3,
    code: 'VCF_WRONG_BUILD',
    says: /\d+ of \d+ alleles have another REF than the reference antigraph-example/,
    where: /^shifted\.vcf:34.*\(REF\)/,
  },
  {
    name: 'contigs that the reference does not have',
    changes: () => ({
      '--vcf': sandbox.write('contigs.vcf', vcfWith(['scaffold_1\t10\t.\tA\tG\t.\tPASS\t.\tGT\t0/0\t0/1'])),
    }),
    exitCode: 3,
    code: 'VCF_CONTIGS_UNKNOWN',
    says: /the first is 'scaffold_1', the reference has chr1/,
    where: /^contigs\.vcf:34:1 \(CHROM\)/,
  },
  {
    name: 'two samples of which nothing tells the tumour',
    changes: () => ({
      '--vcf': sandbox.write(
        'ambiguous.vcf',
        vcfText()
          .replace(/^##(tumor|normal)_sample.*\n/gm, '')
          .replace('EXAMPLE_NORMAL\tEXAMPLE_TUMOR', 'P1\tP2'),
      ),
    }),
    exitCode: 3,
    code: 'VCF_SAMPLE_AMBIGUOUS',
    says: /P1, P2/,
    where: /^ambiguous\.vcf:\d+/,
  },
  {
    name: 'a tumour sample that the VCF does not have',
    changes: () => ({ '--tumor-sample': 'EXAMPLE_TUMOUR' }),
    exitCode: 3,
    code: 'VCF_SAMPLE_UNKNOWN',
    says: /EXAMPLE_TUMOUR/,
    where: /^tumor\.vcf:\d+/,
  },
  {
    name: 'an HLA allele that nobody has',
    changes: () => ({ '--hla-file': null, '--hla': 'HLA-A*02:01,HLA-A*99:99' }),
    exitCode: 4,
    code: 'HLA_UNSUPPORTED',
    says: /does not know HLA-A\*99:99[\s\S]*Nearest supported: HLA-A\*/,
  },
  {
    name: 'a malformed HLA allele',
    changes: () => ({ '--hla-file': null, '--hla': 'HLA-A*02:01,B7' }),
    exitCode: 3,
    code: 'HLA_MALFORMED',
    says: /'B7' is not an HLA class I allele/,
  },
  {
    name: 'a malformed HLA allele in a file',
    changes: () => ({ '--hla-file': sandbox.write('hla.txt', '# typed by hand\nHLA-A*02:01\nHLA-A*2\n') }),
    exitCode: 3,
    code: 'HLA_MALFORMED',
    says: /'HLA-A\*2'/,
    where: 'hla.txt:3',
  },
  {
    name: 'an empty list of HLA alleles',
    changes: () => ({ '--hla-file': null, '--hla': '' }),
    exitCode: 3,
    code: 'HLA_EMPTY',
    says: /--hla names no expressed class I allele/,
  },
  {
    name: 'an empty HLA file',
    changes: () => ({ '--hla-file': sandbox.write('no-hla.txt', '\n# none\n') }),
    exitCode: 3,
    code: 'HLA_EMPTY',
    says: /no expressed class I allele/,
    where: 'no-hla.txt',
  },
  {
    name: 'a null allele and nothing else',
    changes: () => ({ '--hla-file': null, '--hla': 'HLA-A*24:09N' }),
    exitCode: 3,
    code: 'HLA_EMPTY',
    says: /null alleles, which present nothing: HLA-A\*24:09N/,
  },
  {
    name: 'class II alleles and nothing else, where class I is asked for',
    changes: () => ({ '--hla-file': null, '--hla': 'DRB1*15:01', '--class': 'I' }),
    exitCode: 3,
    code: 'HLA_EMPTY',
    says: /class II alleles, .*DRB1\*15:01/,
  },
  {
    name: 'class II, where the genotype has none',
    changes: () => ({ '--hla-file': null, '--hla': 'HLA-A*02:01', '--class': 'both' }),
    exitCode: 3,
    code: 'HLA_EMPTY',
    says: /no expressed class II allele \(only class I alleles/,
  },
  {
    name: 'a reference that is not there',
    changes: () => ({ '--reference': sandbox.path('nowhere.reference') }),
    exitCode: 4,
    code: 'REFERENCE_MISSING',
    says: /nowhere\.reference[\s\S]*antigraph reference build/,
  },
  {
    name: 'a file that is no reference bundle',
    changes: () => ({ '--reference': example.gtf }),
    exitCode: 4,
    code: 'REFERENCE_MALFORMED',
    says: /./,
    where: /mini\.gtf/,
  },
  {
    name: 'a reference with a flipped byte in its head',
    changes: () => ({ '--reference': corrupt(40) }),
    exitCode: 4,
    code: 'REFERENCE_',
    says: /corrupt-40\.reference/,
  },
  {
    name: 'a folder in place of a reference',
    changes: () => ({ '--reference': sandbox.root }),
    exitCode: 4,
    code: 'REFERENCE_MALFORMED',
    says: /found a folder/,
  },
  {
    name: '--use-csq on a VCF without CSQ',
    changes: () => ({ '--reference': null }),
    more: ['--use-csq'],
    exitCode: 3,
    code: 'VCF_CSQ_MISSING',
    says: /CSQ/,
  },
  {
    name: 'an expression table without a TPM column',
    changes: () => ({ '--expression': sandbox.write('counts.tsv', 'gene_id\tcount\nENSG1\t5\n') }),
    exitCode: 3,
    code: 'EXPRESSION_MALFORMED',
    says: /no TPM column/,
    where: /^counts\.tsv:1/,
  },
  {
    name: 'an expression table with words for numbers',
    changes: () => ({
      '--expression': sandbox.write('words.tsv', '# comment\ngene_id\ttpm\nENSG1\t5\n\nENSG2\thigh\n'),
    }),
    exitCode: 3,
    code: 'EXPRESSION_MALFORMED',
    says: /'high' is not a TPM/,
    where: /^words\.tsv:5/,
  },
  {
    name: 'an empty expression table',
    changes: () => ({ '--expression': sandbox.write('empty.tsv', '') }),
    exitCode: 3,
    code: 'EXPRESSION_MALFORMED',
    says: /empty/,
    where: /^empty\.tsv:1/,
  },
];

describe.concurrent('of a file, tells what is wrong, where, and what to do:', () => {
  it.each(failures)('$name → $exitCode $code', (failure) => expectFailure(setting, failure));
});

describe('a reference with one flipped byte', () => {
  it('is refused wherever the damage is read, and else gives the same answer', async () => {
    const annotate = (bundle: string) =>
      sandbox.cli(['annotate', '--vcf', example.vcf, '--reference', bundle]);
    const sound = await annotate(reference);
    const size = readFileSync(reference).length;
    const offsets = Array.from({ length: 12 }, (_, index) => Math.floor(((index + 0.5) * size) / 12));
    const refused = await Promise.all(
      offsets.map(async (offset) => {
        const { exitCode, stdout, stderr } = await annotate(corrupt(offset));
        if (exitCode === 0) expect(stdout).toBe(sound.stdout);
        else expect(stderr).toMatch(/^error REFERENCE_DIGEST_MISMATCH: .*corrupt-/);
        return exitCode === 0 ? [] : [offset];
      }),
    );
    const [offset] = refused.flat();
    expect(offset).toBeDefined();
    const run = await sandbox.cli([
      ...runArgs(reference, nextOut(), { '--reference': corrupt(offset ?? 0) }),
      '--no-cache',
    ]);
    expect(run).toMatchObject({ exitCode: 4, stdout: '' });
    expect(run.stderr).toMatch(/^error REFERENCE_DIGEST_MISMATCH: /m);
  });
});

describe.concurrent('a message that quotes the file', () => {
  it('quotes it without the control characters that a terminal would obey', async () => {
    const path = sandbox.write(
      'escape.vcf',
      vcfWith(['\u001b[2Jchr\u0007\t10\t.\tA\tG\t.\tPASS\t.\tGT\t0/0\t0/1']),
    );
    const result = await sandbox.cli(runArgs(reference, nextOut(), { '--vcf': path }));
    expect(result.exitCode).toBe(3);
    expect(result.stderr).toMatch(/^error [A-Z_]+: /m);
    expect(result.stderr.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });
});
