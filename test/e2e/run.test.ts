import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { graph } from '../../pipeline/graph.js';
import { type CliResult, differingFiles, filesBelow, makeSandbox, readTsv } from '../support/cli.js';
import { buildReference, example, runArgs, vcfText } from '../support/example-patient.js';

const outputs = [
  'annotated.vcf.gz',
  'annotated.vcf.gz.tbi',
  'biomarkers.tsv',
  'candidates.tsv',
  'construct',
  'ledger.tsv',
  'peptides.fasta',
  'policy-ranks.tsv',
  'report.html',
  'run.json',
  'safety.tsv',
  'shortlist.json',
  'shortlist.tsv',
];

/** DESIGN §6. */
const shortlistColumns =
  'rank tier probability gene hgvs_p hgvs_c transcript chrom pos ref alt best_peptide best_allele affinity_nm percentile_rank wildtype_peptide wildtype_affinity_nm agretopicity anchor dna_vaf rna_vaf tpm allele_expression cancer_cell_fraction class_ii_support window reasons'.split(
    ' ',
  );

const stages = [
  'parse-variants',
  'annotate-consequences',
  'collect-evidence',
  'generate-peptides',
  'predict-binding',
  'predict-class-two',
  'find-anchors',
  'compute-features',
  'rank-candidates',
  'select-shortlist',
  'design-construct',
  'summarise-biomarkers',
  'write-variants',
  'render-report',
];

const sandbox = makeSandbox();
let reference = '';
const first = sandbox.path('first');

beforeAll(async () => {
  reference = await buildReference(sandbox);
  const run = await sandbox.cli(runArgs(reference, first));
  expect(run).toMatchObject({ exitCode: 0, stdout: '' });
}, 120_000);
afterAll(() => sandbox.remove());

interface Event {
  readonly schema: string;
  readonly event: string;
  readonly stage?: string;
  readonly cached?: boolean;
  readonly tasksRun?: number;
  readonly tasksCached?: number;
  readonly run?: string;
}

