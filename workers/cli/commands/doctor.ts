import { availableParallelism, freemem, totalmem } from 'node:os';
import { queueSettings } from '../../../infra/config.js';
import { packageVersion } from '../../../infra/package-version.js';
import { checkStore } from '../../../infra/stores/check-store.js';
import { clearScratch } from '../../../infra/stores/store-location.js';
import { graph } from '../../../pipeline/graph.js';
import { AntigraphError } from '../../../schemas/errors.js';
import { endingTools } from '../../local/ending-tools.js';
import { bundledPredictors, openPredictor } from '../../local/open-predictor.js';
import { settingsOf } from '../options.js';

interface Finding {
  readonly check: string;
  readonly isGood: boolean;
  readonly found: string;
  /** A tool that a lab may have and antigraph does not need: absent is no failure. */
  readonly isOptional?: true;
  /** Of the error that was found. */
  readonly code?: string;
}

/** Enough for a tool to load its models and score one peptide. */
const toolLimitMs = 120_000;

/** `antigraph doctor`: tries each part this installation stands on; exit code 5 if one is not usable. */
export async function doctor(options: { readonly json?: boolean; readonly store?: string }): Promise<void> {
  const settings = settingsOf({ execution: options, paramsFile: undefined, assignments: [], flags: {} });
  const findings: readonly Finding[] = [
    { check: 'antigraph', isGood: true, found: `${packageVersion()}, ${graph.length} stages` },
    nodeVersion(),
    {
      check: 'machine',
      isGood: true,
      found: `${availableParallelism()} cores, ${gibibytes(freemem())} of ${gibibytes(totalmem())} GiB free; ${settings.jobs} jobs`,
    },
    await tried('store', async () => {
      const runCount = await checkStore(settings.location).finally(() => clearScratch(settings.location));
      return `${settings.store} (${settings.storeSource}), ${runCount} runs`;
    }),
    await triedPredictor('antigraph-class1', { peptide: 'GILGFVFTL', allele: 'HLA-A*02:01' }),
    await triedPredictor('antigraph-class2', { peptide: 'PKYVKQNTLKLAT', allele: 'HLA-DRB1*01:01' }),
    ...(await foundQueue()),
    ...(await foundTools()),
  ];
  const width = Math.max(...findings.map(({ check }) => check.length));
  if (options.json === true)
    process.stdout.write(`${JSON.stringify({ schema: 'antigraph.doctor/1', findings })}\n`);
  else
    for (const finding of findings)
      process.stdout.write(`${mark(finding)}  ${finding.check.padEnd(width)} ${finding.found}\n`);
  if (findings.some(({ isGood, isOptional }) => !isGood && isOptional !== true)) process.exitCode = 5;
}

function mark({ isGood, isOptional }: Finding): string {
  if (isGood) return 'ok  ';
  return isOptional === true ? '-   ' : 'FAIL';
}

/** The queue of a service, where the environment names one. */
async function foundQueue(): Promise<readonly Finding[]> {
  if (!process.env['ANTIGRAPH_REDIS_URL']) return [];
  try {
    const { checkRedis } = await import('../../../infra/queue/check-redis.js');
    return (await checkRedis(queueSettings(process.env))).map(({ check, ...found }) => ({
      check: `queue ${check}`,
      ...found,
    }));
  } catch (error) {
    // As in `tried`.
    return [{ check: 'queue', isGood: false, found: error instanceof Error ? error.message : String(error) }];
  }
}

/** The external predictors: those that are here are started once, and say where they are and of what version; the others are one line. */
async function foundTools(): Promise<readonly Finding[]> {
  const { externalTools, findTool, openInstalledTool, pathVariable } = await import(
    '../../../infra/predictors/external/index.js'
  );
  const settings = { environment: process.env, timeLimitMs: toolLimitMs };
  const findings: Finding[] = [];
  const absent: string[] = [];
  await endingTools(async () => {
    for (const tool of externalTools) {
      const finding = await tried(tool.name, async () => {
        const { program } = await findTool(tool, settings);
        const { version } = await openInstalledTool(tool, settings);
        return `${tool.title} ${version}, ${[...program.leading, program.executable][0] ?? ''}`;
      });
      const isNamed = (process.env[pathVariable(tool)] ?? '') !== '';
      if (finding.code === 'TOOL_NOT_FOUND' && !isNamed) absent.push(tool.name);
      else findings.push(finding.isGood ? finding : { ...finding, isOptional: true });
    }
  });
  if (absent.length === 0) return findings;
  const found = `not installed, and not needed: ${absent.join(', ')} (docs/predictors.md)`;
  return [...findings, { check: 'other tools', isGood: true, found }];
}

function nodeVersion(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isGood = major > 20 || (major === 20 && minor >= 19);
  return { check: 'node', isGood, found: `${process.versions.node} (needs 20.19 or newer)` };
}

/** Opens a bundled predictor and has it score a peptide. */
function triedPredictor(
  name: string,
  known: { readonly peptide: string; readonly allele: string },
): Promise<Finding> {
  const { peptide, allele } = known;
  return tried(`predictor ${bundledPredictors[name] ?? ''}`, async () => {
    const predictor = await openPredictor({ predictor: name });
    const block = await predictor.predict([peptide], [allele]);
    return `${predictor.name} ${predictor.version}, digest ${predictor.digest.slice(0, 12)}; ${peptide} on ${allele}: rank ${block.percentileRank[0]?.toFixed(3)} %`;
  });
}

async function tried(check: string, work: () => Promise<string>): Promise<Finding> {
  try {
    return { check, isGood: true, found: await work() };
  } catch (error) {
    // A failed check is the answer, not the end: the others are still wanted.
    if (!(error instanceof AntigraphError)) return { check, isGood: false, found: String(error) };
    const fix = error.fix === null ? '' : `. ${error.fix}`;
    return { check, isGood: false, found: `${error.message}${fix}`, code: error.code };
  }
}

function gibibytes(bytes: number): string {
  return (bytes / 1024 ** 3).toFixed(1);
}
