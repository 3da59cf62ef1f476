import { executeTask } from '../../pipeline/execute-task.js';
import type { GraphNode } from '../../pipeline/graph-node.js';
import type { ResourceProvider } from '../../pipeline/ports.js';
import { defect } from '../../schemas/errors.js';
import type { TaskExecutor } from './task-worker.js';

/** Runs tasks in this thread: for tests and tiny stages. A long task here would keep the locks of all others from being renewed. */
export function inlineExecutor(graph: readonly GraphNode[], resources: ResourceProvider): TaskExecutor {
  return {
    run({ store, record }, { spec, key }) {
      const stage = graph.find((node) => node.stage.name === spec.stage)?.stage;
      if (stage === undefined) throw defect(`there is no stage '${spec.stage}'`);
      return executeTask({ stage, spec, key, store: store.artifacts, resources, labels: record.labels });
    },
    close: async () => undefined,
  };
}
