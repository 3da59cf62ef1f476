import { availableParallelism, freemem, totalmem } from 'node:os';
import { filesystemStore } from '../../../infra/stores/filesystem-store.js';
import { graph } from '../../../pipeline/graph.js';
import { bundledPredictor, openPredictor } from '../../local/resources.js';
import { settingsOf } from '../options.js';
import { packageVersion } from '../version.js';

interface Finding {
  readonly check: string;
  readonly isGood: boolean;
  readonly found: string;
}

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
      const store = filesystemStore(settings.store);
      const writer = await store.createObject();
      writer.write(Buffer.from('antigraph doctor'));
      await writer.discard();
      return `${settings.store} (${settings.storeSource}), ${(await store.listRuns()).length} runs`;
    }),
    await tried('predictor', async () => {
      const predictor = await openPredictor(bundledPredictor);
      const block = await predictor.predict(['GILGFVFTL'], ['HLA-A*02:01']);
      return `${predictor.name} ${predictor.version}, digest ${predictor.digest.slice(0, 12)}; GILGFVFTL on HLA-A*02:01: rank ${block.percentileRank[0]?.toFixed(3)} %`;
    }),
  ];
  if (options.json === true)
    process.stdout.write(`${JSON.stringify({ schema: 'antigraph.doctor/1', findings })}\n`);
  else
    for (const { check, isGood, found } of findings)
      process.stdout.write(`${isGood ? 'ok  ' : 'FAIL'}  ${check.padEnd(10)} ${found}\n`);
  if (findings.some((finding) => !finding.isGood)) process.exitCode = 5;
}

function nodeVersion(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isGood = major > 20 || (major === 20 && minor >= 19);
  return { check: 'node', isGood, found: `${process.versions.node} (needs 20.19 or newer)` };
}

async function tried(check: string, work: () => Promise<string>): Promise<Finding> {
  try {
    return { check, isGood: true, found: await work() };
  } catch (error) {
    // A failed check is the answer, not the end: the others are still wanted.
    return { check, isGood: false, found: error instanceof Error ? error.message : String(error) };
  }
}

function gibibytes(bytes: number): string {
  return (bytes / 1024 ** 3).toFixed(1);
}
