/** kill -9 at random moments: what is on the disk then must be whole, and the same command must carry on from it. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { graph } from '../../pipeline/graph.js';
import { limiter } from '../../pipeline/limiter.js';
import { sha256 } from '../../schemas/canonical.js';
import { corruptObjects, differingFiles, filesBelow, makeSandbox } from '../support/cli.js';
import { buildReference, runArgs } from '../support/example-patient.js';

/** 12 in every run of the suite, more by `npm run test:kill`. */
const killCount = Number(process.env['ANTIGRAPH_KILLS'] ?? '12');

const sandbox = makeSandbox();
const undisturbed = sandbox.path('undisturbed');
let reference = '';

beforeAll(async () => {
  reference = await buildReference(sandbox);
  const run = await sandbox.cli([...runArgs(reference, undisturbed), '--jobs', '2']);
  expect(run.exitCode).toBe(0);
}, 120_000);
afterAll(() => sandbox.remove());

/** Mulberry32 (Tommy Ettinger, public domain): the moments are the same in every run of the suite. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const twoAtOnce = limiter(2);

/** Lines of the event log of a whole run: each stage starts, has a task finished and finishes; the run starts and finishes. */
const eventCount = graph.length * 3 + 2;

interface Moment {
  /** Events the run has told of; a machine under load reaches them later, but in the same state. */
  readonly afterEvents: number;
  readonly delayMs: number;
}

const next = random(20_240_229);
const moments = Array.from({ length: killCount }, (_, index) => ({
  index,
  afterEvents: Math.floor(eventCount * next()),
  delayMs: Math.floor(60 * next()),
}));

interface Killed {
  readonly out: string;
  readonly store: string;
  readonly args: readonly string[];
  readonly wasKilled: boolean;
  readonly manifestCount: number;
}

const namesIn = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);

async function killAt(name: string, { afterEvents, delayMs }: Moment): Promise<Killed> {
  const [out, store] = [sandbox.path(`out-${name}`), sandbox.path(`store-${name}`)];
  const args = [...runArgs(reference, out), '--store', store, '--jobs', '2', '--json'];
  const signal = await twoAtOnce(async () => {
    const { child, ended } = sandbox.start(args);
    let seen = 0;
    const arm = () => setTimeout(() => child.kill('SIGKILL'), delayMs);
    if (afterEvents === 0) arm();
    child.stdout?.on('data', (chunk: Buffer) => {
      const before = seen;
      seen += chunk.filter((byte) => byte === 10).length;
      if (before < afterEvents && seen >= afterEvents) arm();
    });
    return (await ended).signal;
  });
  const manifestCount = namesIn(join(store, 'tasks')).length;
  return { out, store, args, wasKilled: signal === 'SIGKILL', manifestCount };
}

const expectWhole = (store: string): void => {
  if (existsSync(join(store, 'objects'))) expect(corruptObjects(store, sha256)).toEqual([]);
};

function finishedEvent(stdout: string): unknown {
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? 'null');
}

let killedCount = 0;
let reusedCount = 0;

describe.concurrent('a run killed at a random moment', () => {
  it.each(moments)(
    'number $index, $delayMs ms after $afterEvents events, is resumed to the same bytes',
    async ({ index, ...moment }) => {
      const killed = await killAt(String(index), moment);
      if (killed.wasKilled) killedCount += 1;
      expectWhole(killed.store);
      // Whatever is in the output folder under its own name is the whole file already.
      for (const name of namesIn(killed.out).filter((file) => !file.startsWith('.'))) {
        expect(readFileSync(join(killed.out, name)).equals(readFileSync(join(undisturbed, name)))).toBe(true);
      }

      const resumed = await sandbox.cli(killed.args);
      expect(resumed).toMatchObject({ exitCode: 0, stderr: '' });
      expect(finishedEvent(resumed.stdout)).toMatchObject({
        event: 'run-finished',
        tasksCached: killed.manifestCount,
        tasksRun: graph.length - killed.manifestCount,
      });
      if (killed.wasKilled) reusedCount += killed.manifestCount;
      expect(differingFiles(undisturbed, killed.out)).toEqual([]);
      expectWhole(killed.store);
      expect([...filesBelow(join(killed.store, 'objects')).keys()]).toEqual([
        ...filesBelow(join(sandbox.store, 'objects')).keys(),
      ]);
    },
  );

  it.each([0, 1, 10, 22])(
    'after %d events can be deleted without being resumed: nothing of the patient stays',
    async (afterEvents) => {
      const { store } = await killAt(`deleted-${afterEvents}`, { afterEvents, delayMs: 5 });
      const listed = await sandbox.cli(['runs', 'list', '--store', store]);
      const [id = ''] = listed.stdout.split('\t');
      if (id === '') {
        // Killed before the run was recorded: then nothing of the patient may be there at all.
        expect(existsSync(store) ? [...filesBelow(store).keys()] : []).toEqual([]);
        return;
      }
      expect(await sandbox.cli(['runs', 'delete', id, '--store', store])).toMatchObject({ exitCode: 0 });
      expect([...filesBelow(store).keys()]).toEqual([]);
    },
  );
});

describe('the killed runs', () => {
  it('was at work when killed, and what it had done was used', () => {
    expect(killedCount).toBeGreaterThan(killCount / 2);
    expect(reusedCount).toBeGreaterThan(0);
  });
});

describe('a store damaged behind its back', () => {
  it('is mended: a flipped byte and a torn manifest are found and made anew', async () => {
    const out = sandbox.path('mended');
    const objects = [...filesBelow(join(sandbox.store, 'objects'))].filter(
      ([, content]) => content.length > 0,
    );

    const tasks = namesIn(join(sandbox.store, 'tasks'));
    for (const [name, content] of objects.filter((_, index) => index % 3 === 0)) {
      const damaged = Buffer.from(content);
      damaged[damaged.length >> 1] = (damaged[damaged.length >> 1] ?? 0) ^ 0x20;
      writeFileSync(join(sandbox.store, 'objects', name), damaged);
    }
    writeFileSync(join(sandbox.store, 'tasks', tasks[0] ?? ''), '{"schema":"antigraph.ta');
    const run = await sandbox.cli(runArgs(reference, out));
    expect(run).toMatchObject({ exitCode: 0 });
    expect(differingFiles(undisturbed, out)).toEqual([]);
  });
});
