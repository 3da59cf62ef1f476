/** The files a patient may have beside the variants: one list for flags, samplesheet columns and inputs of the graph. */
import {
  antigenFile,
  expressionFile,
  fusionFile,
  germlineVcfFile,
  junctionFile,
} from '../../schemas/artifacts.js';
import { checkFile } from './options.js';

export interface OtherFiles {
  readonly expression?: string;
  readonly germlineVcf?: string;
  readonly fusions?: string;
  readonly junctions?: string;
  readonly antigens?: string;
}

export const otherFiles = [
  { option: 'expression', flag: '--expression', column: 'expression', input: expressionFile.name },
  { option: 'germlineVcf', flag: '--germline-vcf', column: 'germline_vcf', input: germlineVcfFile.name },
  { option: 'fusions', flag: '--fusions', column: 'fusions', input: fusionFile.name },
  { option: 'junctions', flag: '--junctions', column: 'junctions', input: junctionFile.name },
  { option: 'antigens', flag: '--antigens', column: 'antigens', input: antigenFile.name },
] as const;

/** Input artifact name → path of those given. */
export function otherInputs(files: OtherFiles): Record<string, string> {
  const inputs: Record<string, string> = {};
  for (const { option, input } of otherFiles) {
    const path = files[option];
    if (path !== undefined) inputs[input] = path;
  }
  return inputs;
}

/** Throws unless each one given can be read. @throws INPUT_NOT_FOUND, INPUT_NOT_READABLE */
export function checkOtherFiles(files: OtherFiles): void {
  for (const { option, flag } of otherFiles) {
    const path = files[option];
    if (path !== undefined) checkFile(path, flag);
  }
}
