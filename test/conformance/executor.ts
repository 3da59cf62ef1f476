/** What every executor of the graph must do, whatever runs the tasks and wherever. */
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../schemas/canonical.js';
import type { RunRequest } from '../../schemas/tasks.js';

export interface ExecutedRun {
  /** Stage → `output digest` of every part, outputs sorted, parts in shard order. */
  readonly outputs: Readonly<Record<string, readonly string[]>>;
  /** Stages that ran, in any order; what was in the store already is not among them. */
  readonly ran: readonly string[];
}

export interface ExecutorUnderTest {
  /** Runs the toy graph on a text in the store of this executor. @throws what failed the run */
  run(text: string, options?: { readonly params?: RunRequest['params'] }): Promise<ExecutedRun>;
  /** Makes the stage 'measure' throw from now on. */
  breakMeasure(): void;
  close(): Promise<void>;
}

/** Digests worked out by hand from the rows and the line that the toy graph's stages write. */
const lengthRows = [
  '{"word":"one","length":3}\n{"word":"two","length":3}\n',
  '{"word":"three","length":5}\n{"word":"four","length":4}\n',
  '{"word":"five","length":4}\n',
];
const wordRows = ['one', 'two', 'three', 'four', 'five'].map((word) => `{"word":"${word}"}\n`).join('');
const expected = {
  split: [`omissions ${sha256('')}`, `words ${sha256(wordRows)}`],
  measure: lengthRows.flatMap((rows) => [`lengths ${sha256(rows)}`, `omissions ${sha256('')}`]),
  summarise: [`omissions ${sha256('')}`, `summary ${sha256('5 words, 19 letters\n')}`],
};
const text = 'one two three four five';

export function describeExecutor(name: string, open: () => Promise<ExecutorUnderTest>): void {
  describe(name, () => {
    const using = async (test: (executor: ExecutorUnderTest) => Promise<void>) => {
      const executor = await open();
      try {
        await test(executor);
      } finally {
        await executor.close();
      }
    };

    it('gives every stage the bytes that its rows are, shards in order', () =>
      using(async (executor) => {
        expect((await executor.run(text)).outputs).toEqual(expected);
      }));

    it('runs each task once: the shards of two words, and one task of each other stage', () =>
      using(async (executor) => {
        const { ran } = await executor.run(text);
        expect([...ran].sort()).toEqual(['measure', 'measure', 'measure', 'split', 'summarise']);
      }));

    it('runs only what another parameter changes', () =>
      using(async (executor) => {
        await executor.run(text);
        const again = await executor.run(text, { params: { summarise: { unit: 'signs' } } });
        expect(again.ran).toEqual(['summarise']);
        expect(again.outputs['summarise']).toContain(`summary ${sha256('5 words, 19 signs\n')}`);
      }));

    it('runs a sharded stage once where its input is empty', () =>
      using(async (executor) => {
        const { ran, outputs } = await executor.run(' ');
        expect([...ran].sort()).toEqual(['measure', 'split', 'summarise']);
        expect(outputs['summarise']).toContain(`summary ${sha256('0 words, 0 letters\n')}`);
      }));

    it('fails the run with the error of the stage that failed, and runs nothing that needs it', () =>
      using(async (executor) => {
        executor.breakMeasure();
        await expect(executor.run(text)).rejects.toMatchObject({
          code: 'INVARIANT_BROKEN',
          message: expect.stringContaining('measure is broken'),
        });
      }));

    it('fails a run whose parameters are wrong before anything runs', () =>
      using(async (executor) => {
        await expect(executor.run(text, { params: { summarise: { unit: 5 } } })).rejects.toMatchObject({
          code: 'PARAMETER_INVALID',
        });
      }));
  });
}
