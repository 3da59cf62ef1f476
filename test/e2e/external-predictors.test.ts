import { chmodSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseTsv, readTsv } from '../support/cli.js';
import { example, runArgs } from '../support/example-patient.js';
import { exampleSandbox } from '../support/example-sandbox.js';
import { fakeNetmhcpan } from '../support/fake-tool.js';

const { sandbox, reference, nextOut } = exampleSandbox();
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The environment in which a shell script is the installed NetMHCpan. */
function installed(name: string, body: string, more: Readonly<Record<string, string>> = {}) {
  return {
    env: { ANTIGRAPH_NETMHCPAN_PATH: executable(name, body), ...more },
  };
}

function executable(name: string, body: string): string {
  const path = sandbox.write(`tools/${name}/netMHCpan`, `#!/bin/sh\n${body}\n`);
  // As a user would: chmod.
  chmodSync(path, 0o755);
  return path;
}

const toolFolders = () =>
  readdirSync(sandbox.path('tmp')).filter((name) => name.startsWith('antigraph-tool-'));
const classIIOutput = () =>
  sandbox.write(
    'class2.txt',
    [
      '# NetMHCIIpan version 4.3i',
      '------',
      'Pos MHC Peptide Of Core Core_Rel Inverted Identity Score_EL %Rank_EL Exp_Bind BindLevel',
      '------',
      '1 DRB1_0101 PAPAPSWPLSSSVPS 4 PSWPLSSSV 0.327 0 PEPLIST 0.8 0.5 NA <= SB',
      '------',
      '',
    ].join('\n'),
  );
const peptides = () => sandbox.write('peptides.txt', 'GILGFVFTL\nNLVPMVATV\nAAA\n');
const predictArgs = (...more: readonly string[]) => [
  'predict',
  '--alleles',
  'HLA-A*02:01,HLA-B*07:02',
  '--peptides',
  peptides(),
  ...more,
];

describe.concurrent('antigraph predict with a tool of the lab', () => {
  it('prints what the installed tool says, under its name and version', async () => {
    const result = await sandbox.cli(
      predictArgs('--predictor', 'netmhcpan'),
      installed('plain', fakeNetmhcpan({ rank: 0.7, affinityNm: 123.4 })),
    );
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    const { rows } = parseTsv(result.stdout);
    expect(rows).toHaveLength(6);
    expect(rows[0]).toEqual({
      peptide: 'GILGFVFTL',
      allele: 'HLA-A*02:01',
      affinity_nm: '123.4',
      percentile_rank: '0.7',
      presentation_score: '0.5',
      predictor: 'netmhcpan',
      version: '4.1b',
      status: 'ok',
    });
    expect(rows[4]).toMatchObject({ peptide: 'AAA', affinity_nm: 'NA', status: 'NOT_PREDICTED' });
  });

  it('prints a row for each predictor and then the consensus', async () => {
    const result = await sandbox.cli(
      predictArgs('--predictor', 'antigraph-class1,netmhcpan', '--consensus', 'lowest'),
      installed('consensus', fakeNetmhcpan({ rank: 99, affinityNm: 0.01 })),
    );
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    const [bundled, tool, consensus] = parseTsv(result.stdout).rows;
    expect([bundled, tool, consensus].map((row) => row?.['predictor'])).toEqual([
      'antigraph-class1',
      'netmhcpan',
      'consensus-lowest',
    ]);
    expect(consensus).toMatchObject({
      affinity_nm: '0.01',
      percentile_rank: bundled?.['percentile_rank'],
      version: `antigraph-class1 ${bundled?.['version'] ?? ''}+netmhcpan 4.1b`,
    });
  });

  it.each([
    ['a tool that is not there', ['--predictor', 'netmhcpan'], 5, 'error TOOL_NOT_FOUND'],
    ['a name nobody has', ['--predictor', 'netmhcpam'], 4, 'Nearest: netmhcpan'],
    ['a saved output that is not there', ['--predictor', 'netmhcpan=absent.txt'], 3, 'error INPUT_NOT_FOUND'],
    [
      'a predictor of class II for class I',
      ['--predictor', `netmhciipan=${classIIOutput()}`],
      2,
      'error USAGE',
    ],
    ['a consensus of one', ['--predictor', 'antigraph-class1', '--consensus', 'best'], 2, 'needs several'],
    ['a method that is none', ['--consensus', 'mean'], 2, 'Allowed choices are median, lowest, best'],
  ])('refuses %s', async (_, more, exitCode, words) => {
    const result = await sandbox.cli(predictArgs(...more));
    expect(result.exitCode).toBe(exitCode);
    expect(result.stderr).toContain(words);
    expect(result.stdout).toBe('');
  });

  it('reads a saved output of class II', async () => {
    const list = sandbox.write('class2-peptides.txt', 'PAPAPSWPLSSSVPS\n');
    const args = ['predict', '--class', 'II', '--alleles', 'DRB1*01:01', '--peptides', list];
    const result = await sandbox.cli([...args, '--predictor', `netmhciipan=${classIIOutput()}`]);
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(parseTsv(result.stdout).rows).toMatchObject([
      { allele: 'HLA-DRB1*01:01', affinity_nm: 'NA', percentile_rank: '0.5', version: '4.3i', status: 'ok' },
    ]);
  });

  it('kills a tool that hangs, after the time that was set', async () => {
    const result = await sandbox.cli(
      predictArgs('--predictor', 'netmhcpan'),
      installed('hang', 'sleep 600', { ANTIGRAPH_TOOL_TIMEOUT_SECONDS: '1' }),
    );
    expect(result.exitCode).toBe(5);
    expect(result.stderr).toContain('did not end within 1 s');
  });

  it('leaves no tool and no folder behind when somebody stops it', async () => {
    const beat = sandbox.path('beat');
    const { child, ended } = sandbox.start(
      predictArgs('--predictor', 'netmhcpan'),
      installed('stopped', `(while :; do echo >> ${beat}; sleep 0.02; done) & wait`),
    );
    for (let tries = 0; tries < 400 && !existsSync(beat); tries += 1) await pause(25);
    child.kill('SIGTERM');
    expect((await ended).exitCode).toBe(130);
    await pause(60);
    const { size } = statSync(beat);
    await pause(150);
    expect(statSync(beat).size).toBe(size);
  });

  it('doctor tells path and version of a tool that is there, and does not mind those that are not', async () => {
    const tool = installed('doctor', fakeNetmhcpan());
    const result = await sandbox.cli(['doctor', '--json'], tool);
    expect(result.exitCode).toBe(0);
    const { findings } = JSON.parse(result.stdout);
    expect(findings).toContainEqual({
      check: 'netmhcpan',
      isGood: true,
      found: `NetMHCpan 4.1b, ${tool.env.ANTIGRAPH_NETMHCPAN_PATH}`,
    });
    expect(findings).toContainEqual({
      check: 'other tools',
      isGood: true,
      found: expect.stringContaining('netmhcstabpan'),
    });
  });

  it('doctor says of a tool that was named what is wrong with it, and minds no more than that', async () => {
    const result = await sandbox.cli(['doctor', '--json'], {
      env: { ANTIGRAPH_NETMHCPAN_PATH: '/nowhere/netMHCpan' },
    });
    expect(result.exitCode).toBe(0);
    expect(JSON.parse(result.stdout).findings).toContainEqual(
      expect.objectContaining({ check: 'netmhcpan', isGood: false, isOptional: true }),
    );
  });
});

