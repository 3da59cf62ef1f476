/** The example patient with class II alleles: what a run makes of both classes. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { differingFiles, readTsv } from '../support/cli.js';
import { runArgs } from '../support/example-patient.js';
import { exampleSandbox } from '../support/example-sandbox.js';

const { sandbox, reference, nextOut } = exampleSandbox();

const classOne = 'HLA-A*02:01,HLA-A*11:01,HLA-B*07:02,HLA-B*35:01,HLA-C*07:02,HLA-C*08:02';
const classTwo = 'DRB1*15:01,DRB1*04:01,DQA1*01:02,DQA1*03:01,DQB1*06:02,DQB1*03:02,DPA1*01:03,DPB1*04:01';
const molecules = [
  'HLA-DPA1*01:03/DPB1*04:01',
  'HLA-DQA1*01:02/DQB1*03:02',
  'HLA-DQA1*01:02/DQB1*06:02',
  'HLA-DQA1*03:01/DQB1*03:02',
  'HLA-DQA1*03:01/DQB1*06:02',
  'HLA-DRB1*04:01',
  'HLA-DRB1*15:01',
];

async function runWith(hla: string, more: Readonly<Record<string, string | null>> = {}) {
  const out = nextOut();
  const args = runArgs(reference, out, { '--hla-file': null, '--hla': hla, ...more });
  const run = await sandbox.cli(args);
  const candidates = run.exitCode === 0 ? readTsv(`${out}/candidates.tsv`).rows : [];
  return { ...run, out, args, candidates };
}

describe('a genotype with class II alleles', () => {
  let both: Awaited<ReturnType<typeof runWith>>;
  beforeAll(async () => {
    both = await runWith(`${classOne},${classTwo}`);
  }, 60_000);

  it('is scored in both classes, every pair of chains said aloud', () => {
    const { exitCode, stderr, out, candidates } = both;
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toContain('warning: the genotype has alleles of class I and II: both are scored');
    expect(stderr).toMatch(/warning: HLA-DQ: which chains are joined, .*HLA-DQA1\*03:01\/DQB1\*06:02/);
    expect(new Set(candidates.map(({ allele }) => allele?.slice(0, 6)))).toEqual(
      new Set(['HLA-A*', 'HLA-B*', 'HLA-C*']),
    );
    const run = JSON.parse(readFileSync(`${out}/run.json`, 'utf8'));
    expect(run.parameters['predict-class-two']).toEqual({ alleles: molecules });
    expect(run.parameters['generate-peptides']).toMatchObject({ classIILengths: [15] });
    expect(run.predictor.name).toBe('antigraph-class1');
    expect(run.classTwoPredictor.name).toBe('antigraph-class2');
    expect(run.rows['predict-class-two'].predictions).toBe(
      run.rows['generate-peptides'].classTwoScoringPeptides,
    );
  });

  it('tells of each class I candidate the class II help over its mutation', () => {
    const help = both.candidates.map((row) => row['class_ii_support'] ?? '');
    expect(help.every((text) => /^(?:strong|weak|none) D\S+ [A-Z]{15} [\d.]+$/.test(text))).toBe(true);
  });

  it('looks at the seams of the construct for both classes', () => {
    const { rows } = readTsv(`${both.out}/construct/junctions.tsv`);
    const alleles = rows.map((row) => `${row['mhc_class']} ${row['strongest_allele']}`);
    expect(alleles.some((text) => text.startsWith('I HLA-'))).toBe(true);
    expect(alleles.some((text) => text.startsWith('II HLA-D'))).toBe(true);
  });

  it('gives the same files for any order of the alleles and number of jobs', async () => {
    const other = [...`${classTwo},${classOne}`.split(',')].reverse().join(',');
    const second = await runWith(other, { '--jobs': '1', '--store': sandbox.path('other-store') });
    expect(second.exitCode, second.stderr).toBe(0);
    expect(differingFiles(both.out, second.out)).toEqual([]);
  });

  it('asks for no class II predictor where class I is asked for', async () => {
    const { out } = await runWith(`${classOne},${classTwo}`, { '--class': 'I' });
    const run = JSON.parse(readFileSync(`${out}/run.json`, 'utf8'));
    expect(run.classTwoPredictor).toBeNull();
    expect(run.rows['predict-class-two']).toMatchObject({ predictions: 0, panel: 1 });
  });
});

describe('--class II', () => {
  it('ranks class II pairs, with their wild types', async () => {
    const { exitCode, stderr, candidates } = await runWith(`${classOne},${classTwo}`, { '--class': 'II' });
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toContain('warning: class I alleles are not scored in a class II run: HLA-A*02:01');
    expect(candidates.length).toBeGreaterThan(0);
    expect(candidates.every(({ allele = '' }) => molecules.includes(allele))).toBe(true);
    expect(candidates.every(({ peptide = '' }) => peptide.length === 15)).toBe(true);
    expect(candidates.some((row) => row['wildtype_affinity_nm'] !== 'NA')).toBe(true);
  });

  it('takes other lengths', async () => {
    const { candidates } = await runWith('DRB1*15:01', { '--set': 'generate-peptides.classIILengths=[13]' });
    expect(candidates.length).toBeGreaterThan(0);
    expect(candidates.every(({ peptide = '' }) => peptide.length === 13)).toBe(true);
  });
});

describe('refused', () => {
  it('is an allele that the class II predictor does not know, with the nearest', async () => {
    const { exitCode, stderr } = await runWith(`${classOne},DRB1*15:9999`);
    expect(exitCode).toBe(4);
    expect(stderr).toMatch(/HLA_UNSUPPORTED.*HLA-DRB1\*15:9999[\s\S]*HLA-DRB1\*15:01/);
  });

  it('is a predictor named for a class that is not scored', async () => {
    const { exitCode, stderr } = await runWith(classOne, { '--predictor': 'antigraph-class2' });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('antigraph-class2 predicts class II, of which no allele is scored');
  });
});
