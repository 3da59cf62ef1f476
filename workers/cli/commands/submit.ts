import { AntigraphError } from '../../../schemas/errors.js';
import { tellResult } from '../finish.js';
import { readGenotype } from '../genotype.js';
import { checkFile } from '../options.js';
import { checkOtherFiles } from '../patient-files.js';
import { checkAnnotationSource } from '../patient-options.js';
import { eventPrinter } from '../progress.js';
import { serviceOf } from '../remote/service-address.js';
import { submitPatient } from '../remote/submission.js';
import { type SubmitOptions, tellSubmitted } from '../remote/submit-options.js';
import { bringResults, untilInterrupted, waitForRun } from '../remote/wait.js';

/** `antigraph submit`: hands one patient, or those of --samplesheet, in to a service; run ids on stdout. */
export async function submit(options: SubmitOptions): Promise<void> {
  if (options.out !== undefined && options.wait !== true) {
    throw new AntigraphError('USAGE', '--out goes with --wait', {
      fix: "Add --wait, or leave --out out and fetch the files later by 'antigraph results RUN --out DIR'.",
    });
  }
  const { vcf, samplesheet } = options;
  if (vcf !== undefined && samplesheet === undefined) return submitOne({ ...options, vcf });
  if (vcf === undefined && samplesheet !== undefined) {
    const { submitSamplesheet } = await import('../remote/submit-samplesheet.js');
    return submitSamplesheet({ ...options, samplesheet });
  }
  throw new AntigraphError('USAGE', 'give --vcf for one patient or --samplesheet for many, one of the two', {
    fix: 'For example --vcf tumor.vcf --hla HLA-A*02:01,HLA-B*07:02, or --samplesheet patients.csv.',
  });
}

async function submitOne(options: SubmitOptions & { readonly vcf: string }): Promise<void> {
  checkFile(options.vcf, '--vcf');
  checkOtherFiles(options);
  checkAnnotationSource(options);
  const genotype = readGenotype(options);
  const hla = options.hlaFile === undefined ? { names: options.hla ?? '' } : { file: options.hlaFile };
  const patient = { ...options, sample: options.patient ?? null, genotype, hla };
  const api = serviceOf(options);
  const isJson = options.json === true;
  await untilInterrupted(async (signal) => {
    const view = await submitPatient(api, patient, { ...options, signal });
    tellSubmitted(view, { isJson, sample: null });
    if (options.wait !== true) return;
    const print = eventPrinter({ isJson, sample: null });
    await waitForRun(api, view.id, { print, signal });
    if (options.out === undefined) return;
    const result = await bringResults(api, view.id, { out: options.out, signal });
    if (!isJson) tellResult(result, { out: options.out, done: `${view.id} at ${api.server.origin}` });
    if (result.fault !== null) throw result.fault;
  });
}
