/** `npm run verify:node24`: the test suite on Node 24, taken from npm's `node` packages. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'node_modules', '.cache', 'node24');
// The platform package behind `node@24` holds the binary itself; `node` would fetch it in an install script, which npm may refuse to run.
const platformPackage = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
const node = join(folder, 'node_modules', platformPackage, 'bin', 'node');

if (!existsSync(node)) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
  const install = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', `${platformPackage}@24`], { cwd: folder, stdio: 'inherit' });
  if (install.status !== 0) process.exit(install.status ?? 1);
}
console.log(spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim());
const path = `${dirname(node)}:${process.env.PATH}`;
const env = { ...process.env, PATH: path };
const build = spawnSync(node, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit', env });
if (build.status !== 0) process.exit(build.status ?? 1);
const tests = spawnSync(node, [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run'], { cwd: root, stdio: 'inherit', env });
process.exit(tests.status ?? 1);
