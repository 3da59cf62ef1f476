import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { AntigraphError } from '../../../schemas/errors.js';
import { nearest } from '../../../schemas/nearest.js';
import type { AlleleSupport, PeptideMhcPredictor } from '../../../schemas/predictor.js';
import { type FoundTool, findTool, type ToolSettings } from './find-tool.js';
import { joinRows, rowsByPair } from './join-rows.js';
import { runTool } from './run-tool.js';
import type { ExternalTool, ToolOutput } from './tool.js';

/** Starting a tool takes seconds, so it gets as many peptides as a shard of predict-binding holds. */
const batchSize = 40_000;

/** Stands where neither the format nor the tool says a version. */
const unstated = 'unstated';

const standardPeptide = /^[ACDEFGHIKLMNPQRSTVWY]+$/;

/** The first thing an installed tool is asked where only its output tells its version. */
const probe = {
  I: { peptide: 'GILGFVFTL', allele: 'HLA-A*02:01' },
  II: { peptide: 'PKYVKQNTLKLATGM', allele: 'HLA-DRB1*01:01' },
} as const;

/** An external tool says nothing of the alleles it was trained on. */
const supported: AlleleSupport = {
  kind: 'supported',
  trainingLigands: null,
  trainingAffinities: null,
  nearestTrained: null,
  distanceToTrained: null,
  confidence: 'unknown',
};

/**
 * The predictor that a lab has installed. Each call of `predict` starts the tool's commands one after the other.
 * @throws TOOL_NOT_FOUND, TOOL_FAILED, TOOL_VERSION_UNKNOWN, TOOL_OUTPUT_UNREADABLE
 */
export async function openInstalledTool(
  tool: ExternalTool,
  settings: ToolSettings,
): Promise<PeptideMhcPredictor> {
  const found = await findTool(tool, settings);
  const version = found.version ?? (await probedVersion(tool, found));
  return {
    ...shapeOf(tool),
    version,
    digest: digestOf([tool.name, version, found.executableDigest]),
    supportFor: () => supported,
    async predict(peptides, alleles) {
      const isWanted = takenBy(tool);
      const usable = [...new Set(peptides)].filter(isWanted);
      const distinct = [...new Set(alleles)];
      const rows =
        usable.length === 0 ? [] : await answers(tool, found, { usable, alleles: distinct, version });
      const asked = { title: tool.title, origin: found.program.executable, peptides, alleles };
      return joinRows(rowsByPair(rows, { ...asked, mayRepeat: false }), {
        ...asked,
        isWanted,
        isExact: true,
        extras: extrasOf(tool),
      });
    },
  };
}

/**
 * The predictor whose output was saved in a file. It knows the alleles of the file, and of each every peptide that is asked for must be there.
 * @throws TOOL_OUTPUT_UNREADABLE, TOOL_OUTPUT_INCOMPLETE, TOOL_VERSION_UNKNOWN, INPUT_NOT_FOUND, INPUT_NOT_READABLE
 */
export function openSavedOutput(
  tool: ExternalTool,
  path: string,
  others: readonly ExternalTool[],
): PeptideMhcPredictor {
  const bytes = readSaved(path);
  const origin = basename(path);
  const output = parseSaved(tool, bytes.toString('utf8'), { origin, others });
  const byPair = rowsByPair(output.rows, { title: tool.title, origin, mayRepeat: true });
  const alleles = [...new Set(output.rows.map(({ allele }) => allele))].sort();
  return {
    ...shapeOf(tool),
    scoresAnyPeptide: false,
    version: output.version ?? unstated,
    digest: digestOf([tool.name, createHash('sha256').update(bytes).digest('hex')]),
    supportFor: (allele) =>
      alleles.includes(allele)
        ? supported
        : {
            kind: 'unsupported',
            nearest: nearest(allele, alleles, 3),
            fix: `${origin} has rows of ${alleles.join(', ')}: let ${tool.title} predict ${allele} too, or leave the allele out if that is what you mean.`,
          },
    predict: (peptides, wanted) =>
      joinRows(byPair, {
        title: tool.title,
        origin,
        peptides,
        alleles: wanted,
        isWanted: takenBy(tool),
        isExact: false,
        extras: extrasOf(tool),
      }),
  };
}

function shapeOf(tool: ExternalTool) {
  const { name, mhcClass, minLength, maxLength } = tool;
  return {
    name,
    mhcClass,
    minLength,
    maxLength,
    batchSize,
    ...(tool.givesHalfLife === true ? { givesHalfLife: true } : {}),
  };
}

function extrasOf(tool: ExternalTool) {
  return { halfLives: tool.givesHalfLife === true, cores: tool.mhcClass === 'II' };
}

function takenBy(tool: ExternalTool): (peptide: string) => boolean {
  return (peptide) =>
    peptide.length >= tool.minLength && peptide.length <= tool.maxLength && standardPeptide.test(peptide);
}

/** The version that the output of a first call states: a tool that does not work is found out before long work begins. */
async function probedVersion(tool: ExternalTool, found: FoundTool): Promise<string> {
  const { peptide, allele } = probe[tool.mhcClass];
  const versions = new Set<string>();
  for (const command of tool.commands([peptide], [allele])) {
    const { text } = await runTool(found.program, command);
    versions.add(tool.parse(text, found.program.executable).version ?? unstated);
  }
  return [...versions].join('+');
}

async function answers(
  tool: ExternalTool,
  found: FoundTool,
  asked: {
    readonly usable: readonly string[];
    readonly alleles: readonly string[];
    readonly version: string;
  },
) {
  const outputs: ToolOutput[] = [];
  for (const command of tool.commands(asked.usable, asked.alleles)) {
    const { text } = await runTool(found.program, command);
    const output = tool.parse(text, found.program.executable);
    if (output.version !== null && output.version !== asked.version)
      throw new AntigraphError(
        'TOOL_VERSION_UNKNOWN',
        `${tool.title}: version ${asked.version} answered first, now ${output.version}`,
        { fix: 'The tool was replaced while the run was at work: run the same command again.' },
      );
    outputs.push(output);
  }
  return outputs.flatMap(({ rows }) => rows);
}

function readSaved(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    const isAbsent = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw new AntigraphError(
      isAbsent ? 'INPUT_NOT_FOUND' : 'INPUT_NOT_READABLE',
      isAbsent ? `--predictor: there is no file ${path}` : `the saved output ${path} cannot be read`,
      {
        at: { file: path },
        fix: '--predictor NAME=FILE takes the file that the tool wrote; its path is read relative to the folder you are in.',
        cause,
      },
    );
  }
}

function parseSaved(
  tool: ExternalTool,
  text: string,
  from: { readonly origin: string; readonly others: readonly ExternalTool[] },
): ToolOutput {
  try {
    return tool.parse(text, from.origin);
  } catch (error) {
    const isOther = error instanceof AntigraphError && !tool.recognises(text);
    const other = isOther
      ? from.others.find((candidate) => candidate !== tool && candidate.recognises(text))
      : undefined;
    if (other === undefined) throw error;
    throw new AntigraphError(
      'TOOL_OUTPUT_UNREADABLE',
      `${tool.title}: ${from.origin} looks like an output of ${other.title}`,
      { at: { file: from.origin }, fix: `Write --predictor ${other.name}=${from.origin}.`, cause: error },
    );
  }
}

function digestOf(parts: readonly string[]): string {
  return createHash('sha256')
    .update(`${parts.join('\n')}\n`)
    .digest('hex');
}
