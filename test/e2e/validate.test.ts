import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bcfFile, bcfRecord, missingFloat } from '../support/bcf-bytes.js';
import { type CliResult, makeSandbox, repositoryRoot } from '../support/cli.js';
import { buildReference, example, vcfText } from '../support/example-patient.js';

const sandbox = makeSandbox();
let reference = '';
beforeAll(async () => {
  reference = await buildReference(sandbox);
});
afterAll(() => sandbox.remove());

interface Finding {
  readonly schema: string;
  readonly file: string;
  readonly kind: string;
  readonly isUsable: boolean;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
  readonly error: { readonly code: string; readonly where: unknown; readonly fix: string } | null;
}

function findingsOf(result: CliResult): readonly Finding[] {
  return result.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const validate = async (...args: readonly string[]) => {
  const result = await sandbox.cli(['validate', '--json', ...args]);
  return { exitCode: result.exitCode, findings: findingsOf(result) };
};

const tabbed = (lines: readonly string[]) => `${lines.join('\n').replaceAll(' ', '\t')}\n`;
const bcf = bcfFile(
  ['##fileformat=VCFv4.2', '##contig=<ID=1>', '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO'],
  [
    bcfRecord({
      contig: 0,
      position: 9,
      quality: missingFloat,
      id: '',
      alleles: ['A', 'C'],
      filters: [0],
      infoCount: 0,
      info: [],
      sampleCount: 0,
      formatCount: 0,
      formats: [],
    }),
  ],
);
const mafColumns =
  'Hugo_Symbol Chromosome Start_Position End_Position Reference_Allele Tumor_Seq_Allele2 Tumor_Sample_Barcode';
const maf = [mafColumns, 'KRAS 12 25245350 25245350 C T P1', 'KRAS 12 25245351 25245351 C - P1'];
const starFusion = [
  '#FusionName JunctionReadCount SpanningFragCount SpliceType LeftGene LeftBreakpoint RightGene RightBreakpoint',
  'ETV6--NTRK3 12 3 ONLY_REF_SPLICE ETV6^ENSG1 chr12:11869969:+ NTRK3^ENSG2 chr15:87940753:-',
];

describe('antigraph validate', () => {
  it('tells every kind of input by its content and that it is usable', async () => {
    const copy = (name: string, path: string) => sandbox.write(`odd-names/${name}`, readFileSync(path));
    const files = [
      copy('a', example.vcf),
      copy('b', reference),
      copy('c', example.fasta),
      copy('d', example.gtf),
      copy('e', example.expression),
      copy('f', example.hla),
      sandbox.write('odd-names/g', 'GILGFVFTL\nKVLEYVIKV\n'),
      sandbox.write('odd-names/h', '{"rank-candidates": {"minimumTpm": 2}}'),
      sandbox.write('odd-names/i.csv', 'sample,vcf,hla\nP1,a,f\n'),
      sandbox.write('odd-names/j', gzipSync(vcfText())),
      sandbox.write('odd-names/k', bcf),
      sandbox.write('odd-names/l', tabbed(maf)),
      sandbox.write('odd-names/m', tabbed(starFusion)),
      sandbox.write('odd-names/n', 'chr1\t14830\t14969\t2\t2\t1\t0\t25\t30\n'),
      sandbox.write(
        'odd-names/o',
        `>BZLF1 gene=BZLF1 tpm=3 origin=viral\n${'MMDPNSTSEDVKFTPDPYQV'.repeat(4)}\n`,
      ),
    ];
    const { exitCode, findings } = await validate('--strict', ...files);
    expect(findings.map(({ kind, isUsable }) => `${kind} ${isUsable}`)).toEqual(
      'vcf reference fasta annotation expression hla peptides parameters samplesheet vcf bcf maf fusions junctions fasta'
        .split(' ')
        .map((kind) => `${kind} true`),
    );
    expect(exitCode).toBe(0);
    expect(new Set(findings.map(({ schema }) => schema))).toEqual(new Set(['antigraph.validate/1']));
  });

  it('says what a run would find in a VCF, without running', async () => {
    const { findings } = await validate(example.vcf);
    expect(findings[0]?.facts).toMatchObject({
      version: 'VCFv4.3',
      tumour: 'EXAMPLE_TUMOR',
      normal: 'EXAMPLE_NORMAL',
      'roles from': 'header ##tumor_sample',
      alleles: 27,
      kept: 24,
      omitted: '1 FILTERED, 1 ALLELE_SPANNING_DELETION, 1 ALLELE_SYMBOLIC',
    });
    expect(existsSync(sandbox.store)).toBe(false);
  });

  it('says of a MAF which of its indels only a reference can place, and of several tumours that one must be named', async () => {
    const two = [...maf, 'KRAS 12 25245352 25245352 A T P2'];
    const { findings } = await validate(
      sandbox.write('one.maf', tabbed(maf)),
      sandbox.write('two.maf', tabbed(two)),
    );
    expect(findings[0]).toMatchObject({
      facts: { tumour: 'P1', alleles: 2, kept: 1, indels: '1, placed by the reference of a run' },
      warnings: [],
    });
    expect(findings[1]?.warnings).toEqual([expect.stringContaining('--tumor-sample')]);
  });

  it('says of SnpEff annotation that it needs a reference beside it', async () => {
    const ann =
      '##INFO=<ID=ANN,Number=.,Type=String,Description="Functional annotations: \'Allele | Annotation\'">\n';
    const { findings } = await validate(
      sandbox.write('ann.vcf', vcfText().replace('#CHROM', `${ann}#CHROM`)),
    );
    expect(findings[0]?.facts['annotation']).toMatch(/^ANN by .*--reference/);
  });

  it('names the columns of VEP plugins', async () => {
    const csq =
      '##INFO=<ID=CSQ,Number=.,Type=String,Description="Format: Allele|Consequence|Feature|WildtypeProtein">\n';
    const text = vcfText().replace('#CHROM', `${csq}#CHROM`);
    const { findings } = await validate(sandbox.write('csq.vcf', text));
    expect(findings[0]?.facts['annotation']).toMatch(
      /4 columns .*with WildtypeProtein \(plugin Wildtype\); without FrameshiftSequence/,
    );
  });

  it('reports every file although some are invalid, with code, place and fix, and ends with 3', async () => {
    const { exitCode, findings } = await validate(
      sandbox.path('missing.vcf'),
      sandbox.write('cut.vcf.gz', gzipSync(vcfText()).subarray(0, 900)),
      sandbox.write('calls.bcf', 'BCF\u0004'),
      sandbox.write('tpm.tsv', 'gene_id\ttpm\nENSG1\tmany\n'),
      sandbox.write('params.json', '{"rank-candidates": {"minimumTmp": 2}}'),
      sandbox.write('notes.txt', 'Dear colleague,\n'),
      sandbox.path('home'),
      example.hla,
    );
    expect(exitCode).toBe(3);
    expect(findings.map(({ error }) => error?.code ?? null)).toEqual([
      'INPUT_NOT_FOUND',
      'VCF_TRUNCATED',
      'FILE_UNKNOWN',
      'EXPRESSION_MALFORMED',
      'PARAMETER_INVALID',
      'FILE_UNKNOWN',
      'INPUT_NOT_READABLE',
      null,
    ]);
    expect(findings[2]?.error?.fix).toContain('bcftools view');
    expect(findings[3]?.error?.where).toEqual({ file: 'tpm.tsv', line: 2, field: 'tpm' });
    for (const { error } of findings.slice(0, -1)) expect(error?.fix).toMatch(/\S/);
  });

  it('fails for warnings with --strict only', async () => {
    const text = vcfText().replace('#CHROM', '##INFO=<ID=XX,Number=1,Type=Text,Description="x">\n#CHROM');
    const file = sandbox.write('odd.vcf', `${text}chr1\tnowhere\t.\tA\tC\t.\tPASS\t.\tGT\t0/0\t0/1\n`);
    const lax = await validate(file);
    expect(lax).toMatchObject({ exitCode: 0, findings: [{ isUsable: true, error: null }] });
    expect(lax.findings[0]?.warnings).toEqual([
      expect.stringContaining('Type=Text of XX'),
      expect.stringMatching(/^1 RECORD_MALFORMED; the first, .*POS/),
    ]);
    expect(await validate('--strict', file)).toMatchObject({ exitCode: 3, findings: [{ isUsable: false }] });
  });

  it('prints one block a file for people', async () => {
    const { stdout, stderr } = await sandbox.cli(['validate', example.hla, sandbox.path('missing')]);
    expect(stderr).toBe('');
    expect(stdout).toContain(`${example.hla}: HLA allele list, usable\n  alleles        HLA-A*02:01, `);
    expect(stdout).toMatch(
      /missing: unknown, not usable\n {2}error INPUT_NOT_FOUND: .*\n {4}where: .*\n {4}fix: /,
    );
  });
});

const corpus = join(repositoryRoot, '..', 'shared', 'data', 'vcf-spec');
const filesIn = (verdict: string) =>
  ['4.1', '4.2', '4.5'].flatMap((version) => {
    const folder = join(corpus, version, verdict);
    return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  });

describe.skipIf(!existsSync(corpus))("the specification's own files", () => {
  it('that are right are usable', async () => {
    const { exitCode, findings } = await validate(...filesIn('passed').filter((path) => /\.vcf/.test(path)));
    expect(findings.filter(({ isUsable }) => !isUsable)).toEqual([]);
    expect(findings.length).toBeGreaterThan(50);
    expect(exitCode).toBe(0);
  });

  it('that are wrong are refused or warned of wherever it can change a variant', async () => {
    const { findings } = await validate('--strict', ...filesIn('failed'));
    const isFault = (warning: string) => !warning.includes('needs --tumor-sample');
    const caught = findings.filter(({ error, warnings }) => error !== null || warnings.some(isFault));
    // Of the rest the faults lie in what no step reads: INFO and sample fields, declarations (spec-corpus.test.ts lists them).
    expect(findings).toHaveLength(383);
    expect(caught.length).toBeGreaterThanOrEqual(228);
    expect(findings.filter(({ isUsable }) => !isUsable).length).toBeGreaterThanOrEqual(324);
  });
});
