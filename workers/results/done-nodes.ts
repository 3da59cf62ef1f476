import type { GraphNode } from '../../pipeline/graph-node.js';
import { joinShards } from '../../pipeline/planner.js';
import type { ArtifactStore } from '../../pipeline/ports.js';
import type { DoneNode } from '../../pipeline/run-local.js';
import { AntigraphError } from '../../schemas/errors.js';
import type { Manifest, RunRecord } from '../../schemas/tasks.js';

/** What a finished run's tasks gave, as the executor saw it: from its record and manifests. @throws STORE_OBJECT_MISSING */
export async function doneNodes(
  graph: readonly GraphNode[],
  record: RunRecord,
  store: Pick<ArtifactStore, 'getManifest'>,
): Promise<readonly DoneNode[]> {
  const manifests = await Promise.all(
    record.tasks.map(async ({ stage, key }) => ({ stage, manifest: await store.getManifest(key) })),
  );
  return graph.flatMap((node) => {
    const ours = manifests.filter(({ stage }) => stage === node.stage.name);
    if (ours.length === 0) return [];
    const found = ours.map(({ manifest }) => there(manifest, record.id));
    return [
      {
        stage: node.stage.name,
        tasks: found.map(({ key, spec }) => ({ key, spec })),
        outputs: joinShards(
          node,
          found.map(({ outputs }) => outputs),
        ),
      },
    ];
  });
}

function there(manifest: Manifest | null, run: string): Manifest {
  if (manifest !== null) return manifest;
  throw new AntigraphError('STORE_OBJECT_MISSING', `a task of ${run} has no manifest any more`, {
    fix: 'Hand the run in again: what is missing is made anew.',
  });
}
