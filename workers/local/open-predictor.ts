import { toolTimeoutMs } from '../../infra/config.js';
import type { ConsensusMethod } from '../../infra/predictors/external/index.js';
import { AntigraphError } from '../../schemas/errors.js';
import type { MhcClass } from '../../schemas/hla.js';
import { nearest } from '../../schemas/nearest.js';
import type { PeptideMhcPredictor } from '../../schemas/predictor.js';

export const bundledPredictor = 'antigraph-class1';

/** Name → class of the predictors that come with antigraph. */
export const bundledPredictors: Readonly<Record<string, MhcClass>> = {
  [bundledPredictor]: 'I',
  'antigraph-class2': 'II',
};

/** What --predictor and --consensus ask for; plain data, so that a worker thread can be told. */
export interface PredictorRequest {
  /** NAME[=FILE][,NAME[=FILE]…] */
  readonly predictor: string;
  readonly consensus?: ConsensusMethod;
}

interface NamedPredictor {
  readonly name: string;
  /** Saved output; null: bundled, or installed on this machine. */
  readonly file: string | null;
}

/** Splits --predictor; a comma inside a file's name is kept, because what follows a separating one looks like a name. @throws USAGE */
export function namedPredictors(text: string): readonly NamedPredictor[] {
  return text.split(/,(?=[a-z][a-z0-9-]*(?:=|,|$))/).map((part) => {
    const [, name, file] = /^([^=,]+)(?:=(.+))?$/.exec(part.trim()) ?? [];
    if (name !== undefined) return { name, file: file ?? null };
    throw new AntigraphError('USAGE', `--predictor: '${part}' is no NAME or NAME=FILE`, {
      fix: 'For example --predictor antigraph-class1,netmhcpan=predictions.txt.',
    });
  });
}

/** Whether one bundled predictor is asked for, and nothing else. */
export function isBundled({ predictor }: PredictorRequest): boolean {
  return Object.hasOwn(bundledPredictors, predictor);
}

/**
 * The predictor, or the consensus of several.
 * @throws USAGE, PREDICTOR_UNKNOWN, INPUT_NOT_FOUND, INPUT_NOT_READABLE, TOOL_NOT_FOUND, TOOL_FAILED, TOOL_OUTPUT_UNREADABLE, TOOL_OUTPUT_INCOMPLETE, TOOL_VERSION_UNKNOWN
 */
export async function openPredictor(request: PredictorRequest): Promise<PeptideMhcPredictor> {
  const named = namedPredictors(request.predictor);
  const [first] = named;
  if (first !== undefined && named.length === 1) {
    if (request.consensus === undefined) return openOne(first);
    throw new AntigraphError('USAGE', `--consensus ${request.consensus} needs several predictors`, {
      fix: 'Name them with commas: --predictor antigraph-class1,netmhcpan. Leave --consensus out for one.',
    });
  }
  const members: PeptideMhcPredictor[] = [];
  for (const one of named) members.push(await openOne(one));
  const { consensusOf } = await import('../../infra/predictors/external/index.js');
  return consensusOf(members, request.consensus ?? 'median');
}

async function openOne({ name, file }: NamedPredictor): Promise<PeptideMhcPredictor> {
  if (Object.hasOwn(bundledPredictors, name)) {
    if (file === null) return openBundled(name);
    throw new AntigraphError('USAGE', `${name} comes with antigraph and reads no saved output`, {
      fix: `Leave '=${file}' out.`,
    });
  }
  const { externalTools, openInstalledTool, openSavedOutput } = await import(
    '../../infra/predictors/external/index.js'
  );
  const tool = externalTools.find((candidate) => candidate.name === name);
  if (tool === undefined) {
    const known = [...Object.keys(bundledPredictors), ...externalTools.map((each) => each.name)];
    throw new AntigraphError('PREDICTOR_UNKNOWN', `there is no predictor '${name}'`, {
      fix: `Nearest: ${nearest(name, known, 1).join()}. Known: ${known.join(', ')}.`,
    });
  }
  if (file !== null) return openSavedOutput(tool, file, externalTools);
  return openInstalledTool(tool, {
    environment: process.env,
    timeLimitMs: toolTimeoutMs(process.env, process.cwd()),
  });
}

async function openBundled(name: string): Promise<PeptideMhcPredictor> {
  const { openBundledPredictor } = await import('../../infra/predictors/bundled/index.js');
  return openBundledPredictor(name);
}

/** The predictor named, or the bundled one of the class. */
export function predictorFor(
  options: { readonly predictor?: string; readonly consensus?: ConsensusMethod },
  mhcClass: MhcClass,
): PredictorRequest {
  const { predictor, consensus } = options;
  const [bundled = bundledPredictor] =
    Object.entries(bundledPredictors).find(([, its]) => its === mhcClass) ?? [];
  return { predictor: predictor ?? bundled, ...(consensus === undefined ? {} : { consensus }) };
}

/** @throws USAGE where the predictor is of the other class */
export function checkPredictorClass(predictor: PeptideMhcPredictor, mhcClass: MhcClass): void {
  if (predictor.mhcClass === mhcClass) return;
  throw new AntigraphError(
    'USAGE',
    `${predictor.name} predicts class ${predictor.mhcClass}, asked for is class ${mhcClass}`,
    {
      fix: `Name a predictor of class ${mhcClass}, or give --class ${predictor.mhcClass} where the command takes it.`,
    },
  );
}
