/** The files of a complete run: what `antigraph run` writes to --out, the same bytes. */
import { graph } from '../../../pipeline/graph.js';
import { effectiveParameters } from '../../../pipeline/parameters.js';
import type { TenantStore } from '../../../pipeline/ports.js';
import type { RunView } from '../../../schemas/api.js';
import { type Sha256, sha256 } from '../../../schemas/canonical.js';
import { AntigraphError } from '../../../schemas/errors.js';
import type { ArtifactRef, RunRecord } from '../../../schemas/tasks.js';
import { doneNodes } from '../../results/done-nodes.js';
import { exportsOf } from '../../results/exports.js';
import { runFile } from '../../results/run-file.js';
import { unknownRun } from './run-view.js';
import { readSubmitted } from './submitted.js';

export interface ResultFile {
  readonly name: string;
  readonly sizeBytes: number;
  readonly sha256: Sha256;
  readonly mediaType: string;
  /** Of the store, one part; or made from the run's record. */
  readonly content: { readonly kind: 'object' } | { readonly kind: 'text'; readonly text: string };
}

const mediaTypes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  tsv: 'text/tab-separated-values; charset=utf-8',
  json: 'application/json',
  fasta: 'text/x-fasta; charset=utf-8',
  gb: 'text/plain; charset=utf-8',
  gz: 'application/gzip',
};

/** Sorted by name. @throws RUN_NOT_COMPLETE */
export async function resultFiles(view: RunView, store: TenantStore): Promise<readonly ResultFile[]> {
  if (view.state !== 'complete') throw notComplete(view);
  const record = await store.artifacts.getRun(view.id);
  if (record === null) throw unknownRun(view.id);
  const nodes = await doneNodes(graph, record, store.artifacts);
  const outputs = exportsOf(graph, nodes);
  const text = await runJson(record, nodes, outputs, store);
  const files = [...outputs].flatMap(([name, { parts }]): ResultFile[] => {
    const [part] = parts;
    if (part === undefined) return [];
    const { sha256: digest, sizeBytes } = part;
    return [{ name, sizeBytes, sha256: digest, mediaType: typeOf(name), content: { kind: 'object' } }];
  });
  return [
    ...files,
    {
      name: 'run.json',
      sizeBytes: Buffer.byteLength(text),
      sha256: sha256(text),
      mediaType: typeOf('run.json'),
      content: { kind: 'text' as const, text },
    },
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function runJson(
  record: RunRecord,
  nodes: Awaited<ReturnType<typeof doneNodes>>,
  outputs: ReadonlyMap<string, ArtifactRef>,
  { documents }: TenantStore,
): Promise<string> {
  const { request, labels } = record;
  const submitted = await readSubmitted(documents, record.id);
  if (submitted === null) throw unknownRun(record.id);
  const { reference, predictor, classTwoPredictor, antigraph: version } = submitted;
  return runFile({
    version,
    outcome: { id: record.id, nodes },
    request,
    labels,
    parameters: effectiveParameters(graph, [{ source: 'submission', values: request.params }]),
    reference,
    predictors: { predictor, classTwoPredictor },
    outputs,
  });
}

function typeOf(name: string): string {
  return mediaTypes[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
}

function notComplete({ id, state, failure }: RunView): AntigraphError {
  return new AntigraphError('RUN_NOT_COMPLETE', `${id} is ${state}, and only a complete run has results`, {
    fix:
      failure === null
        ? 'Wait for it: GET /api/v1/runs/{id}/events tells.'
        : (failure.fix ?? failure.message),
  });
}
