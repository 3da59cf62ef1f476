import { AntigraphError } from '../../../schemas/errors.js';
import { otherFiles } from '../../submission/patient-files.js';

/** Flags that say something about one patient; in a sheet they are columns. */
const columnOf: Readonly<Record<string, string>> = {
  hla: 'hla',
  hlaFile: 'hla',
  ...Object.fromEntries(otherFiles.map(({ option, column }) => [option, column])),
  purity: 'purity',
  patient: 'sample',
  tumorSample: 'tumor_sample',
  normalSample: 'normal_sample',
};

/** What is said of all patients at once cannot be about one. @throws USAGE */
export function refusePatientFlags(options: object): void {
  for (const [flag, column] of Object.entries(columnOf)) {
    if (!Object.hasOwn(options, flag)) continue;
    const name = `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    throw new AntigraphError('USAGE', `${name} is about one patient and does not go with --samplesheet`, {
      fix: `Leave it out and give the samplesheet a column '${column}'.`,
    });
  }
}

/** The error with its row where it names no place of its own. */
export function located(error: unknown, at: { readonly file: string; readonly line: number }): unknown {
  if (!(error instanceof AntigraphError) || error.at !== null || error.kind !== 'InputError') return error;
  const { code, message, fix, details } = error;
  return new AntigraphError(code, message, { at, details, cause: error, ...(fix === null ? {} : { fix }) });
}