function eventsOf(result: CliResult): readonly Event[] {
  return result.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function stagesRun(result: CliResult): readonly string[] {
  expect(result.stderr).toBe('');
  expect(result.exitCode).toBe(0);
  return eventsOf(result).flatMap(({ event, stage, cached }) =>
    event === 'stage-finished' && cached === false && stage !== undefined ? [stage] : [],
  );
}

/** Stages that ran when the example is run again with something changed, in graph order. */
async function rerun(
  out: string,
  changes: Readonly<Record<string, string | null>>,
  ...more: readonly string[]
): Promise<readonly string[]> {
  const result = await sandbox.cli([...runArgs(reference, sandbox.path(out), changes), '--json', ...more]);
  const run = stagesRun(result);
  return stages.filter((stage) => run.includes(stage));
}

const runIdIn = (out: string): string => JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')).run;

describe('antigraph demo', () => {
  it('writes every output offline and prints nothing on stdout', async () => {
    const demo = await sandbox.cli(['demo', '--out', sandbox.path('demo')]);
    expect(demo).toMatchObject({ exitCode: 0, stdout: '' });
    expect(demo.stderr).toContain('27 alleles in');
    expect(demo.stderr).toContain(`report: ${sandbox.path('demo', 'report.html')}`);
    expect(readdirSync(sandbox.path('demo'))).toEqual(['example.reference', ...outputs].sort());
  });

  it('is the same run as the example patient given by hand', async () => {
    await sandbox.cli(['demo', '--out', sandbox.path('demo-2')]);
    expect(differingFiles(sandbox.path('demo-2'), first)).toEqual(['example.reference']);
  });
});

describe('antigraph run', () => {
  it('writes the declared files and no other', () => {
    expect(readdirSync(first).sort()).toEqual(outputs);
  });

  it('gives shortlist.tsv exactly the documented columns', () => {
    const { columns, rows } = readTsv(join(first, 'shortlist.tsv'));
    expect(columns).toEqual(shortlistColumns);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map((row) => Object.keys(row).length)).toEqual(rows.map(() => shortlistColumns.length));
  });

  it('accounts for each of the 27 alleles of the file once, in file order', () => {
    const { rows } = readTsv(join(first, 'ledger.tsv'));
    const expected = readTsv(join(example.vcf, '..', 'expected.tsv')).rows.map((row) => row['input']);
    expect(rows.map((row) => row['input'])).toEqual(expected);
  });

  it('names input, reference and model by digest in run.json and no folder of this machine', () => {
    const text = readFileSync(join(first, 'run.json'), 'utf8');
    const run: { inputs: { vcf: unknown }; reference: unknown; predictor: unknown } = JSON.parse(text);
    const digest = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(run.inputs.vcf).toMatchObject({ file: 'tumor.vcf', sha256: digest });
    expect(run.reference).toMatchObject({ name: 'antigraph-example', build: 'example-1', digest });
    expect(run.predictor).toMatchObject({ digest });
    for (const content of filesBelow(first).values()) expect(content.includes(sandbox.root)).toBe(false);
  });

  it('runs no task a second time and writes the same bytes into another folder', async () => {
    const out = sandbox.path('second');
    const again = await sandbox.cli([...runArgs(reference, out), '--json']);
    expect(stagesRun(again)).toEqual([]);
    expect(eventsOf(again).at(-1)).toMatchObject({
      event: 'run-finished',
      tasksRun: 0,
      tasksCached: graph.length,
    });
    expect(differingFiles(first, out)).toEqual([]);
  });

  it.each(['1', '2'])('gives the same bytes from an empty store with --jobs %s', async (jobs) => {
    const out = sandbox.path(`jobs-${jobs}`);
    const store = sandbox.path(`store-${jobs}`);
    const run = await sandbox.cli([...runArgs(reference, out), '--jobs', jobs, '--store', store]);
    expect(run.exitCode).toBe(0);
    expect(differingFiles(first, out)).toEqual([]);
  });

  it('takes the alleles in any order and spelling for the same run', async () => {
    const out = sandbox.path('order');
    const shuffled = 'C*08:02,hla-a*02:01,HLA-B3501,HLA-C*07:02:01:01,B*07:02,HLA-A*11:01,A*02:01';
    expect(await rerun('order', { '--hla-file': null, '--hla': shuffled })).toEqual([]);
    expect(runIdIn(out)).toBe(runIdIn(first));
    expect(differingFiles(first, out)).toEqual([]);
  });

  it('runs every stage anew with --no-cache and gives the same bytes', async () => {
    expect(await rerun('no-cache', {}, '--no-cache')).toEqual(stages);
    expect(differingFiles(first, sandbox.path('no-cache'))).toEqual([]);
  });

  it('goes on to the end when the reader of its events closes early (--json | head -1)', async () => {
    const out = sandbox.path('head');
    const args = [...runArgs(reference, out), '--json', '--no-cache'];
    const result = await sandbox.cli(args, { shell: 'set -o pipefail; "$@" | head -1' });
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(differingFiles(first, out)).toEqual([]);
  });

  it('started twice at once on one empty store gives the same bytes twice', async () => {
    const outs = [sandbox.path('twin-1'), sandbox.path('twin-2')];
    const store = sandbox.path('twin-store');
    const results = await Promise.all(
      outs.map((out) => sandbox.cli([...runArgs(reference, out), '--store', store])),
    );
    expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    for (const out of outs) expect(differingFiles(first, out)).toEqual([]);
  });

  it('prints events as NDJSON that carry a schema version', async () => {
    const result = await sandbox.cli([...runArgs(reference, sandbox.path('events')), '--json']);
    const events = eventsOf(result);
    expect(new Set(events.map(({ schema }) => schema))).toEqual(new Set(['antigraph.events/1']));
    expect(events[0]).toMatchObject({ event: 'run-started', run: runIdIn(first) });
    expect(events.filter(({ event }) => event === 'stage-finished')).toHaveLength(stages.length);
  });
});

