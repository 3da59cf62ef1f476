/** A patient's flags or cells as the service takes them: the same run, by the same words, as `antigraph run` makes of them. */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import type { ParameterLayer } from '../../../pipeline/parameters.js';
import { type FileRef, type RunView, runViewSchema, type SubmitRunInput } from '../../../schemas/api.js';
import type { ApiClient } from '../../client/api-client.js';
import { routes } from '../../client/routes.js';
import { uploadFile } from '../../client/upload-file.js';
import { openReferenceFile } from '../../reference/open-reference.js';
import type { ClassChoice } from '../../submission/genotype.js';
import { type OtherFiles, otherFiles } from '../../submission/patient-files.js';
import { labelOf, settingsOf, wholeNumber } from '../options.js';
import { type PatientRequest, runParameters, type SharedOptions } from '../patient-options.js';

export interface SubmitShared extends Pick<SharedOptions, 'params' | 'set' | 'policy'> {
  readonly reference?: string;
  readonly priority?: string;
  readonly webhook?: string;
}

export interface RemotePatient extends Omit<PatientRequest, 'out'> {
  /** As given: alleles, or a file. */
  readonly hla: { readonly names: string } | { readonly file: string };
  /** As asked for; absent: the classes that have alleles. */
  readonly class?: ClassChoice;
}

/** What the service takes of a genotype file as it is; of a longer one the alleles are sent that were read of it here. */
const largestHlaChars = 262_144;

/** Sends the files, then the submission; gives the run. @throws USAGE, PARAMETER_INVALID, SERVER_UNREACHABLE, and what the service answers */
export async function submitPatient(
  api: ApiClient,
  patient: RemotePatient,
  options: SubmitShared & { readonly signal: AbortSignal },
): Promise<RunView> {
  const { signal } = options;
  const body = { ...settingsBody(patient, options), files: await sendFiles(api, patient, signal) };
  return api.ask('POST', routes.runs, {
    // Sent again after an answer that was lost, it is the same submission.
    headers: { 'idempotency-key': randomUUID() },
    body: { kind: 'json', value: body satisfies SubmitRunInput },
    answer: runViewSchema,
    signal,
  });
}

/** All but the files. @throws USAGE, PARAMETER_INVALID */
export function settingsBody(patient: RemotePatient, options: SubmitShared): Omit<SubmitRunInput, 'files'> {
  const { sample, tumorSample, normalSample, useCsq } = patient;
  const { layers } = settingsOf({
    execution: {},
    paramsFile: options.params,
    assignments: options.set,
    // The genotype goes as it was given: the service reads it as this command would.
    flags: runParameters(patient, options, null),
  });
  return {
    hla: hlaBody(patient),
    ...(patient.class === undefined ? {} : { mhcClass: patient.class }),
    reference: referenceName(options.reference),
    ...(useCsq === undefined ? {} : { useCsq }),
    ...(patient.purity === undefined ? {} : { purity: Number(patient.purity) }),
    ...(tumorSample === undefined ? {} : { tumorSample }),
    ...(normalSample === undefined ? {} : { normalSample }),
    ...(sample === null ? {} : { patient: sample }),
    params: merged(layers),
    ...(options.priority === undefined
      ? {}
      : { priority: wholeNumber(options.priority, '--priority', 1, 9) }),
    ...(options.webhook === undefined ? {} : { webhook: { url: options.webhook } }),
  };
}

function hlaBody({ hla, genotype }: RemotePatient): SubmitRunInput['hla'] {
  if ('names' in hla) return { alleles: hla.names.split(/[\s,;]+/).filter((name) => name !== '') };
  const isLong = statSync(hla.file).size > largestHlaChars;
  const text = isLong
    ? [...genotype.alleles, ...genotype.classTwoAlleles].join('\n')
    : readFileSync(hla.file, 'utf8');
  return { file: { name: labelOf(hla.file), text } };
}

/** A bundle here is named by its digest, under which the service must have the same one. */
function referenceName(reference: string | undefined): string | null {
  if (reference === undefined) return null;
  const isFile = existsSync(reference) && statSync(reference).isFile();
  return isFile ? openReferenceFile(reference).digest : reference;
}

/** Later layers win, parameter by parameter. */
function merged(layers: readonly ParameterLayer[]): Record<string, Record<string, unknown>> {
  const params: Record<string, Record<string, unknown>> = {};
  for (const { values } of layers)
    for (const [stage, given] of Object.entries(values)) {
      if (Object.keys(given).length > 0) params[stage] = { ...params[stage], ...given };
    }
  return params;
}

async function sendFiles(
  api: ApiClient,
  patient: OtherFiles<string> & { readonly vcf: string },
  signal: AbortSignal,
): Promise<SubmitRunInput['files']> {
  const others: Partial<Record<(typeof otherFiles)[number]['option'], FileRef>> = {};
  for (const { option } of otherFiles) {
    const path = patient[option];
    if (path !== undefined) others[option] = await uploadFile(api, path, signal);
  }
  return { vcf: await uploadFile(api, patient.vcf, signal), ...others };
}
