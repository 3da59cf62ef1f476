/** What the patients of `submit`, one or many, have in common. */
import type { RunView } from '../../../schemas/api.js';
import { eventSchemaVersion } from '../../../schemas/events.js';
import type { ClassChoice } from '../../submission/genotype.js';
import type { PatientRequest } from '../patient-options.js';
import { printable } from '../printable.js';
import type { ServerOptions } from './service-address.js';
import type { SubmitShared } from './submission.js';

export interface SubmitOptions
  extends ServerOptions,
    SubmitShared,
    Omit<PatientRequest, 'sample' | 'vcf' | 'genotype' | 'out'> {
  readonly vcf?: string;
  readonly samplesheet?: string;
  readonly hla?: string;
  readonly hlaFile?: string;
  readonly class?: ClassChoice;
  readonly patient?: string;
  readonly wait?: boolean;
  readonly out?: string;
}

/** The id on stdout, for scripts; the rest for people. */
export function tellSubmitted(
  view: RunView,
  { isJson, sample }: { readonly isJson: boolean; readonly sample: string | null },
): void {
  const { id: run, state, attempt, warnings } = view;
  if (isJson) {
    const of = sample === null ? {} : { sample };
    const event = {
      schema: eventSchemaVersion,
      ...of,
      event: 'run-submitted',
      run,
      state,
      attempt,
      warnings,
    };
    process.stdout.write(`${JSON.stringify(event)}\n`);
    return;
  }
  for (const warning of warnings)
    process.stderr.write(`warning: ${sample === null ? '' : `${sample}: `}${printable(warning)}\n`);
  process.stdout.write(`${sample === null ? '' : `${sample}\t`}${run}\n`);
  if (state === 'complete') process.stderr.write(`${run} was complete already\n`);
}