describe.concurrent('a changed request recomputes what the change touches and nothing else', () => {
  it('a ranking parameter: ranking and what reads it', async () => {
    const run = await rerun('ranking', {}, '--set', 'rank-candidates.affinityLimitNm=400');
    expect(run).toEqual([
      'rank-candidates',
      'select-shortlist',
      'design-construct',
      'summarise-biomarkers',
      'write-variants',
      'render-report',
    ]);
  });

  it("the shortlist's size: selection and report", async () => {
    const run = await rerun('size', {}, '--set', 'select-shortlist.size=3');
    expect(run).toEqual([
      'select-shortlist',
      'design-construct',
      'summarise-biomarkers',
      'write-variants',
      'render-report',
    ]);
    expect(readTsv(sandbox.path('size', 'shortlist.tsv')).rows).toHaveLength(3);
  });

  it('peptide lengths: from peptides on', async () => {
    const run = await rerun('lengths', {}, '--set', 'generate-peptides.classILengths=[9]');
    // The anchors depend on alleles and predictor alone, and there is no class II peptide before or after.
    expect(run).toEqual(
      stages.slice(3).filter((stage) => stage !== 'find-anchors' && stage !== 'predict-class-two'),
    );
  });

  it('an HLA allele more: from predictions on', async () => {
    const alleles = `${example.alleles},HLA-A*01:01`;
    expect(await rerun('hla', { '--hla-file': null, '--hla': alleles })).toEqual(
      stages.slice(4).filter((stage) => stage !== 'predict-class-two'),
    );
  });

  it('the expression of a mutated gene: evidence, features, ranking, report', async () => {
    const text = readFileSync(example.expression, 'utf8').replace('\t21.9', '\t5.5');
    const run = await rerun('expression', { '--expression': sandbox.write('changed.tsv', text) });
    expect(run).toEqual([
      'collect-evidence',
      'compute-features',
      'rank-candidates',
      'select-shortlist',
      'design-construct',
      'summarise-biomarkers',
      'write-variants',
      'render-report',
    ]);
  });

  it('the expression of a gene without a variant: the evidence, which comes out equal, and the report, which says how many rows were read', async () => {
    const text = `${readFileSync(example.expression, 'utf8')}ENSG00000000001\tNOGENE\tENST00000000001\t3.5\n`;
    const run = await rerun('expression-2', { '--expression': sandbox.write('more.tsv', text) });
    expect(run).toEqual(['collect-evidence', 'render-report']);
  });

  it('read depths in the VCF: neither peptides nor predictions', async () => {
    const text = vcfText().replace('0/1:153,80:233:0.343', '0/1:153,20:173:0.116');
    const run = await rerun('depths', { '--vcf': sandbox.write('depths/tumor.vcf', text) });
    expect(run).toEqual(
      stages.filter((stage) => !/^(?:generate-peptides|predict-|find-anchors)/.test(stage)),
    );
  });

  it('a comment in the VCF header: the parsing and the file written again', async () => {
    const text = vcfText().replace('synthetic, no person', 'synthetic, nobody');
    expect(await rerun('comment', { '--vcf': sandbox.write('comment/tumor.vcf', text) })).toEqual([
      'parse-variants',
      'write-variants',
    ]);
  });

  it('a reference of another name and equal content: what reads the reference, as far as results differ', async () => {
    const other = sandbox.path('other.reference');
    const built = await sandbox.cli([
      ...['reference', 'build', '--gtf', example.gtf, '--fasta', example.fasta],
      ...['--name', 'other', '--build', 'example-1', '--out', other],
    ]);
    expect(built.exitCode).toBe(0);
    expect(await rerun('reference', { '--reference': other })).toEqual([
      'parse-variants',
      'annotate-consequences',
      'collect-evidence',
      'generate-peptides',
      'compute-features',
      'design-construct',
      'summarise-biomarkers',
      'write-variants',
      'render-report',
    ]);
  });
});

