/** A worker thread: runs the tasks it is sent, one at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import { filesystemStore } from '../../infra/stores/filesystem-store.js';
import { executeTask } from '../../pipeline/execute-task.js';
import { stageNamed } from '../../pipeline/stage-registry.js';
import { AntigraphError } from '../../schemas/errors.js';
import { resourceProvider } from './resources.js';
import type { TaskMessage, TaskReply, ThreadSetup } from './thread-messages.js';

const setup: ThreadSetup = workerData;
const store = filesystemStore(setup.storeRoot);
const resources = resourceProvider(setup.locations);

parentPort?.on('message', (message: TaskMessage) => {
  void run(message).then((reply) => parentPort?.postMessage(reply));
});

async function run({ spec, key, labels }: TaskMessage): Promise<TaskReply> {
  try {
    const manifest = await executeTask({
      stage: stageNamed(spec.stage),
      spec,
      key,
      store,
      resources,
      labels,
    });
    return { kind: 'done', manifest };
  } catch (error) {
    return { kind: 'failed', failure: describe(error) };
  }
}

function describe(error: unknown): Extract<TaskReply, { kind: 'failed' }>['failure'] {
  if (error instanceof AntigraphError) {
    const { code, message, fix, at, details, stack } = error;
    return { code, message, fix, at, details, stack: stack ?? null };
  }
  const stack = error instanceof Error ? (error.stack ?? null) : null;
  return {
    code: 'INVARIANT_BROKEN',
    message: error instanceof Error ? error.message : String(error),
    fix: null,
    at: null,
    details: {},
    stack,
  };
}
