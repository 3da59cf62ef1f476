/**
 * `npm run oracle:annotation [-- --seed N --variants N --varcode N --write]`: random variants of all classes over real sequence, annotated by the
 * built command and by bcftools csq, varcode, snpEff (where installed) and a plain edit-and-translate; every row is compared. Ends with 1
 * where a difference has no explanation (explained.ts). Several --seed run one after the other. --write keeps the figures in docs/validation.
 * Needs ../shared/data/reference and, the first time, pip's registry.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../../infra/package-root.js';
import { emptySummary } from './compare.js';
import { referenceSets } from './reference-sets.js';
import { asJson, describe, total } from './report.js';
import { runSet } from './run-set.js';
import { openTools, say } from './tools.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', multiple: true, default: ['1'] },
    variants: { type: 'string', default: '60000' },
    varcode: { type: 'string', default: '12000' },
    command: { type: 'string', default: join(packageRoot(), 'dist', 'workers', 'cli', 'main.js') },
    write: { type: 'boolean', default: false },
  },
});

const missing = referenceSets.find(({ fasta }) => !existsSync(fasta));
if (missing !== undefined) {
  say(`${missing.fasta} is not here: the comparison needs the references beside the checkout`);
  process.exit(2);
}

const tools = openTools();
const share = (text: string): number => Math.ceil(Number(text) / referenceSets.length);
const runs: Record<string, unknown>[] = [];
let unexplained = 0;
for (const seed of values.seed.map(Number)) {
  const summary = emptySummary();
  const sets: Record<string, unknown> = {};
  for (const set of referenceSets) {
    const task = {
      set,
      seed,
      variants: share(values.variants),
      varcodeVariants: share(values.varcode),
      command: values.command,
      tools,
      processes: Math.max(1, Math.min(4, cpus().length)),
    };
    sets[set.name] = await runSet(task, summary);
  }
  process.stdout.write(`\nseed ${seed}: ${JSON.stringify(sets)}\n${describe(summary)}`);
  unexplained += total(summary.unexplained);
  runs.push({ seed, sets, ...asJson(summary) });
}

if (values.write) {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
    cwd: packageRoot(),
    encoding: 'utf8',
  });
  const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version };
  const written = {
    comparison: 'annotation',
    commit: commit.trim(),
    machine,
    versions: tools.versions,
    runs,
  };
  const path = join(packageRoot(), 'docs', 'validation', 'annotation.json');
  writeFileSync(path, `${JSON.stringify(written, null, 2)}\n`);
  say(`written to ${path}`);
}
if (unexplained > 0) process.exitCode = 1;
