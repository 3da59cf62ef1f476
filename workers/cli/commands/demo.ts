import { join } from 'node:path';
import { packageRoot } from '../../../infra/package-root.js';
import { bundledPredictor } from '../../local/resources.js';
import { buildReferenceFile } from '../../reference/build-reference.js';
import { prepareFolder } from '../export-outputs.js';
import { finish } from '../finish.js';
import { readGenotype } from '../genotype.js';
import { type ExecutionOptions, labelOf, settingsOf } from '../options.js';
import { runPatient } from '../patient-run.js';
import { flagParameters, nameOfInput } from './run.js';

/** `antigraph demo`: builds the mini reference and runs the example patient; no network, no services. */
export async function demo(options: ExecutionOptions & { readonly out: string }): Promise<void> {
  const example = join(packageRoot(), 'examples');
  await prepareFolder(options.out);
  const reference = join(options.out, 'example.reference');
  // Built anew each time: it takes a tenth of a second and equal inputs give equal bytes, so the cache still holds.
  await buildReferenceFile({
    annotations: [join(example, 'reference', 'mini.gtf')],
    fastas: [join(example, 'reference', 'mini.fa')],
    name: 'antigraph-example',
    build: 'example-1',
    out: reference,
  });
  const genotype = readGenotype({ hlaFile: join(example, 'patient', 'hla.txt') });
  const inputs = {
    vcf: join(example, 'patient', 'tumor.vcf'),
    expression: join(example, 'patient', 'expression.tsv'),
  };
  const settings = settingsOf({
    execution: options,
    paramsFile: undefined,
    assignments: [],
    flags: flagParameters({}, genotype.alleles),
  });
  const patient = {
    inputs,
    labels: Object.fromEntries(Object.entries(inputs).map(([name, path]) => [name, labelOf(path)])),
    locations: { reference, predictor: bundledPredictor },
    alleles: genotype.alleles,
    layers: [nameOfInput(inputs.vcf), ...settings.layers],
    storeRoot: settings.store,
    jobs: settings.jobs,
    out: options.out,
    ignoreCache: !options.cache,
    isJson: options.json === true,
    warnings: genotype.warnings,
  };
  await finish(patient, await runPatient(patient));
}
