/** Command-line options to what the pipeline takes; checked here, once. */
import { readFileSync, statSync } from 'node:fs';
import { availableParallelism, freemem } from 'node:os';
import { basename } from 'node:path';
import { z } from 'zod';
import { type ConfigLayer, configLayers, defaultStoreFolder, readConfigFile } from '../../infra/config.js';
import { parseStoreLocation, type StoreLocation } from '../../infra/stores/store-location.js';
import type { ParameterLayer } from '../../pipeline/parameters.js';
import { parseAssignment } from '../../pipeline/parameters.js';
import { AntigraphError } from '../../schemas/errors.js';

export interface VariantOptions {
  readonly vcf: string;
  readonly reference?: string;
  readonly useCsq?: boolean;
  readonly germlineVcf?: string;
  readonly tumorSample?: string;
  readonly normalSample?: string;
  readonly set: readonly string[];
  readonly params?: string;
}

export interface ExecutionOptions {
  readonly jobs?: string;
  readonly store?: string;
  readonly cache: boolean;
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** Throws unless `path` is a file that can be read. @throws INPUT_NOT_FOUND, INPUT_NOT_READABLE */
export function checkFile(path: string, flag: string): void {
  try {
    if (statSync(path).isFile()) return;
  } catch (cause) {
    throw new AntigraphError('INPUT_NOT_FOUND', `${flag}: there is no file ${path}`, {
      at: { file: path },
      fix: 'Check the path; it is read relative to the folder you are in.',
      cause,
    });
  }
  throw new AntigraphError('INPUT_NOT_READABLE', `${flag}: ${path} is not a file`, {
    at: { file: path },
    fix: 'Name the file itself, not the folder it lies in. A pipe cannot be read twice: save it to a file first.',
  });
}

/** Name for messages and records: never the folder it lies in. */
export function labelOf(path: string): string {
  return basename(path);
}

export interface Settings {
  /** As it was given. */
  readonly store: string;
  readonly location: StoreLocation;
  readonly storeSource: string;
  readonly jobs: number;
  readonly layers: readonly ParameterLayer[];
}

const parameterValuesSchema = z.record(z.string(), z.record(z.string(), z.unknown()));

/** Bytes of memory to count on for one job: measured peak of a whole tumour at 8-11mers, rounded up (see bench). */
const memoryPerJob = 700 * 1024 * 1024;

/** Effective settings and parameter layers, weakest first: files, environment, --params, --set, own flags. */
export function settingsOf(options: {
  readonly execution: Pick<ExecutionOptions, 'jobs' | 'store'>;
  readonly paramsFile: string | undefined;
  readonly assignments: readonly string[];
  readonly flags: ParameterLayer['values'];
}): Settings {
  const config = configLayers(process.env, process.cwd());
  const { store, source } = chooseStore(options.execution.store, config);
  const fileParams =
    options.paramsFile === undefined
      ? []
      : [{ source: `--params ${labelOf(options.paramsFile)}`, values: readParams(options.paramsFile) }];
  return {
    store,
    location: parseStoreLocation(store, process.env),
    storeSource: source,
    jobs: chooseJobs(options.execution.jobs, config),
    layers: [
      ...config.map((layer) => ({ source: layer.source, values: layer.values.params ?? {} })),
      ...fileParams,
      { source: 'flag', values: options.flags },
      ...options.assignments.map((text) => {
        const { stage, name, value } = parseAssignment(text);
        return { source: 'flag --set', values: { [stage]: { [name]: value } } };
      }),
    ],
  };
}

function chooseStore(
  flag: string | undefined,
  config: readonly ConfigLayer[],
): { readonly store: string; readonly source: string } {
  if (flag !== undefined) return { store: flag, source: 'flag --store' };
  const layer = config.findLast((candidate) => candidate.values.store !== undefined);
  if (layer?.values.store !== undefined) return { store: layer.values.store, source: layer.source };
  return { store: defaultStoreFolder(process.env), source: 'default' };
}

function chooseJobs(flag: string | undefined, config: readonly ConfigLayer[]): number {
  if (flag !== undefined) return wholeNumber(flag, '--jobs', 1, 256);
  const configured = config.findLast((layer) => layer.values.jobs !== undefined)?.values.jobs;
  if (configured !== undefined) return configured;
  const byMemory = Math.floor(freemem() / memoryPerJob);
  return Math.max(1, Math.min(4, availableParallelism(), byMemory));
}

/** Stage → parameter → value of a --params file. @throws INPUT_NOT_FOUND, INPUT_NOT_READABLE, PARAMETER_INVALID */
export function readParams(path: string): ParameterLayer['values'] {
  checkFile(path, '--params');
  // Either a whole settings file or only its params member.
  const content = parseJson(path);
  if (typeof content === 'object' && content !== null && 'params' in content)
    return readConfigFile(path).params ?? {};
  const values = parameterValuesSchema.safeParse(content);
  if (values.success) return values.data;
  const [issue] = values.error.issues;
  throw new AntigraphError(
    'PARAMETER_INVALID',
    `--params: ${path}: ${issue?.path.join('.') || 'the file'} is not of the form {"parameter": value}`,
    {
      at: { file: path },
      fix: 'Write {"stage": {"parameter": value}}.',
    },
  );
}

function parseJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new AntigraphError(
      'PARAMETER_INVALID',
      `--params: ${path} is not JSON: ${cause instanceof Error ? cause.message : ''}`,
      {
        at: { file: path },
        fix: 'Write {"stage": {"parameter": value}}.',
        cause,
      },
    );
  }
}

/** @throws USAGE */
export function wholeNumber(text: string, flag: string, min: number, max: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new AntigraphError('USAGE', `${flag} takes a whole number from ${min} to ${max}, found '${text}'`, {
    fix: `For example ${flag} ${Math.max(min, Math.min(max, 2))}.`,
  });
}

/** Peptide lengths that may be asked for, and those taken where none are (DESIGN §2). */
const lengthsOfClass = {
  I: { min: 8, max: 14, usual: '8-11' },
  II: { min: 12, max: 25, usual: '12-25' },
  both: { min: 8, max: 25, usual: '8-25' },
} as const;
export type PeptideClass = keyof typeof lengthsOfClass;

/** '8-11', '9' or '8,9,10' → sorted lengths that the class has; without text its usual ones. @throws USAGE */
export function parseLengths(text: string | undefined, mhcClass: PeptideClass): readonly number[] {
  const { min, max, usual } = lengthsOfClass[mhcClass];
  const lengths = (text ?? usual).split(',').flatMap((part) => {
    const [from = '', to = from] = part.split('-');
    const first = wholeNumber(from, '--lengths', min, max);
    const last = wholeNumber(to, '--lengths', first, max);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
  return [...new Set(lengths)].sort((a, b) => a - b);
}
