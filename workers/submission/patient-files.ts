/** The files a patient may have beside the variants: one list for flags, samplesheet columns, submissions and inputs of the graph. */
import {
  antigenFile,
  copyNumberFile,
  decisionsFile,
  driversFile,
  expressionFile,
  fusionFile,
  germlineVcfFile,
  hlaLossFile,
  junctionFile,
  knownEpitopesFile,
  normalExpressionFile,
  rnaCountsFile,
  vcfFile,
} from '../../schemas/artifacts.js';

export const otherFiles = [
  { option: 'expression', flag: '--expression', column: 'expression', input: expressionFile.name },
  { option: 'germlineVcf', flag: '--germline-vcf', column: 'germline_vcf', input: germlineVcfFile.name },
  { option: 'fusions', flag: '--fusions', column: 'fusions', input: fusionFile.name },
  { option: 'junctions', flag: '--junctions', column: 'junctions', input: junctionFile.name },
  { option: 'antigens', flag: '--antigens', column: 'antigens', input: antigenFile.name },
  { option: 'rnaCounts', flag: '--rna-counts', column: 'rna_counts', input: rnaCountsFile.name },
  { option: 'copyNumber', flag: '--copy-number', column: 'copy_number', input: copyNumberFile.name },
  { option: 'hlaLoss', flag: '--hla-loss', column: 'hla_loss', input: hlaLossFile.name },
  { option: 'decisions', flag: '--decisions', column: 'decisions', input: decisionsFile.name },
  {
    option: 'knownEpitopes',
    flag: '--known-epitopes',
    column: 'known_epitopes',
    input: knownEpitopesFile.name,
  },
  { option: 'drivers', flag: '--drivers', column: 'drivers', input: driversFile.name },
  {
    option: 'normalExpression',
    flag: '--normal-expression',
    column: 'normal_expression',
    input: normalExpressionFile.name,
  },
] as const;

/** What each given file is: a path for the command line, an upload for the service. */
export type OtherFiles<File> = {
  readonly [Option in (typeof otherFiles)[number]['option']]?: File | undefined;
};

/** Input artifact name → file of those given. */
export function otherInputs<File>(files: OtherFiles<File>): Record<string, File> {
  const inputs: Record<string, File> = {};
  for (const { option, input } of otherFiles) {
    const file = files[option];
    if (file !== undefined) inputs[input] = file;
  }
  return inputs;
}

/** As otherInputs, with the variants. */
export function patientInputs<File>(files: OtherFiles<File> & { readonly vcf: File }): Record<string, File> {
  return { [vcfFile.name]: files.vcf, ...otherInputs(files) };
}
