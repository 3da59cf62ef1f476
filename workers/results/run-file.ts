/** run.json: what a run was asked, with what, and what it gave. No time and no path: equal runs, equal bytes. */
import { z } from 'zod';
import type { EffectiveParameter } from '../../pipeline/parameters.js';
import type { LocalOutcome } from '../../pipeline/run-local.js';
import { canonicalJson } from '../../schemas/canonical.js';
import type { PeptideMhcPredictor } from '../../schemas/predictor.js';
import type { ReferenceBundle } from '../../schemas/reference.js';
import { type ArtifactRef, type RunRequest, rowCountOf, taskSpecSchema } from '../../schemas/tasks.js';

/** What is read back of a run.json: by --dry-run and diff. */
export const runFileSchema = z.object({
  schema: z.literal('antigraph.run-file/1'),
  antigraph: z.string(),
  run: z.string(),
  inputs: z.record(z.string(), z.object({ file: z.string(), sha256: z.string() })),
  reference: z.record(z.string(), z.unknown()).nullable(),
  /** null: no allele of the class was scored. */
  predictor: z.record(z.string(), z.unknown()).nullable(),
  classTwoPredictor: z.record(z.string(), z.unknown()).nullable().default(null),
  parameters: z.record(z.string(), z.record(z.string(), z.unknown())),
  tasks: z.array(z.object({ key: z.string(), spec: taskSpecSchema })),
  /** File name → digest. */
  outputs: z.record(z.string(), z.string()),
});
export type RunFile = z.infer<typeof runFileSchema>;

type NamedPredictor = Pick<PeptideMhcPredictor, 'name' | 'version' | 'digest'> | null;
interface NamedPredictors {
  readonly predictor: NamedPredictor;
  readonly classTwoPredictor: NamedPredictor;
}

/** Which predictor scored each class. */
export function predictorFacts({ predictor, classTwoPredictor }: NamedPredictors): NamedPredictors {
  return { predictor: factsOf(predictor), classTwoPredictor: factsOf(classTwoPredictor) };
}

function factsOf(predictor: NamedPredictor): NamedPredictor {
  if (predictor === null) return null;
  const { name, version, digest } = predictor;
  return { name, version, digest };
}

export function runFile(options: {
  readonly version: string;
  readonly outcome: Pick<LocalOutcome, 'id' | 'nodes'>;
  readonly request: RunRequest;
  readonly labels: Readonly<Record<string, string>>;
  readonly parameters: readonly EffectiveParameter[];
  readonly reference: Pick<ReferenceBundle, 'digest' | 'summary'> | null;
  readonly predictors: NamedPredictors;
  readonly outputs: ReadonlyMap<string, ArtifactRef>;
}): string {
  const { outcome, request, reference } = options;
  const content = {
    schema: 'antigraph.run-file/1',
    antigraph: options.version,
    run: outcome.id,
    timings: `kept with the run in the store, not here, so that equal runs give equal bytes: antigraph runs show ${outcome.id}`,
    inputs: sorted(
      Object.fromEntries(
        Object.entries(request.inputs).map(([name, ref]) => [
          name,
          { file: options.labels[name] ?? name, ...ref.parts[0] },
        ]),
      ),
    ),
    reference: reference === null ? null : { digest: reference.digest, ...reference.summary },
    ...predictorFacts(options.predictors),
    parameters: Object.fromEntries(
      outcome.nodes.map(({ stage }) => [
        stage,
        sorted(
          Object.fromEntries(
            options.parameters
              .filter((parameter) => parameter.stage === stage)
              .map(({ name, value }) => [name, value]),
          ),
        ),
      ]),
    ),
    tasks: outcome.nodes.flatMap((node) => node.tasks.map(({ key, spec }) => ({ key, spec: sorted(spec) }))),
    rows: Object.fromEntries(
      outcome.nodes.map((node) => [
        node.stage,
        Object.fromEntries(
          // Sorted: outputs come in declared order from a task that ran, by name from a manifest that was read.
          Object.entries(node.outputs)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .flatMap(([name, ref]) =>
              ref.parts.every((part) => part.rowCount === null) ? [] : [[name, rowCountOf(ref)]],
            ),
        ),
      ]),
    ),
    outputs: Object.fromEntries(
      [...options.outputs].sort().map(([file, ref]) => [file, ref.parts[0]?.sha256]),
    ),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** With sorted keys: a request or task read back from the store has its members in another order than one just made. */
function sorted(value: unknown): unknown {
  return JSON.parse(canonicalJson(value));
}
