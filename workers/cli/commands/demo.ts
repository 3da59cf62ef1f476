import { join } from 'node:path';
import { packageRoot } from '../../../infra/package-root.js';
import { bundledRequests } from '../../local/open-predictor.js';
import { openWorkbench } from '../../local/workbench.js';
import { buildReferenceFile } from '../../reference/build-reference.js';
import { prepareFolder } from '../export-outputs.js';
import { finish } from '../finish.js';
import { readGenotype } from '../genotype.js';
import type { ExecutionOptions } from '../options.js';
import { patientRun } from '../patient-options.js';
import { runPatient, withInterrupt } from '../patient-run.js';

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
  const patient = {
    sample: null,
    vcf: join(example, 'patient', 'tumor.vcf'),
    expression: join(example, 'patient', 'expression.tsv'),
    genotype: readGenotype({ hlaFile: join(example, 'patient', 'hla.txt') }),
    out: options.out,
  };
  const { run, settings } = patientRun(patient, { ...options, set: [] });
  const workbench = await openWorkbench({
    store: settings.location,
    locations: { reference, predictors: bundledRequests },
  });
  await finish(run, await withInterrupt(workbench, (signal) => runPatient(run, workbench, signal)));
}
