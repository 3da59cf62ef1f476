import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { example, runArgs } from '../support/example-patient.js';
import { exampleSandbox } from '../support/example-sandbox.js';
import { expectFailure, type Failure } from '../support/failures.js';

const setting = exampleSandbox();
const { sandbox, reference, nextOut } = setting;

const failures: readonly Failure[] = [
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
    name: 'a class that does not exist',
    changes: () => ({ '--class': 'III' }),
    exitCode: 2,
    code: 'USAGE',
    says: /Allowed choices are I, II, both/,
  },
  {
    name: 'neither a reference nor --use-csq',
    changes: () => ({ '--reference': null }),
    exitCode: 2,
    code: 'USAGE',
    says: /neither --reference nor --use-csq/,
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
    name: 'a purity above 1',
    changes: () => ({ '--purity': '70' }),
    exitCode: 2,
    code: 'USAGE',
    says: /--purity takes a number above 0 up to 1, found '70'/,
  },
  {
    name: 'an unknown predictor',
    changes: () => ({ '--predictor': 'netmhcpam' }),
    exitCode: 4,
    code: 'PREDICTOR_UNKNOWN',
    says: /no predictor 'netmhcpam'[\s\S]*Nearest: netmhcpan[\s\S]*antigraph-class1/,
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

describe.concurrent('of a request, tells what is wrong and what to do:', () => {
  it.each(failures)('$name → $exitCode $code', (failure) => expectFailure(setting, failure));
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
