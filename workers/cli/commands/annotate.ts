import type { GraphNode } from '../../../pipeline/graph-node.js';
import { mergeLayers, type ParameterLayer } from '../../../pipeline/parameters.js';
import { effectiveParams } from '../../../pipeline/planner.js';
import { annotateConsequences } from '../../../stages/annotate-consequences/index.js';
import { parseVariants } from '../../../stages/parse-variants/index.js';
import { annotateFile } from '../../annotate/annotate-file.js';
import { Output } from '../../annotate/output.js';
import { checkFile, labelOf, settingsOf, type VariantOptions } from '../options.js';
import { checkOtherFiles } from '../patient-files.js';
import { checkAnnotationSource, flagParameters } from '../patient-options.js';
import { writeToStdout } from '../stdout.js';

interface AnnotateOptions extends VariantOptions {
  readonly proteins: boolean;
  readonly jobs?: string;
}

/** Every allele is annotated: FILTER and duplicates are not this command's business unless asked for by --set. */
const everything: ParameterLayer = {
  source: 'annotate',
  values: { 'parse-variants': { filters: 'all', duplicates: 'keep' } },
};

/** `antigraph annotate`: one row per allele × transcript in file order; an allele without a transcript has one row with its omission code. */
export async function annotate(options: AnnotateOptions): Promise<void> {
  checkFile(options.vcf, '--vcf');
  checkOtherFiles(options);
  checkAnnotationSource(options);
  const { layers, jobs } = settingsOf({
    execution: options.jobs === undefined ? {} : { jobs: options.jobs },
    paramsFile: options.params,
    assignments: options.set,
    flags: flagParameters(options, null),
  });
  const request = await parametersOf([everything, ...layers]);
  process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(130));
  await annotateFile(
    {
      ...request,
      vcf: options.vcf,
      file: labelOf(options.vcf),
      germlineVcf: options.germlineVcf ?? null,
      reference: options.reference ?? null,
      hasProteins: options.proteins,
      jobs,
    },
    new Output(writeToStdout),
  );
}

/** The two stages' parameters, every name and value of the layers checked. @throws PARAMETER_INVALID */
async function parametersOf(layers: readonly ParameterLayer[]) {
  const [parse, annotation] = [nodeOf(parseVariants), nodeOf(annotateConsequences)];
  const stages = [parse.stage.name, annotation.stage.name];
  const isOurs = layers.every(({ values }) =>
    Object.entries(values).every(
      ([stage, given]) => stages.includes(stage) || Object.keys(given).length === 0,
    ),
  );
  const given = layers.map(({ source, values }) => ({ source, values: withoutEmpty(values) }));
  // Loading every stage takes as long as annotating some thousand variants, and is needed to check names of other stages only.
  const nodes = isOurs ? [parse, annotation] : (await import('../../../pipeline/graph.js')).graph;
  const params = mergeLayers(nodes, given);
  return {
    parseParams: parseVariants.params.parse(effectiveParams(parse, { params })),
    annotateParams: annotateConsequences.params.parse(effectiveParams(annotation, { params })),
  };
}

function withoutEmpty(values: ParameterLayer['values']): ParameterLayer['values'] {
  return Object.fromEntries(Object.entries(values).filter(([, given]) => Object.keys(given).length > 0));
}

function nodeOf(stage: GraphNode['stage']): GraphNode {
  return { stage, wiring: {} };
}
