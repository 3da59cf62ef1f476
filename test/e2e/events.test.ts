/** Fusions, breakends and proteins from the command to the shortlist. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSandbox, readTsv } from '../support/cli.js';
import { antigens, expression, files, fusions, inputs, vcf } from '../support/event-patient.js';

const sandbox = makeSandbox();
const out = sandbox.path('out');
let stderr = '';

beforeAll(async () => {
  const reference = sandbox.path('events.reference');
  const built = await sandbox.cli([
    ...['reference', 'build', '--gtf', sandbox.write('genes.gtf', files.gtf)],
    ...[
      '--fasta',
      sandbox.write('genes.fa', files.fasta),
      '--name',
      'events',
      '--build',
      'test',
      '--out',
      reference,
    ],
  ]);
  expect(built).toMatchObject({ exitCode: 0 });
  const run = await sandbox.cli([
    ...['run', '--vcf', sandbox.write('tumor.vcf', vcf), '--reference', reference],
    ...[
      '--fusions',
      sandbox.write('fusions.tsv', fusions),
      '--antigens',
      sandbox.write('antigens.fa', antigens),
    ],
    ...['--expression', sandbox.write('expression.tsv', expression), '--hla', 'HLA-A*02:01', '--out', out],
  ]);
  expect(run).toMatchObject({ exitCode: 0 });
  stderr = run.stderr;
}, 120_000);
afterAll(() => sandbox.remove());

const ledger = (): readonly Readonly<Record<string, string>>[] => readTsv(join(out, 'ledger.tsv')).rows;
const candidatesOf = (allele: number): readonly Readonly<Record<string, string>>[] =>
  readTsv(join(out, 'candidates.tsv')).rows.filter(({ input }) => input === ledger()[allele - 1]?.['input']);
describe('the ledger', () => {
  it('counts the events after the alleles of the VCF, a breakend in its own place, and balances', () => {
    expect(stderr).toContain('6 alleles in');
    expect(ledger().map(({ allele, input }) => [allele, input])).toEqual([
      ['1', inputs.missense],
      ['2', inputs.breakend],
      ['3', inputs.mate],
      ['4', inputs.fusion],
      ['5', inputs.testis],
      ['6', inputs.viral],
    ]);
    expect(ledger()[2]).toMatchObject({
      status: 'omitted',
      stage: 'parse-variants',
      code: 'DUPLICATE_ALLELE',
    });
  });
});

describe('the fusion', () => {
  it('is on the shortlist by the peptide across its joint, from RNA and from DNA', () => {
    const rows = readTsv(join(out, 'shortlist.tsv')).rows.filter(({ gene }) => gene === 'FIVE::THREE');
    expect(rows.map(({ best_peptide }) => best_peptide)).toContain('GILGFVFTL');
    expect(ledger()[3]).toMatchObject({
      gene: 'FIVE::THREE',
      consequence: 'gene_fusion',
      status: 'shortlisted',
    });
    expect(ledger()[1]).toMatchObject({ gene: 'FIVE::THREE', consequence: 'gene_fusion' });
  });

  it("has the expression of its 5' partner", () => {
    expect(candidatesOf(4)[0]).toMatchObject({ tpm: '30' });
  });
});

it('the proteins of the FASTA file are ranked, a reactivated one although the reference has it', () => {
  // Known epitopes that hold or overlap these: NY-ESO-1 157-165 SLLMWITQC, pp65 495-503 NLVPMVATV.
  expect(candidatesOf(5).map(({ peptide }) => peptide)).toContain('LMWITQCFL');
  expect(candidatesOf(6).map(({ peptide }) => peptide)).toContain('NLVPMVATV');
  expect(candidatesOf(5)[0]).toMatchObject({ gene: 'TESTIS', tpm: '40' });
  expect(candidatesOf(6)[0]).toMatchObject({ gene: 'UL83', tpm: '12.5' });
});

it('the report and the annotated VCF are written', () => {
  expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('FIVE::THREE');
  expect(gunzipSync(readFileSync(join(out, 'annotated.vcf.gz'))).toString('utf8')).toContain('SVTYPE=BND');
});
