import { toolTimeoutMs } from '../../infra/config.js';
import type { ConsensusMethod } from '../../infra/predictors/external/index.js';
import { AntigraphError } from '../../schemas/errors.js';
import type { MhcClass } from '../../schemas/hla.js';
import { nearest } from '../../schemas/nearest.js';
import type { PeptideMhcPredictor } from '../../schemas/predictor.js';

const bundledOfClass = { I: 'antigraph-class1', II: 'antigraph-class2' } as const;

/** Name → class of the predictors that come with antigraph. */
export const bundledPredictors: Readonly<Record<string, MhcClass>> = {
  [bundledOfClass.I]: 'I',
  [bundledOfClass.II]: 'II',
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
  const tool = await toolNamed(name);
  if (file !== null) return openSavedOutput(tool, file, externalTools);
  return openInstalledTool(tool, {
    environment: process.env,
    timeLimitMs: toolTimeoutMs(process.env, process.cwd()),
  });
}

/** The external tool of that name. @throws PREDICTOR_UNKNOWN */
async function toolNamed(name: string) {
  const { externalTools } = await import('../../infra/predictors/external/index.js');
  const tool = externalTools.find((candidate) => candidate.name === name);
  if (tool !== undefined) return tool;
  const known = [...Object.keys(bundledPredictors), ...externalTools.map((each) => each.name)];
  throw new AntigraphError('PREDICTOR_UNKNOWN', `there is no predictor '${name}'`, {
    fix: `Nearest: ${nearest(name, known, 1).join()}. Known: ${known.join(', ')}.`,
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
  return {
    predictor: predictor ?? bundledOfClass[mhcClass],
    ...(consensus === undefined ? {} : { consensus }),
  };
}

/** The predictors of both classes. */
export type PredictorRequests = Readonly<Record<MhcClass, PredictorRequest>>;

/** The bundled predictor of each class. */
export const bundledRequests: PredictorRequests = {
  I: { predictor: bundledOfClass.I },
  II: { predictor: bundledOfClass.II },
};

/**
 * The predictors named, each under its class; the bundled one of a class that none is named of. A consensus is of the class that has
 * several. @throws USAGE, PREDICTOR_UNKNOWN
 */
export async function predictorsFor(options: {
  readonly predictor?: string | undefined;
  readonly consensus?: ConsensusMethod | undefined;
}): Promise<PredictorRequests> {
  const { predictor, consensus } = options;
  const named: Record<MhcClass, string[]> = { I: [], II: [] };
  for (const { name, file } of predictor === undefined ? [] : namedPredictors(predictor))
    named[await classOf(name)].push(file === null ? name : `${name}=${file}`);
  const isJoint = named.I.length > 1 || named.II.length > 1;
  const requestOf = (mhcClass: MhcClass): PredictorRequest => {
    const own = named[mhcClass];
    const isConsensus = consensus !== undefined && (own.length > 1 || !isJoint);
    return {
      predictor: own.length === 0 ? bundledOfClass[mhcClass] : own.join(','),
      ...(isConsensus ? { consensus } : {}),
    };
  };
  return { I: requestOf('I'), II: requestOf('II') };
}

/** @throws PREDICTOR_UNKNOWN */
async function classOf(name: string): Promise<MhcClass> {
  return bundledPredictors[name] ?? (await toolNamed(name)).mhcClass;
}

/**
 * Whoever names a predictor means it to be asked. @throws USAGE where it is of a class of which nothing is scored
 */
export async function checkNamedPredictors(
  predictor: string | undefined,
  scored: { readonly alleles: readonly string[]; readonly classTwoAlleles: readonly string[] },
): Promise<void> {
  for (const { name } of predictor === undefined ? [] : namedPredictors(predictor)) {
    const mhcClass = await classOf(name);
    if ((mhcClass === 'I' ? scored.alleles : scored.classTwoAlleles).length > 0) continue;
    throw new AntigraphError('USAGE', `${name} predicts class ${mhcClass}, of which no allele is scored`, {
      fix: `Name a predictor of the other class, or give class ${mhcClass} alleles and --class ${mhcClass} or both.`,
    });
  }
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