describe('antigraph run with a tool of the lab', () => {
  const predictor = (out: string, names: string, ...more: readonly string[]) => [
    ...runArgs(reference, out),
    '--predictor',
    names,
    ...more,
  ];

  it('ranks by the consensus and keeps what each predictor said', async () => {
    const out = nextOut();
    const tool = installed('run', fakeNetmhcpan({ rank: 0.5, affinityNm: 50 }));
    const result = await sandbox.cli(predictor(out, 'antigraph-class1,netmhcpan', '--json'), tool);
    expect(result).toMatchObject({ exitCode: 0 });
    const { predictor: used } = JSON.parse(readFileSync(`${out}/run.json`, 'utf8'));
    expect(used.name).toBe('consensus-median');
    expect(used.version).toMatch(/^antigraph-class1 [\d.]+\+netmhcpan 4\.1b$/);
    const { rows } = readTsv(`${out}/candidates.tsv`);
    for (const row of rows) {
      const said = /^antigraph-class1=([\d.e-]+);netmhcpan=50$/.exec(row['affinity_by_predictor'] ?? '');
      const geometricMean = Math.sqrt(Number(said?.[1]) * 50);
      expect(Number(row['affinity_nm']) / geometricMean).toBeCloseTo(1, 1);
      expect(row['rank_by_predictor']).toMatch(/^antigraph-class1=[\d.e-]+;netmhcpan=0\.5$/);
    }
    expect(rows.length).toBeGreaterThan(10);
    expect(readFileSync(`${out}/report.html`, 'utf8')).toContain('What each predictor says');
    expect(toolFolders()).toEqual([]);
  });

  it('predicts anew with another version of the tool, and not with the same', async () => {
    const body = fakeNetmhcpan({ rank: 0.4 });
    const first = await sandbox.cli(predictor(nextOut(), 'netmhcpan', '--json'), installed('again', body));
    const lastOf = (text: string) => JSON.parse(text.trim().split('\n').at(-1) ?? '{}');
    expect(lastOf(first.stdout).tasksRun).toBeGreaterThan(0);
    const same = await sandbox.cli(predictor(nextOut(), 'netmhcpan', '--json'), installed('again', body));
    expect(lastOf(same.stdout).tasksRun).toBe(0);
    const other = installed('again', body.replace('4.1b', '4.2'));
    const newer = await sandbox.cli(predictor(nextOut(), 'netmhcpan', '--json'), other);
    expect(lastOf(newer.stdout).tasksRun).toBeGreaterThan(0);
  });

  it('goes on where the predictor gives no affinity: unknown, and no criterion fails for it', async () => {
    const out = nextOut();
    const ligandsOnly = fakeNetmhcpan({ rank: 0.3 })
      .replace(' Score_BA %Rank_BA Aff(nM)', '')
      .replace(' 0.4 2 100"', '"');
    const result = await sandbox.cli(predictor(out, 'netmhcpan'), installed('ligands', ligandsOnly));
    expect(result).toMatchObject({ exitCode: 0 });
    const { rows } = readTsv(`${out}/shortlist.tsv`);
    expect(rows.length).toBeGreaterThan(3);
    for (const row of rows) expect(row).toMatchObject({ affinity_nm: 'NA', percentile_rank: '0.3' });
    expect(rows.some((row) => row['tier'] === 'Pass')).toBe(true);
  });

  it('says in a dry run which predictor it would use', async () => {
    const tool = installed('dry', fakeNetmhcpan());
    const result = await sandbox.cli(predictor(nextOut(), 'netmhcpan', '--dry-run'), tool);
    expect(result).toMatchObject({ exitCode: 0 });
    expect(result.stdout).toMatch(/^predictor netmhcpan 4\.1b, digest [0-9a-f]{12}$/m);
  });

  it('ends with the cause, and without a folder, where the tool leaves a row out', async () => {
    const tool = installed('incomplete', fakeNetmhcpan({ each: 'if (NR != 3) print' }));
    const result = await sandbox.cli(predictor(nextOut(), 'netmhcpan'), tool);
    expect(result.exitCode).toBe(5);
    expect(result.stderr).toContain('error TOOL_OUTPUT_INCOMPLETE: NetMHCpan: ');
    expect(toolFolders()).toEqual([]);
  });

  it('ends the tool that is asked for its version when somebody stops it', async () => {
    const beat = sandbox.path('beat-probe');
    const { child, ended } = sandbox.start(
      predictor(nextOut(), 'netmhcpan'),
      installed('probe', `(while :; do echo >> ${beat}; sleep 0.02; done) & wait`),
    );
    for (let tries = 0; tries < 400 && !existsSync(beat); tries += 1) await pause(25);
    child.kill('SIGINT');
    expect((await ended).exitCode).toBe(130);
    await pause(60);
    const { size } = statSync(beat);
    await pause(150);
    expect(statSync(beat).size).toBe(size);
    expect(toolFolders()).toEqual([]);
  });

  it('runs the patients of a samplesheet with the same predictor', async () => {
    const sheet = sandbox.write(
      'patients.csv',
      `sample,vcf,hla,expression\none,${example.vcf},${example.hla},${example.expression}\n`,
    );
    const out = nextOut();
    const args = ['run', '--samplesheet', sheet, '--reference', reference, '--out', out];
    const tool = installed('sheet', fakeNetmhcpan({ rank: 0.6 }));
    const result = await sandbox.cli([...args, '--predictor', 'netmhcpan,antigraph-class1'], tool);
    expect(result.exitCode).toBe(0);
    const { predictor: used } = JSON.parse(readFileSync(`${out}/one/run.json`, 'utf8'));
    expect(used.version).toMatch(/^netmhcpan 4\.1b\+antigraph-class1 /);
  });

  it('ends the tools of its threads when somebody stops it', async () => {
    const beat = sandbox.path('beat-run');
    // The first call, which tells the version, is answered; the second hangs.
    const once = sandbox.path('once');
    const body = `if [ -e ${once} ]; then (while :; do echo >> ${beat}; sleep 0.02; done) & wait; fi; touch ${once}\n${fakeNetmhcpan()}`;
    const { child, ended } = sandbox.start(predictor(nextOut(), 'netmhcpan'), installed('threads', body));
    for (let tries = 0; tries < 800 && !existsSync(beat); tries += 1) await pause(25);
    child.kill('SIGTERM');
    expect((await ended).exitCode).toBe(130);
    await pause(60);
    const { size } = statSync(beat);
    await pause(150);
    expect(statSync(beat).size).toBe(size);
    expect(toolFolders()).toEqual([]);
  });
});
