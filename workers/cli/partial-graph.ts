/** One-shot commands: the first stages of the graph in this thread, on a store that is removed afterwards. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesystemStore } from '../../infra/stores/filesystem-store.js';
import { decodeRows } from '../../pipeline/codec.js';
import { graph } from '../../pipeline/graph.js';
import type { GraphNode } from '../../pipeline/graph-node.js';
import { mergeLayers, type ParameterLayer } from '../../pipeline/parameters.js';
import { upstreamOf } from '../../pipeline/planner.js';
import type { ArtifactStore } from '../../pipeline/ports.js';
import { type LocalOutcome, runLocal } from '../../pipeline/run-local.js';
import { omissions } from '../../schemas/artifacts.js';
import { defect } from '../../schemas/errors.js';
import type { Omission } from '../../schemas/omissions.js';
import type { ManyArtifact } from '../../schemas/stage.js';
import type { ArtifactRef } from '../../schemas/tasks.js';
import { inlineRunner } from '../local/inline-runner.js';
import { bundledRequests } from '../local/open-predictor.js';
import { openReference, resourceProvider } from '../local/resources.js';
import { importInput } from './import-input.js';
import { labelOf } from './options.js';

export interface PartialRun {
  /** The stage whose outputs are wanted; it and what it reads are run. */
  readonly until: string;
  readonly vcf: string;
  /** Input artifact name → path of further files. */
  readonly others: Readonly<Record<string, string>>;
  readonly reference: string | null;
  readonly layers: readonly ParameterLayer[];
}

export interface PartialOutcome {
  rows<Row>(stage: string, output: string, artifact: ManyArtifact<Row>): Promise<Iterable<Row>>;
  omissions(stage: string): Promise<Iterable<Omission>>;
}

/** Runs the part of the graph and hands its rows to `read`; the intermediates are gone when it returns. */
export async function withPartialRun(
  run: PartialRun,
  read: (outcome: PartialOutcome) => Promise<void>,
): Promise<void> {
  let folder: string | null = null;
  // Patient data: gone also where the reader closes early (`| head`) or somebody stops the command.
  // Retried, because a write that is under way can put a file into a folder that is being removed.
  const remove = () => {
    if (folder !== null) rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  };
  const interrupt = () => process.exit(130);
  process.on('exit', remove);
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  try {
    // Last: a signal must not find the folder before there is somebody to remove it.
    folder = mkdtempSync(join(tmpdir(), 'antigraph-'));
    const store = filesystemStore(folder);
    const locations = { reference: run.reference, predictors: bundledRequests };
    const digest = run.reference === null ? null : (await openReference(run.reference)).digest;
    const outcome = await runLocal({
      graph: partOf(run.until),
      request: {
        inputs: await importAll(store, { vcf: run.vcf, ...run.others }),
        params: mergeLayers(graph, run.layers),
        resources: { reference: digest },
      },
      store,
      runner: inlineRunner({
        store,
        resources: resourceProvider(locations),
        labels: { vcf: labelOf(run.vcf) },
      }),
      jobs: 1,
      ignoreCache: false,
      signal: new AbortController().signal,
      onEvent: () => undefined,
      now: () => 0,
    });
    await read(reader(store, outcome));
  } finally {
    remove();
    process.off('exit', remove);
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

async function importAll(
  store: ArtifactStore,
  files: Readonly<Record<string, string>>,
): Promise<Record<string, ArtifactRef>> {
  const imported: Record<string, ArtifactRef> = {};
  for (const [name, path] of Object.entries(files)) imported[name] = await importInput(store, path);
  return imported;
}

function partOf(until: string): readonly GraphNode[] {
  const wanted = new Set([until]);
  for (const node of [...graph].reverse()) {
    if (wanted.has(node.stage.name)) for (const stage of upstreamOf(node)) wanted.add(stage);
  }
  return graph.filter((node) => wanted.has(node.stage.name));
}

function reader(store: ArtifactStore, outcome: LocalOutcome): PartialOutcome {
  const rows = async <Row>(
    stage: string,
    output: string,
    artifact: ManyArtifact<Row>,
  ): Promise<Iterable<Row>> => {
    const ref: ArtifactRef | undefined = outcome.nodes.find((node) => node.stage === stage)?.outputs[output];
    if (ref === undefined) throw defect(`${stage} has no output '${output}'`);
    const sources = await Promise.all(ref.parts.map((part) => store.openObject(part.sha256)));
    return decodeRows(sources, { name: artifact.name, schema: artifact.schema });
  };
  return { rows, omissions: (stage) => rows(stage, 'omissions', omissions) };
}
