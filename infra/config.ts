/** Settings that cannot change a result (place of the store, number of jobs) and the parameter layers of files and environment. */
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { AntigraphError } from '../schemas/errors.js';
import type { QueueSettings } from './queue/connection.js';

export const configFileSchema = z.strictObject({
  store: z.string().optional(),
  jobs: z.number().int().min(1).max(256).optional(),
  toolTimeoutSeconds: z.number().positive().max(604_800).optional(),
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

/** A call of an external predictor scores at most 40,000 peptides on a genotype; the slowest of them takes some minutes for that. */
const defaultToolTimeoutSeconds = 3600;

/** After how long an external predictor is taken to hang. @throws PARAMETER_INVALID */
export function toolTimeoutMs(environment: NodeJS.ProcessEnv, workingFolder: string): number {
  const layer = configLayers(environment, workingFolder).findLast(
    ({ values }) => values.toolTimeoutSeconds !== undefined,
  );
  return (layer?.values.toolTimeoutSeconds ?? defaultToolTimeoutSeconds) * 1000;
}

/** Where Redis is, by the environment alone: its address may hold a password. The default is a server on this machine. */
export function queueSettings(environment: NodeJS.ProcessEnv): QueueSettings {
  return {
    url: environment['ANTIGRAPH_REDIS_URL'] || 'redis://127.0.0.1:6379',
    prefix: `{${environment['ANTIGRAPH_REDIS_PREFIX'] || 'antigraph'}}`,
    caFile: environment['ANTIGRAPH_REDIS_CA_FILE'] || null,
    passwordFile: environment['ANTIGRAPH_REDIS_PASSWORD_FILE'] || null,
  };
}

/** Folder of the reference bundles that a service offers; null: none. */
export function referencesFolder(environment: NodeJS.ProcessEnv): string | null {
  return environment['ANTIGRAPH_REFERENCES'] || null;
}

/** Most tasks take seconds; who stops a machine waits a minute before it pulls the plug. */
const defaultDrainSeconds = 50;

/** How long a worker that is asked to end waits for its tasks before it gives them back. @throws PARAMETER_INVALID */
export function drainMs(environment: NodeJS.ProcessEnv): number {
  const seconds = Number(environment['ANTIGRAPH_DRAIN_SECONDS'] || defaultDrainSeconds);
  if (seconds >= 0) return seconds * 1000;
  throw new AntigraphError('PARAMETER_INVALID', 'ANTIGRAPH_DRAIN_SECONDS is no number of seconds', {
    at: { field: 'ANTIGRAPH_DRAIN_SECONDS' },
    fix: `For example ${defaultDrainSeconds}.`,
  });
}

function fromEnvironment(environment: NodeJS.ProcessEnv): ConfigFile {
  const store = environment['ANTIGRAPH_STORE'];
  const jobs = environment['ANTIGRAPH_JOBS'];
  const timeout = environment['ANTIGRAPH_TOOL_TIMEOUT_SECONDS'];
  return checked(
    {
      ...(store ? { store } : {}),
      ...(jobs ? { jobs: Number(jobs) } : {}),
      ...(timeout ? { toolTimeoutSeconds: Number(timeout) } : {}),
    },
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
      fix: 'Settings are store (a folder or s3://bucket/prefix), jobs (number), toolTimeoutSeconds (number) and params (stage → parameter → value).',
    },
  );
}
