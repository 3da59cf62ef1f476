/** Rebuilds the queue from the store: what the sweep does little by little, at once and told. */
import type { Control } from '../../infra/queue/control.js';
import type { GraphNode } from '../../pipeline/graph-node.js';
import type { ServiceStore } from '../../pipeline/ports.js';
import { advancer, type Step } from './advance.js';
import { runEnds } from './end-run.js';
import { runContexts } from './run-contexts.js';
import { isAtWork, pendingRuns, type TenantRun } from './sweep.js';

export interface Reconciled extends TenantRun {
  /** null: the marker stood for nothing, and was taken away. */
  readonly step: Step | null;
}

/** Steps every run that the store says is not ended, believing nothing of what Redis says; yields each as it is done. */
export async function* reconcileRuns(parts: {
  readonly control: Control;
  readonly store: ServiceStore;
  readonly graph: readonly GraphNode[];
}): AsyncGenerator<Reconciled> {
  const { control, store, graph } = parts;
  const contexts = runContexts(store, graph);
  const ends = runEnds({ control, now: () => Date.now() });
  const { advance } = advancer({ control, contexts, graph, ends });
  for (const pending of await pendingRuns(store)) {
    const step = (await isAtWork(store, pending)) ? await advance(pending, { kind: 'repair' }) : null;
    yield { ...pending, step };
  }
}
