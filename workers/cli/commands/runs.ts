import { openArtifactStore } from '../../../infra/stores/store-location.js';
import { AntigraphError } from '../../../schemas/errors.js';
import { type RunId, runIdSchema } from '../../../schemas/tasks.js';
import { settingsOf } from '../options.js';

export interface RunsOptions {
  readonly store?: string;
  readonly json?: boolean;
}

function storeOf(options: RunsOptions) {
  return openArtifactStore(
    settingsOf({ execution: options, paramsFile: undefined, assignments: [], flags: {} }).location,
  );
}

/** `antigraph runs list`. */
export async function list(options: RunsOptions): Promise<void> {
  const store = await storeOf(options);
  for (const id of await store.listRuns()) {
    const record = await store.getRun(id);
    const attempts = await store.listRunEvents(id);
    const inputs = Object.values(record?.labels ?? {}).join(', ');
    const state = record === null || record.tasks.length === 0 ? 'unfinished' : 'done';
    if (options.json === true)
      process.stdout.write(
        `${JSON.stringify({ run: id, state, attempts: attempts.length, labels: record?.labels ?? {} })}\n`,
      );
    else
      process.stdout.write(
        `${id}\t${state}\t${attempts.length} ${attempts.length === 1 ? 'attempt' : 'attempts'}\t${inputs}\n`,
      );
  }
}

/** `antigraph runs show`: the record and the event log of every attempt. */
export async function show(run: string, options: RunsOptions): Promise<void> {
  const store = await storeOf(options);
  const id = parseId(run);
  const record = await store.getRun(id);
  if (record === null) throw unknown(id);
  const attempts = await store.listRunEvents(id);
  if (options.json === true) {
    const parsed = attempts.map(({ attempt, events }) => ({
      attempt,
      events: events
        .trimEnd()
        .split('\n')
        .map((line): unknown => JSON.parse(line)),
    }));
    process.stdout.write(`${JSON.stringify({ record, attempts: parsed })}\n`);
    return;
  }
  process.stdout.write(`run ${id}\n`);
  for (const [name, label] of Object.entries(record.labels))
    process.stdout.write(`  ${name.padEnd(12)} ${label}\n`);
  for (const task of record.tasks) process.stdout.write(`  ${task.stage.padEnd(22)} ${task.key}\n`);
  for (const { attempt, events } of attempts) process.stdout.write(`attempt ${attempt}\n${events}`);
}

/** `antigraph runs delete`: the run and everything no other run needs. */
export async function remove(run: string, options: RunsOptions): Promise<void> {
  const id = parseId(run);
  const removed = await (await storeOf(options)).deleteRun(id);
  if (removed === null) throw unknown(id);
  process.stderr.write(
    `deleted ${id}: ${removed.taskCount} tasks, ${removed.objectCount} objects, ${removed.sizeBytes} bytes; outputs under --out folders are yours to remove\n`,
  );
}

function parseId(text: string): RunId {
  const parsed = runIdSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new AntigraphError('RUN_UNKNOWN', `'${text}' is not a run id`, {
    fix: "'antigraph runs list' shows them, in the form run-0123456789abcdef.",
  });
}

function unknown(id: RunId): AntigraphError {
  return new AntigraphError('RUN_UNKNOWN', `there is no run ${id} in this store`, {
    fix: "'antigraph runs list' shows those there are; another store is named by --store.",
  });
}
