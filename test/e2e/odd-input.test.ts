import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type CliResult, readTsv } from '../support/cli.js';
import { exampleRecords, runArgs, vcfText, vcfWith } from '../support/example-patient.js';
import { exampleSandbox } from '../support/example-sandbox.js';

const { sandbox, reference, nextOut } = exampleSandbox();

const header = (): readonly string[] =>
  vcfText()
    .split('\n')
    .filter((line) => line.startsWith('#'));

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

  it('class II and null alleles beside class I ones are named in warnings and not scored, where class I is asked for', async () => {
    const run = await runWith(vcfText(), {
      '--class': 'I',
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
