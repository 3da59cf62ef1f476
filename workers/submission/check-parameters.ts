import { graph } from '../../pipeline/graph.js';
import { mergeLayers, type ParameterLayer } from '../../pipeline/parameters.js';
import { effectiveParams } from '../../pipeline/planner.js';
import type { RunRequest } from '../../schemas/tasks.js';

/** The values that the layers give, every name and value checked: the last stage's would else be found wrong after all the others have run. @throws PARAMETER_INVALID */
export function checkedParameters(layers: readonly ParameterLayer[]): RunRequest['params'] {
  const params = mergeLayers(graph, layers);
  for (const node of graph) effectiveParams(node, { params });
  return params;
}
