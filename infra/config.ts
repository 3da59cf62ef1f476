/** Settings that cannot change a result (place of the store, number of jobs) and the parameter layers of files and environment. */
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { AntigraphError } from '../schemas/errors.js';

export const configFileSchema = z.strictObject({
  store: z.string().optional(),
  jobs: z.number().int().min(1).max(256).optional(),
  params: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});
export type ConfigFile = z.infer<typeof configFileSchema>;

export interface ConfigLayer {
  readonly source: string;
  readonly values: ConfigFile;
}

/** User file, then project file, then environment: weakest first. Flags are the caller's. @throws PARAMETER_INVALID */
export function configLayers(environment: NodeJS.ProcessEnv, workingFolder: string): readonly ConfigLayer[] {
  const userFile = join(
    environment['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'),
    'antigraph',
    'config.json',
  );
  const projectFile = join(workingFolder, 'antigraph.json');
  return [
    ...(existsSync(userFile) ? [{ source: 'user file', values: readConfigFile(userFile) }] : []),
    ...(existsSync(projectFile)
      ? [{ source: 'project file antigraph.json', values: readConfigFile(projectFile) }]
      : []),
    { source: 'environment', values: fromEnvironment(environment) },
  ];
}

/** The default store: kept across runs and patients so that equal work is done once. */
export function defaultStoreFolder(environment: NodeJS.ProcessEnv): string {
  return join(environment['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'antigraph', 'store');
}

function fromEnvironment(environment: NodeJS.ProcessEnv): ConfigFile {
  const store = environment['ANTIGRAPH_STORE'];
  const jobs = environment['ANTIGRAPH_JOBS'];
  return checked(
    { ...(store ? { store } : {}), ...(jobs ? { jobs: Number(jobs) } : {}) },
    'environment ANTIGRAPH_*',
  );
}

export function readConfigFile(path: string): ConfigFile {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new AntigraphError(
      'PARAMETER_INVALID',
      `${path} is not JSON: ${cause instanceof Error ? cause.message : ''}`,
      { at: { file: path }, fix: 'Correct the file, or take it away to use the defaults.', cause },
    );
  }
  return checked(content, path);
}

function checked(content: unknown, source: string): ConfigFile {
  const parsed = configFileSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join('.') ?? '';
  throw new AntigraphError(
    'PARAMETER_INVALID',
    [`${source}:`, field, issue?.message].filter((part) => part !== '').join(' '),
    {
      at: { file: source, ...(field === '' ? {} : { field }) },
      fix: 'Settings are store (folder), jobs (number) and params (stage → parameter → value).',
    },
  );
}
