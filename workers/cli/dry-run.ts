import { locationText } from '../../infra/stores/store-location.js';
import { graph } from '../../pipeline/graph.js';
import { effectiveParameters } from '../../pipeline/parameters.js';
import { previewRun } from '../../pipeline/preview.js';
import { runIdOf, type TaskSpec } from '../../schemas/tasks.js';
import type { Workbench } from '../local/workbench.js';
import { predictorFacts, runFileSchema } from '../results/run-file.js';
import { readIfThere } from './export-outputs.js';
import { type PatientRun, prepare } from './patient-run.js';
import { parseOrNull } from './run-outputs.js';

/** `run --dry-run`: what would run and why, and every parameter with where its value is from. Writes nothing, neither to --out nor to the store. */
export async function dryRun(run: PatientRun, workbench: Workbench): Promise<void> {
  const { request, predictors } = await prepare(run, workbench);
  const earlier = await earlierSpecs(run.out);
  const nodes = await previewRun({
    graph,
    request,
    store: workbench.store,
    ignoreCache: run.ignoreCache,
    earlier,
  });
  const parameters = effectiveParameters(graph, run.layers);
  const sample = run.sample === null ? {} : { sample: run.sample };
  if (run.isJson) {
    process.stdout.write(
      `${JSON.stringify({ schema: 'antigraph.dry-run/1', ...sample, run: runIdOf(request), ...predictorFacts(predictors), stages: nodes, parameters })}\n`,
    );
    return;
  }
  const lines = [
    ...(run.sample === null ? [] : [`sample ${run.sample}`]),
    `run ${runIdOf(request)}, store ${locationText(workbench.location)}, ${run.jobs} jobs`,
    ...[predictors.predictor, predictors.classTwoPredictor].flatMap((predictor) =>
      predictor === null
        ? []
        : [
            `${predictor.mhcClass === 'I' ? '' : 'class II '}predictor ${predictor.name} ${predictor.version}, digest ${predictor.digest.slice(0, 12)}`,
          ],
    ),
    '',
    'stage                  state      why',
    ...nodes.map((node) =>
      `${node.stage.padEnd(22)} ${node.state.padEnd(10)} ${node.reasons.join('; ')}`.trimEnd(),
    ),
    '',
    'parameter                                      value                source        meaning',
    ...parameters.map(
      ({ stage, name, value, source, description }) =>
        `${`${stage}.${name}`.padEnd(46)} ${(JSON.stringify(value) ?? '').padEnd(20)} ${source.padEnd(13)} ${description}`,
    ),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** What the last run into the same folder did, from its run.json; sharded stages are told by their first task. */
async function earlierSpecs(out: string): Promise<ReadonlyMap<string, TaskSpec>> {
  const text = await readIfThere(out, 'run.json');
  const parsed = runFileSchema.safeParse(text === null ? null : parseOrNull(text));
  if (!parsed.success) return new Map();
  return new Map([...parsed.data.tasks].reverse().map(({ spec }) => [spec.stage, spec]));
}
