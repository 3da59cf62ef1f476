/** `npm run verify`: installs what the checks need, runs them all, and ends with `tests: N passed, N failed`. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installServices } from './services.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const bin = (name) => join(root, 'node_modules', '.bin', name);

function run(label, command, args, env = {}) {
  const startedAt = Date.now();
  console.log(`\n== ${label}`);
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  console.log(`== ${label}: ${status === 0 ? 'ok' : 'FAILED'} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
  return status === 0;
}

/** The browser of the report's test, from Debian's package where no Chromium is found. */
function ensureChromium() {
  if (process.env.CHROMIUM_PATH || ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].some(existsSync)) return true;
  return run('install chromium', 'sh', ['-c', 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null']);
}

const failures = [];
const check = (label, command, args, env) => {
  if (!run(label, command, args, env)) failures.push(label);
};

if (!run('packages', process.execPath, [join(root, 'scripts', 'setup.mjs')])) process.exit(1);
if (!ensureChromium()) failures.push('install chromium');
if (!installServices()) failures.push('install redis and S3 server');
check('format and lint', bin('biome'), ['ci', '.']);
check('types', bin('tsc'), ['-p', 'tsconfig.json']);
check('dependency rules', bin('depcruise'), ['schemas', 'stages', 'pipeline', 'infra', 'workers', '--config', '.dependency-cruiser.cjs']);
check('unused code', bin('knip'), []);
check('build', bin('tsc'), ['-p', 'tsconfig.build.json']);

const scratch = mkdtempSync(join(tmpdir(), 'antigraph-verify-'));
const report = join(scratch, 'tests.json');
check('tests', bin('vitest'), ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`], { REQUIRE_SERVICES: '1' });

const counts = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : { numPassedTests: 0, numFailedTests: 1 };
rmSync(scratch, { recursive: true, force: true });
// A suite that does not load has no tests to count as failed; it must not look green.
const brokenSuites = (counts.testResults ?? []).filter((suite) => suite.status === 'failed' && suite.assertionResults.length === 0).length;
if (failures.length > 0) console.log(`\nfailed: ${failures.join(', ')}`);
console.log(`tests: ${counts.numPassedTests} passed, ${counts.numFailedTests + brokenSuites} failed`);
process.exit(failures.length === 0 ? 0 : 1);
