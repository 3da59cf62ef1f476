import { expect } from 'vitest';
import type { CliOptions } from './cli.js';
import { runArgs } from './example-patient.js';
import type { ExampleSandbox } from './example-sandbox.js';

/** A command that must fail, and how it must say so. */
export interface Failure {
  readonly name: string;
  /** Arguments in full, or flags that differ from the example's run. */
  readonly args?: () => readonly string[];
  readonly changes?: () => Readonly<Record<string, string | null>>;
  readonly more?: readonly string[];
  readonly options?: () => CliOptions;
  readonly exitCode: number;
  readonly code: string;
  /** What the message must say. */
  readonly says: RegExp;
  /** file:line as it must stand under 'where:'. */
  readonly where?: string | RegExp;
}

/** One error with code, place and advice on stderr, nothing on stdout, and no stack trace. */
export async function expectFailure(
  { sandbox, reference, nextOut }: ExampleSandbox,
  failure: Failure,
): Promise<void> {
  const args = failure.args?.() ?? runArgs(reference, nextOut(), failure.changes?.() ?? {});
  const result = await sandbox.cli([...args, ...(failure.more ?? [])], failure.options?.());
  const { stderr } = result;
  expect(stderr.split('\n').filter((line) => line.startsWith('error '))).toEqual([
    expect.stringContaining(`error ${failure.code}`),
  ]);
  expect(stderr).toMatch(failure.says);
  expect(result).toMatchObject({ exitCode: failure.exitCode, stdout: '' });
  if (failure.where !== undefined) expect(/^ {2}where: (.*)$/m.exec(stderr)?.[1]).toMatch(failure.where);
  expect(stderr).toMatch(/^ {2}fix: {3}\S/m);
  expect(stderr).not.toMatch(/^ +at .*:\d+:\d+\)?$/m);
  expect(stderr).not.toContain('defect');
}
