/** `antigraph status`, `results` and `cancel`: runs of a service. */
import { z } from 'zod';
import { endStates, type RunView, runPageSchema, runViewSchema } from '../../../schemas/api.js';
import { AntigraphError } from '../../../schemas/errors.js';
import { type RunId, runIdSchema } from '../../../schemas/tasks.js';
import { routes } from '../../client/routes.js';
import { tellResult } from '../finish.js';
import { printable } from '../printable.js';
import { eventPrinter } from '../progress.js';
import { type ServerOptions, serviceOf } from '../remote/service-address.js';
import { bringResults, errorOf, untilInterrupted, waitForRun } from '../remote/wait.js';

/** One run, or the latest of the tenant's. With --wait it ends as the run does. */
export async function status(
  run: string | undefined,
  options: ServerOptions & { readonly wait?: boolean },
): Promise<void> {
  const api = serviceOf(options);
  await untilInterrupted(async (signal) => {
    if (run === undefined) {
      const { runs } = await api.ask('GET', routes.runs, { answer: runPageSchema, signal });
      for (const view of runs) show(view, options);
      return;
    }
    const id = parseRun(run);
    const view = await api.ask('GET', routes.run(id), { answer: runViewSchema, signal });
    show(view, options);
    if (options.wait !== true) return;
    if (endStates.includes(view.state) && view.state !== 'complete') throw errorOf(view);
    await waitForRun(api, id, {
      print: eventPrinter({ isJson: options.json === true, sample: null }),
      signal,
    });
  });
}

/** Brings the files of a complete run into --out. Repeated, it goes on where it stopped. */
export async function results(run: string, options: ServerOptions & { readonly out: string }): Promise<void> {
  const api = serviceOf(options);
  const id = parseRun(run);
  await untilInterrupted(async (signal) => {
    const result = await bringResults(api, id, { out: options.out, signal });
    if (options.json !== true)
      tellResult(result, { out: options.out, done: `${id} at ${api.server.origin}` });
    if (result.fault !== null) throw result.fault;
  });
}

/** Asks the service to stop a run; what is finished of it is kept. */
export async function cancel(run: string, options: ServerOptions): Promise<void> {
  const api = serviceOf(options);
  const id = parseRun(run);
  await untilInterrupted(async (signal) => {
    await api.ask('POST', routes.cancel(id), { answer: z.unknown(), signal });
    show(await api.ask('GET', routes.run(id), { answer: runViewSchema, signal }), options);
  });
}

function show(view: RunView, { json }: ServerOptions): void {
  if (json === true) {
    process.stdout.write(`${JSON.stringify(view)}\n`);
    return;
  }
  const { id, state, attempt, submittedAtMs, files, failure } = view;
  const what = failure === null ? '' : `${failure.code}: ${failure.message}`;
  const cells = [
    id,
    state,
    `attempt ${attempt}`,
    new Date(submittedAtMs).toISOString(),
    files['vcf'] ?? '',
    what,
  ];
  process.stdout.write(`${cells.map(printable).join('\t').trimEnd()}\n`);
}

/** @throws RUN_UNKNOWN */
function parseRun(text: string): RunId {
  const parsed = runIdSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new AntigraphError('RUN_UNKNOWN', `'${text}' is not a run id`, {
    fix: "'antigraph status' lists those there are, in the form run-0123456789abcdef.",
  });
}
