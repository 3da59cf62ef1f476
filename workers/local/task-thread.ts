/** A worker thread: runs the tasks it is sent, one at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import { openArtifactStore, openServiceStore } from '../../infra/stores/store-location.js';
import { executeTask } from '../../pipeline/execute-task.js';
import type { ArtifactStore, ServiceStore } from '../../pipeline/ports.js';
import { stageNamed } from '../../pipeline/stage-registry.js';
import type { TenantId } from '../../schemas/service.js';
import { sharedResources } from './resources.js';
import { describeFailure } from './thread-failure.js';
import type { TaskMessage, TaskReply, ThreadSetup } from './thread-messages.js';

const setup: ThreadSetup = workerData;
let own: Promise<ArtifactStore> | null = null;
let shared: Promise<ServiceStore> | null = null;
const resourcesWith = sharedResources(setup.locations.predictors);

parentPort?.on('message', (message: TaskMessage) => {
  void run(message).then((reply) => parentPort?.postMessage(reply));
});

async function storeOf(tenant: TenantId | null): Promise<ArtifactStore> {
  if (tenant === null) {
    own ??= openArtifactStore(setup.store);
    return own;
  }
  shared ??= openServiceStore(setup.store);
  return (await shared).tenant(tenant).artifacts;
}

async function run({ spec, key, labels, tenant, reference }: TaskMessage): Promise<TaskReply> {
  try {
    const manifest = await executeTask({
      stage: stageNamed(spec.stage),
      spec,
      key,
      store: await storeOf(tenant),
      resources: resourcesWith(reference ?? setup.locations.reference),
      labels,
    });
    return { kind: 'done', manifest };
  } catch (error) {
    return { kind: 'failed', failure: describeFailure(error) };
  }
}
