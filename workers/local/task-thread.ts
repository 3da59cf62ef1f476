/** A worker thread: runs the tasks it is sent, one at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import { filesystemStore } from '../../infra/stores/filesystem-store.js';
import { executeTask } from '../../pipeline/execute-task.js';
import { stageNamed } from '../../pipeline/stage-registry.js';
import { resourceProvider } from './resources.js';
import { describeFailure } from './thread-failure.js';
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
    return { kind: 'failed', failure: describeFailure(error) };
  }
}
