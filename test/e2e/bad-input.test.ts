import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliOptions, type CliResult, makeSandbox, readTsv } from '../support/cli.js';
import {
  buildReference,
  example,
  exampleRecords,
  runArgs,
  vcfText,
  vcfWith,
} from '../support/example-patient.js';

const sandbox = makeSandbox();
let reference = '';
let outCount = 0;
function nextOut(): string {
  outCount += 1;
  return sandbox.path(`out-${outCount}`);
}

beforeAll(async () => {
  reference = await buildReference(sandbox);
  // Fills the store: the cases below then only do what differs.
  expect((await sandbox.cli(runArgs(reference, nextOut()))).exitCode).toBe(0);
}, 120_000);
afterAll(() => sandbox.remove());

interface Failure {
  readonly name: string;
  /** Arguments in full, or flags that differ from the example's run. */
  readonly args?: () => readonly string[];
  readonly changes?: () => Readonly<Record<string, string | null>>;
  readonly more?: readonly string[];
  readonly options?: () => CliOptions;
  readonly exitCode: number;
  readonly code: string;
  /** What the message must say. */
  readonly says: RegExp;
  /** file:line as it must stand under 'where:'. */
  readonly where?: string | RegExp;
}

const header = (): readonly string[] =>
  vcfText()
    .split('\n')
    .filter((line) => line.startsWith('#'));
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
    name: 'class II alleles and nothing else',
    changes: () => ({ '--hla-file': null, '--hla': 'DRB1*15:01' }),
    exitCode: 3,
    code: 'HLA_EMPTY',
    says: /class II alleles, .*DRB1\*15:01/,
  },
  {
    name: 'no HLA genotype at all',
    changes: () => ({ '--hla-file': null }),
    exitCode: 2,
    code: 'USAGE',
    says: /the HLA genotype is missing/,
  },
  {
    name: 'a genotype given twice',
    changes: () => ({ '--hla': 'HLA-A*02:01' }),
    exitCode: 2,
    code: 'USAGE',
    says: /--hla or --hla-file, not both/,
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
    name: 'class II, for which there is no predictor',
    changes: () => ({ '--class': 'II' }),
    exitCode: 4,
    code: 'PREDICTOR_UNKNOWN',
    says: /no bundled class II predictor/,
  },
  {
    name: 'neither a reference nor --use-csq',
    changes: () => ({ '--reference': null }),
    exitCode: 2,
    code: 'USAGE',
    says: /neither --reference nor --use-csq/,
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
    name: 'a stage that does not exist',
    changes: () => ({}),
    more: ['--set', 'rank-candidate.affinityLimitNm=400'],
    exitCode: 2,
    code: 'PARAMETER_INVALID',
    says: /there is no stage 'rank-candidate'[\s\S]*Did you mean rank-candidates\?/,
  },
  {
    name: 'a parameter that does not exist',
    changes: () => ({}),
    more: ['--set', 'rank-candidates.affinityLimit=400'],
    exitCode: 2,
    code: 'PARAMETER_INVALID',
    says: /has no parameter 'affinityLimit'[\s\S]*Did you mean affinityLimitNm\?/,
  },
  {
    name: 'a parameter out of its range, told before any stage runs',
    changes: () => ({}),
    more: ['--set', 'select-shortlist.size=0'],
    exitCode: 2,
    code: 'PARAMETER_INVALID',
    says: /select-shortlist\.size/,
  },
  {
    name: 'an assignment without =',
    changes: () => ({}),
    more: ['--set', 'select-shortlist.size'],
    exitCode: 2,
    code: 'USAGE',
    says: /stage\.parameter=value/,
  },
  {
    name: 'a parameter file that is not JSON',
    changes: () => ({ '--params': sandbox.write('broken.json', '{"rank-candidates": {') }),
    exitCode: 2,
    code: 'PARAMETER_INVALID',
    says: /is not JSON/,
    where: /broken\.json/,
  },
  {
    name: 'a parameter file of another shape',
    changes: () => ({ '--params': sandbox.write('list.json', '{"rank-candidates": 5}') }),
    exitCode: 2,
    code: 'PARAMETER_INVALID',
    says: /rank-candidates/,
    where: /list\.json/,
  },
  {
    name: 'a file where the output folder should be',
    args: () => runArgs(reference, sandbox.write('taken', '')),
    exitCode: 3,
    code: 'OUTPUT_NOT_WRITABLE',
    says: /--out: cannot write to .*taken/,
  },
  {
    name: 'a store that cannot be written',
    changes: () => ({}),
    options: () => ({ env: { ANTIGRAPH_STORE: '/dev/null/store' } }),
    exitCode: 5,
    code: 'STORE_UNAVAILABLE',
    says: /the store at \/dev\/null\/store cannot be used/,
  },
  {
    name: 'a store whose disk is full',
    changes: () => ({}),
    options: () => ({
      env: { ANTIGRAPH_STORE: sandbox.path('full-store') },
      shell: 'ulimit -f 4; exec "$@"',
    }),
    exitCode: 5,
    code: 'STORE_UNAVAILABLE',
    says: /cannot be used/,
  },
  {
    name: 'an output folder whose disk is full',
    changes: () => ({}),
    options: () => ({ shell: 'ulimit -f 64; exec "$@"' }),
    exitCode: 3,
    code: 'OUTPUT_NOT_WRITABLE',
    says: /--out: cannot write/,
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
  {
    name: 'a purity above 1',
    changes: () => ({ '--purity': '70' }),
    exitCode: 2,
    code: 'USAGE',
    says: /--purity takes a number above 0 up to 1, found '70'/,
  },
  {
    name: 'an unknown predictor',
    changes: () => ({ '--predictor': 'netmhcpan' }),
    exitCode: 4,
    code: 'PREDICTOR_UNKNOWN',
    says: /no predictor 'netmhcpan'[\s\S]*antigraph-class1/,
  },
  {
    name: 'jobs that are no number',
    changes: () => ({ '--jobs': 'many' }),
    exitCode: 2,
    code: 'USAGE',
    says: /--jobs takes a whole number/,
  },
  {
    name: 'a project file with an unknown setting',
    changes: () => ({}),
    options: () => {
      sandbox.write('bad-project/antigraph.json', '{"sotre": "x"}');
      return { cwd: sandbox.path('bad-project') };
    },
    exitCode: 2,
    code: 'PARAMETER_INVALID',
    says: /sotre/,
  },
  {
    name: 'an unknown command',
    args: () => ['rum'],
    exitCode: 2,
    code: 'USAGE',
    says: /unknown command 'rum'[\s\S]*run/,
  },
  {
    name: 'an unknown option',
    changes: () => ({}),
    more: ['--fast'],
    exitCode: 2,
    code: 'USAGE',
    says: /unknown option '--fast'/,
  },
  {
    name: 'a missing required option',
    args: () => ['annotate', '--reference', reference],
    exitCode: 2,
    code: 'USAGE',
    says: /required option '--vcf <file>' not specified/,
  },
];

