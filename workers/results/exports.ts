import type { GraphNode } from '../../pipeline/graph-node.js';
import type { DoneNode } from '../../pipeline/run-local.js';
import type { ArtifactRef } from '../../schemas/tasks.js';

/** File name under --out → the artifact that goes there: every file output that declares a name. */
export function exportsOf(
  graph: readonly GraphNode[],
  nodes: readonly DoneNode[],
): ReadonlyMap<string, ArtifactRef> {
  const files = new Map<string, ArtifactRef>();
  for (const { stage } of graph) {
    const outputs = nodes.find((done) => done.stage === stage.name)?.outputs ?? {};
    for (const [name, artifact] of Object.entries(stage.outputs)) {
      const ref = outputs[name];
      if (artifact.kind !== 'bytes' || artifact.exportAs === undefined || ref === undefined) continue;
      const isAbsent = artifact.mayBeAbsent === true && ref.parts.every(({ sizeBytes }) => sizeBytes === 0);
      if (!isAbsent) files.set(artifact.exportAs, ref);
    }
  }
  return files;
}
