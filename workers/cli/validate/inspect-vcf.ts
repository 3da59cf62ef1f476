import { z } from 'zod';
import { AntigraphError } from '../../../schemas/errors.js';
import type { Omission, OmissionCode } from '../../../schemas/omissions.js';
import type { VcfSource } from '../../../schemas/rows.js';
import type { ByteSource } from '../../../schemas/stage.js';
import { parseVariants, variantFileAlone } from '../../../stages/parse-variants/index.js';
import { detectCompression } from '../../../stages/shared/bgzf/index.js';
import { needsReference } from '../../../stages/shared/vcf/maf/index.js';
import type { Inspection } from './finding.js';

/** Omissions that say that a line is wrong; the others are what files rightly hold. */
const faultCodes: readonly OmissionCode[] = [
  'RECORD_MALFORMED',
  'ALLELE_IUPAC',
  'ALLELE_EQUALS_REF',
  'DUPLICATE_ALLELE',
];

/** Columns that VEP has only with a plugin, and what for. VEP documentation, "Plugins"; pVACtools documentation, "VEP plugins". */
const pluginColumns: Readonly<Record<string, string>> = {
  WildtypeProtein: 'Wildtype',
  FrameshiftSequence: 'Frameshift',
  DownstreamProtein: 'Downstream',
  NMD: 'NMD',
};

interface Reading {
  readonly source: VcfSource;
  readonly omissions: readonly Omission[];
}

/** The file as parse-variants reads it with its defaults, without a reference. @throws what the stage throws */
export async function inspectVcf(file: ByteSource): Promise<Inspection> {
  const compression = detectCompression(file);
  const { source, omissions, roleWarnings } = await readWithRoles(file);
  const unplaced = omissions.filter(isForWantOfReference).length;
  const counts = new Map<OmissionCode, number>();
  for (const omission of omissions) {
    if (!isForWantOfReference(omission)) counts.set(omission.code, (counts.get(omission.code) ?? 0) + 1);
  }
  const omitted = [...counts].map(([code, count]) => `${count} ${code}`).join(', ');
  return {
    facts: {
      version: source.fileFormat,
      compression,
      samples: source.samples.length === 0 ? 'none' : source.samples.join(', '),
      tumour: roleWarnings.length > 0 ? null : (source.tumorSample ?? 'none'),
      normal: roleWarnings.length > 0 ? null : (source.normalSample ?? 'none'),
      'roles from': roleWarnings.length > 0 ? null : source.rolesFrom,
      caller: source.caller,
      build: source.build,
      annotation: annotationOf(source),
      records: source.recordCount,
      alleles: source.alleleCount,
      kept: source.keptCount,
      omitted: omitted === '' ? 0 : omitted,
      ...(unplaced === 0 ? {} : { indels: `${unplaced}, placed by the reference of a run` }),
    },
    warnings: [...roleWarnings, ...headerWarnings(source), ...faultWarnings(omissions)],
  };
}

/** Likewise a MAF, which has no version of its own and no annotation that is read. */
export async function inspectMaf(file: ByteSource): Promise<Inspection> {
  const { facts, warnings } = await inspectVcf(file);
  const { version: _version, caller: _caller, annotation: _annotation, ...shown } = facts;
  const isKnown = shown['roles from'] !== null;
  return { facts: { ...shown, ...(isKnown ? { 'roles from': 'Tumor_Sample_Barcode' } : {}) }, warnings };
}

/** A file whose tumour nothing names is usable once it is named: read as the first sample's, and said. */
async function readWithRoles(
  file: ByteSource,
): Promise<Reading & { readonly roleWarnings: readonly string[] }> {
  try {
    return { ...(await read(file, {})), roleWarnings: [] };
  } catch (error) {
    if (!(error instanceof AntigraphError) || error.code !== 'VCF_SAMPLE_AMBIGUOUS') throw error;
    const [tumorSample] = z.array(z.string()).parse(error.details['samples']);
    // Whose genotype decides is not known: no allele is left out for it.
    const reading = await read(file, { tumorSample, omitNotInTumor: false });
    return { ...reading, roleWarnings: [`${error.message}: a run needs --tumor-sample NAME`] };
  }
}

async function read(file: ByteSource, params: Readonly<Record<string, unknown>>): Promise<Reading> {
  const omissions: Omission[] = [];
  const sources: VcfSource[] = [];
  await parseVariants.run({
    params: parseVariants.params.parse({ ...params, keepCsq: false }),
    inputs: { vcf: file, ...variantFileAlone },
    resources: { reference: null, predictor: null, classTwoPredictor: null },
    emit: {
      variants: () => undefined,
      source: (row) => sources.push(row),
      germlineVariants: () => undefined,
    },
    omit: (omission) => omissions.push(omission),
  });
  const [source] = sources;
  if (source === undefined) throw new AntigraphError('INVARIANT_BROKEN', 'parse-variants gave no source');
  return { source, omissions };
}

function annotationOf({ csqFields, annFields, annotator }: VcfSource): string {
  const by = annotator ?? 'an annotator not stated';
  // VEP can be told to write its columns under the key ANN.
  const columns = csqFields ?? (annFields?.includes('Consequence') ? annFields : null);
  if (columns === null) {
    if (annFields !== null)
      return `ANN by ${by}: it has no proteins, so --use-csq needs --reference beside it`;
    return annotator === null ? 'none' : `${annotator}, no CSQ`;
  }
  const plugins = columns.flatMap((name) =>
    pluginColumns[name] === undefined ? [] : [`${name} (plugin ${pluginColumns[name]})`],
  );
  const missing = ['WildtypeProtein', 'FrameshiftSequence'].filter((name) => !columns.includes(name));
  return [
    `${csqFields === null ? 'ANN' : 'CSQ'} of ${columns.length} columns by ${by}`,
    ...(plugins.length === 0 ? [] : [`with ${plugins.join(', ')}`]),
    ...(missing.length === 0 ? [] : [`without ${missing.join(', ')}: --use-csq needs --reference beside it`]),
  ].join('; ');
}

/** Of the stage's own, all but the one that says how it was read here. */
function headerWarnings({ warnings }: VcfSource): readonly string[] {
  return warnings.filter((warning) => !warning.startsWith('no reference:'));
}

/** A MAF's indels are placed by the reference a run has, and no fault of the file. */
function isForWantOfReference({ reason }: Omission): boolean {
  return reason.endsWith(needsReference);
}

function faultWarnings(omissions: readonly Omission[]): readonly string[] {
  return faultCodes.flatMap((code) => {
    const of = omissions.filter((omission) => omission.code === code && !isForWantOfReference(omission));
    const [first] = of;
    return first === undefined ? [] : [`${of.length} ${code}; the first, ${first.input}: ${first.reason}`];
  });
}
