import { executeTask } from '../../pipeline/execute-task.js';
import type { ArtifactStore, ResourceProvider, TaskRunner } from '../../pipeline/ports.js';
import { stageNamed } from '../../pipeline/stage-registry.js';

/** TaskRunner in this thread: for one-shot commands and tests. */
export function inlineRunner(options: {
  readonly store: ArtifactStore;
  readonly resources: ResourceProvider;
  readonly labels: Readonly<Record<string, string>>;
}): TaskRunner {
  return { run: (spec, key) => executeTask({ stage: stageNamed(spec.stage), spec, key, ...options }) };
}