function runOf(failure: Failure): Promise<CliResult> {
  const args = failure.args?.() ?? runArgs(reference, nextOut(), failure.changes?.() ?? {});
  return sandbox.cli([...args, ...(failure.more ?? [])], failure.options?.());
}

describe.concurrent('tells what is wrong, where, and what to do:', () => {
  it.each(failures)('$name → $exitCode $code', async (failure) => {
    const result = await runOf(failure);
    const { stderr } = result;
    expect(stderr.split('\n').filter((line) => line.startsWith('error '))).toEqual([
      expect.stringContaining(`error ${failure.code}`),
    ]);
    expect(stderr).toMatch(failure.says);
    expect(result).toMatchObject({ exitCode: failure.exitCode, stdout: '' });
    if (failure.where !== undefined) expect(/^ {2}where: (.*)$/m.exec(stderr)?.[1]).toMatch(failure.where);
    expect(stderr).toMatch(/^ {2}fix: {3}\S/m);
    expect(stderr).not.toMatch(/^ +at .*:\d+:\d+\)?$/m);
    expect(stderr).not.toContain('defect');
  });
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

describe.concurrent('with --debug', () => {
  it('prints the stack trace too', async () => {
    const result = await sandbox.cli([
      ...runArgs(reference, nextOut(), { '--vcf': example.fasta }),
      '--debug',
    ]);
    expect(result).toMatchObject({ exitCode: 3 });
    expect(result.stderr).toMatch(/^error VCF_NOT_VCF: /m);
    expect(result.stderr).toMatch(/^ +at .*:\d+:\d+\)?$/m);
  });
});

