import { afterAll, beforeAll } from 'vitest';
import { makeSandbox, type Sandbox } from './cli.js';
import { buildReference, runArgs } from './example-patient.js';

export interface ExampleSandbox {
  readonly sandbox: Sandbox;
  /** The example's reference bundle. */
  readonly reference: string;
  /** Outputs of the example patient's run; the store holds its results, so that further runs only do what differs. */
  readonly out: string;
  /** A folder for outputs that nobody has used yet. */
  nextOut(): string;
}

/** A sandbox for the tests of one file, with the example's reference built and its patient run once; removed after them. */
export function exampleSandbox(): ExampleSandbox {
  const sandbox = makeSandbox();
  const name = 'example.reference';
  const reference = sandbox.path(name);
  const out = sandbox.path('out');
  let count = 0;
  beforeAll(async () => {
    await buildReference(sandbox, name);
    const run = await sandbox.cli(runArgs(reference, out));
    if (run.exitCode !== 0) throw new Error(run.stderr);
  }, 120_000);
  afterAll(() => sandbox.remove());
  return {
    sandbox,
    reference,
    out,
    nextOut() {
      count += 1;
      return sandbox.path(`out-${count}`);
    },
  };
}
