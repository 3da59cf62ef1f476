import { graph } from '../../pipeline/graph.js';
import { mergeLayers, type ParameterLayer } from '../../pipeline/parameters.js';
import { effectiveParams } from '../../pipeline/planner.js';

/** The genotype has no default and comes from elsewhere: any stands in for it here. */
const genotype: ParameterLayer = {
  source: 'default',
  values: { 'predict-binding': { alleles: ['HLA-A*02:01'] } },
};

/** Checks names and values of parameters before a patient is known. @throws PARAMETER_INVALID */
export function checkParameters(layers: readonly ParameterLayer[]): void {
  const params = mergeLayers(graph, [genotype, ...layers]);
  for (const node of graph) effectiveParams(node, { params });
}