describe('antigraph run --dry-run', () => {
  it('writes neither outputs nor store, and says that nothing is known yet', async () => {
    const [out, store] = [sandbox.path('dry'), sandbox.path('dry-store')];
    const result = await sandbox.cli([...runArgs(reference, out), '--dry-run', '--store', store]);
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result.stdout).toMatch(/^parse-variants +will run +no earlier result$/m);
    expect(result.stdout).toMatch(/^render-report +waits +reads /m);
    expect([existsSync(out), existsSync(store)]).toEqual([false, false]);
  });

  it('says what is cached and which parameter differs from the run in --out', async () => {
    const out = sandbox.path('dry-after');
    await sandbox.cli(runArgs(reference, out));
    const result = await sandbox.cli([
      ...runArgs(reference, out),
      '--dry-run',
      ...['--set', 'rank-candidates.affinityLimitNm=321'],
    ]);
    expect(result.stdout).toMatch(/^compute-features +cached$/m);
    expect(result.stdout).toMatch(
      /^rank-candidates +will run +parameter affinityLimitNm: 500(?: \S*)? → 321$/m,
    );
    expect(differingFiles(first, out)).toEqual([]);
  });

  it('takes flags before --params before the project file before the user file, and names the source', async () => {
    const folder = sandbox.path('project');
    const layer = (values: object) => JSON.stringify({ params: values });
    sandbox.write(
      'home-2/antigraph/config.json',
      layer({
        'rank-candidates': { affinityLimitNm: 1, percentileLimit: 1, minimumTpm: 9, rnaDepthForGate: 11 },
      }),
    );
    sandbox.write(
      'project/antigraph.json',
      layer({ 'rank-candidates': { affinityLimitNm: 2, percentileLimit: 2, minimumTpm: 8 } }),
    );
    const params = sandbox.write(
      'params.json',
      JSON.stringify({ 'rank-candidates': { affinityLimitNm: 3, percentileLimit: 3 } }),
    );
    const result = await sandbox.cli(
      [
        ...runArgs(reference, sandbox.path('dry-layers'), { '--params': params }),
        '--dry-run',
        '--json',
        ...['--set', 'rank-candidates.affinityLimitNm=4'],
      ],
      { cwd: folder, env: { XDG_CONFIG_HOME: sandbox.path('home-2') } },
    );
    const plan: { schema: string; parameters: { name: string; value: unknown; source: string }[] } =
      JSON.parse(result.stdout);
    expect(plan.schema).toBe('antigraph.dry-run/1');
    const effective = (wanted: string) => plan.parameters.find(({ name }) => name === wanted);
    expect(effective('affinityLimitNm')).toBeDefined();
    expect(plan.parameters).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'affinityLimitNm', value: 4, source: 'flag --set' }),
        expect.objectContaining({ name: 'percentileLimit', value: 3, source: '--params params.json' }),
        expect.objectContaining({ name: 'minimumTpm', value: 8, source: 'project file antigraph.json' }),
        expect.objectContaining({ name: 'rnaDepthForGate', value: 11, source: 'user file' }),
        expect.objectContaining({ name: 'size', value: 20, source: 'default' }),
      ]),
    );
  });
});

describe('an interrupted run', () => {
  it.each(['run-started', 'task-finished'])(
    'ends at once with 130 after %s, leaves no half file, and the same command completes',
    async (moment) => {
      const [out, store] = [sandbox.path(`int-${moment}`), sandbox.path(`int-store-${moment}`)];
      const args = [...runArgs(reference, out), '--store', store, '--json', '--jobs', '1'];
      const { child, ended } = sandbox.start(args);
      let interruptedAt = 0;
      let seen = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        seen += chunk.toString();
        if (interruptedAt > 0 || !seen.includes(`"event":"${moment}"`)) return;
        interruptedAt = performance.now();
        child.kill('SIGINT');
      });
      const result = await ended;
      expect(performance.now() - interruptedAt).toBeLessThan(2000);
      expect(result).toMatchObject({ exitCode: 130, signal: null });
      expect(result.stderr).toMatch(/^error CANCELLED: interrupted\n {2}fix: {3}Run the same command again/);
      expect(eventsOf(result).at(-1)).toMatchObject({ event: 'run-failed', code: 'CANCELLED' });
      expect(existsSync(out) ? readdirSync(out) : []).toEqual([]);
      expect(existsSync(join(store, 'tmp')) ? readdirSync(join(store, 'tmp')) : []).toEqual([]);

      const resumed = await sandbox.cli(args);
      expect(resumed.exitCode).toBe(0);
      expect(differingFiles(first, out)).toEqual([]);
      if (moment === 'task-finished') expect(eventsOf(resumed).at(-1)?.tasksCached ?? 0).toBeGreaterThan(0);
    },
  );
});