describe.concurrent('asked for', () => {
  it.each([['--help'], ['run', '--help'], ['help', 'run'], ['reference', 'build', '--help']])(
    'help (%s %s) is printed on stdout with exit code 0',
    async (...args) => {
      const result = await sandbox.cli(args.filter((word) => word !== undefined));
      expect(result).toMatchObject({ exitCode: 0, stderr: '' });
      expect(result.stdout).toMatch(/^Usage: antigraph/);
    },
  );

  it('the version is that of package.json and comes at once', async () => {
    const { version }: { version: string } = JSON.parse(
      readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
    );
    const result = await sandbox.cli(['--version']);
    expect(result).toMatchObject({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
    expect(result.durationMs).toBeLessThan(3000);
  });

  it('nothing, the command prints its help on stderr and ends with 2', async () => {
    const result = await sandbox.cli([]);
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toMatch(/^Usage: antigraph/);
  });
});

interface Ran extends CliResult {
  readonly out: string;
  readonly ledger: readonly Readonly<Record<string, string>>[];
}

async function runWith(
  vcf: string,
  changes: Readonly<Record<string, string | null>> = {},
  ...more: readonly string[]
): Promise<Ran> {
  const out = nextOut();
  const path = sandbox.write(`${out.slice(sandbox.root.length + 1)}.vcf`, vcf);
  const result = await sandbox.cli([...runArgs(reference, out, { '--vcf': path, ...changes }), ...more]);
  const ledger = result.exitCode === 0 || result.exitCode === 6 ? readTsv(`${out}/ledger.tsv`).rows : [];
  return { ...result, out, ledger };
}

describe.concurrent('odd input that is no error', () => {
  it('a VCF of only a header finishes, and report and terminal say that there is no candidate', async () => {
    const run = await runWith(vcfWith([]));
    expect(run.exitCode).toBe(0);
    expect(run.ledger).toEqual([]);
    expect(run.stderr).toContain('no antigen on the shortlist');
    expect(readTsv(`${run.out}/shortlist.tsv`).rows).toEqual([]);
    expect(readFileSync(`${run.out}/report.html`, 'utf8')).toMatch(/no (?:allele|variant|antigen|record)/i);
  });

  it('a VCF of which nothing passed FILTER finishes, every allele FILTERED', async () => {
    const run = await runWith(
      vcfWith(exampleRecords().map((record) => record.replace('\tPASS\t', '\tweak_evidence\t'))),
    );
    expect(run.exitCode).toBe(0);
    expect(run.ledger).toHaveLength(27);
    expect(new Set(run.ledger.map(({ code }) => code))).toEqual(new Set(['FILTERED']));
    expect(readFileSync(`${run.out}/report.html`, 'utf8')).toContain('FILTERED');
  });

  it('one REF that disagrees is an omission of that allele', async () => {
    const run = await runWith(vcfText().replace('chr12\t2813\t.\tC\tT', 'chr12\t2813\t.\tG\tT'));
    expect(run.exitCode).toBe(0);
    expect(run.ledger.filter(({ code }) => code === 'REF_MISMATCH')).toEqual([
      expect.objectContaining({ input: 'chr12:2813:G:T', stage: 'parse-variants' }),
    ]);
    expect(run.ledger).toHaveLength(27);
  });

  it('a damaged line among good ones is an omission of that line', async () => {
    const run = await runWith(
      vcfWith(['chr12\t28x3\t.\tC\tT\t.\tPASS\t.\tGT\t0/0\t0/1', ...exampleRecords()]),
    );
    expect(run.exitCode).toBe(0);
    expect(run.ledger).toHaveLength(28);
    expect(run.ledger[0]).toMatchObject({ code: 'RECORD_MALFORMED' });
    expect(run.ledger[0]?.['reason']).toContain('line 34');
  });

  it('a VCF without sample columns gives candidates whose read support is unknown', async () => {
    const text = vcfText()
      .split('\n')
      .map((line) => (line.startsWith('##') ? line : line.split('\t').slice(0, 8).join('\t')))
      .join('\n');
    const run = await runWith(text.replace(/^##(tumor|normal)_sample.*\n/gm, ''));
    expect(run.exitCode).toBe(0);
    const { rows } = readTsv(`${run.out}/shortlist.tsv`);
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map((row) => `${row['dna_vaf']} ${row['rna_vaf']}`))).toEqual(new Set(['NA NA']));
  });

  it('a VCF without GT keeps the alleles', async () => {
    const text = vcfWith(exampleRecords().map((record) => record.replace('\tGT:', '\tXX:')));
    const run = await runWith(text);
    expect(run.exitCode).toBe(0);
    expect(run.ledger.filter(({ status }) => status === 'shortlisted').length).toBeGreaterThan(0);
  });

  it('Windows line ends and gzip change nothing but the digest of the input', async () => {
    const out = nextOut();
    const path = sandbox.write('windows.vcf.gz', gzipSync(vcfText().replaceAll('\n', '\r\n')));
    const run = await sandbox.cli(runArgs(reference, out, { '--vcf': path }));
    expect(run.exitCode).toBe(0);
    expect(readTsv(`${out}/ledger.tsv`).rows).toEqual((await runWith(vcfText())).ledger);
  });

  it('class II and null alleles beside class I ones are named in warnings and not scored', async () => {
    const run = await runWith(vcfText(), {
      '--hla-file': null,
      '--hla': 'HLA-A*02:01,DRB1*15:01,HLA-A*24:09N',
    });
    expect(run.exitCode).toBe(0);
    expect(run.stderr).toMatch(
      /^warning: class II alleles are not scored in a class I run: (?:HLA-)?DRB1\*15:01$/m,
    );
    expect(run.stderr).toContain('warning: null alleles present nothing and are left out: HLA-A*24:09N');
    const { rows } = readTsv(`${run.out}/candidates.tsv`);
    expect(new Set(rows.map((row) => row['allele']))).toEqual(new Set(['HLA-A*02:01']));
  });
});

/** KRAS G12D of the example, as VEP annotates it without any plugin. */
function annotated(
  options: { readonly gene?: string; readonly columns?: string; readonly values?: string } = {},
): string {
  const format = `Allele|Consequence|IMPACT|SYMBOL|Gene|Feature_type|Feature|BIOTYPE|HGVSc|HGVSp|Protein_position|Amino_acids|Codons${options.columns ?? ''}`;
  const csq = `T|missense_variant|MODERATE|${options.gene ?? 'KRAS'}|ENSG00000133703|Transcript|ENST00000311936.8|protein_coding|ENST00000311936.8:c.35G>A|ENSP00000256078.5:p.Gly12Asp|12|G/D|gGt/gAt${options.values ?? ''}`;
  const lines = [...header()];
  lines.splice(
    1,
    0,
    `##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequence annotations from Ensembl VEP. Format: ${format}">`,
  );
  const record = exampleRecords().find((line) => line.startsWith('chr12\t2813')) ?? '';
  return `${lines.join('\n')}\n${record.replace('DP=406', `DP=406;CSQ=${csq}`)}\n`;
}

describe.concurrent('--use-csq', () => {
  it("completes an annotation without VEP's Wildtype plugin from the reference", async () => {
    const run = await runWith(annotated(), {}, '--use-csq');
    expect(run.exitCode).toBe(0);
    expect(run.ledger).toEqual([
      expect.objectContaining({ gene: 'KRAS', code: 'NA', status: 'shortlisted' }),
    ]);
  });

  it('without a reference says PROTEIN_UNKNOWN and ends with 6, outputs written', async () => {
    const run = await runWith(annotated(), { '--reference': null }, '--use-csq');
    expect(run.exitCode).toBe(6);
    expect(run.stderr).toMatch(/^error OMISSIONS_PAST_LIMIT: 1 of 1 alleles could not be used/m);
    expect(run.ledger).toEqual([expect.objectContaining({ code: 'PROTEIN_UNKNOWN' })]);
  });

  it('shows hostile names as text: no tag, no formula, no broken table', async () => {
    const kras =
      'MTEYKLVVVGAGGVGKSALTIQLIQNHFVDEYDPTIEDSYRKQVVIDGETCLLDILDTAGQEEYSAMRDQYMRTGEGFLCVFAINNTKSFEDIHHYREQIKRVKDSEDVPMVLVGNKCDLPSRTVDTKQAQDLARSYGIPFIETSAKTRQRVEDAFYTLVREIRQYRLKKISKEEKTPGCVKIKKCIIM';
    const gene = '=cmd()<script>alert(1)</script>"%09onload%3Dx';
    const run = await runWith(
      annotated({ gene, columns: '|WildtypeProtein|FrameshiftSequence', values: `|${kras}|` }),
      { '--reference': null },
      '--use-csq',
    );
    expect(run.exitCode).toBe(0);
    const html = readFileSync(`${run.out}/report.html`, 'utf8');
    expect(html).not.toContain('<script>alert');
    expect(html).toContain('&lt;script&gt;alert');
    for (const file of ['shortlist.tsv', 'candidates.tsv', 'ledger.tsv']) {
      const { columns, rows } = readTsv(`${run.out}/${file}`);
      for (const row of rows) expect(Object.keys(row)).toHaveLength(columns.length);
      expect(readFileSync(`${run.out}/${file}`, 'utf8')).not.toMatch(/(?:^|\t)[=+@]/m);
    }
    const fasta = readFileSync(`${run.out}/peptides.fasta`, 'utf8');
    expect(
      fasta
        .split('\n')
        .filter((line) => !line.startsWith('>'))
        .join(''),
    ).toMatch(/^[A-Z]+$/);
  });

  it('makes no peptide of residues that no predictor takes (X, U) and counts them', async () => {
    const protein = 'MTEYKLVVVGAGGVGKXUUTIQLIQNHFVDEYDPTIEDSYRKQVVIDGETCLLDILDTAGQEEYSAMRDQYMRTGEGFLCVF';
    const run = await runWith(
      annotated({ columns: '|WildtypeProtein', values: `|${protein}` }),
      { '--reference': null },
      '--use-csq',
    );
    expect(run.exitCode).toBe(0);
    const { rows } = readTsv(`${run.out}/candidates.tsv`);
    for (const row of rows) expect(row['peptide']).toMatch(/^[ACDEFGHIKLMNPQRSTVWY]+$/);
    expect(readFileSync(`${run.out}/report.html`, 'utf8')).toContain('PEPTIDE_UNUSABLE');
  });
});

it('repairs an output folder in which a killed run left half a file', async () => {
  const out = nextOut();
  const args = runArgs(reference, out);
  expect((await sandbox.cli(args)).exitCode).toBe(0);
  writeFileSync(`${out}/.antigraph-999999.report.html`, 'half');
  writeFileSync(`${out}/report.html`, 'half');
  expect((await sandbox.cli(args)).exitCode).toBe(0);
  expect(existsSync(`${out}/.antigraph-999999.report.html`)).toBe(false);
  expect(readFileSync(`${out}/report.html`, 'utf8')).toContain('</html>');
});
