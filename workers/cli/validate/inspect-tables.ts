/** Tables, lists and parameters: each read as the command that takes it reads it. */
import { dirname, resolve } from 'node:path';
import type { ByteSource } from '../../../schemas/stage.js';
import { checkedParameters } from '../../submission/check-parameters.js';
import { readGenotype } from '../genotype.js';
import { labelOf, readParams } from '../options.js';
import { readPeptides } from '../read-peptides.js';
import { checkRows } from '../samplesheet/check-rows.js';
import { readSamplesheet } from '../samplesheet/read-samplesheet.js';
import type { Inspection } from './finding.js';
import { inspectEpitopes, isCompressed, lengthRange } from './inspect-epitopes.js';

/** @throws HLA_MALFORMED, HLA_EMPTY */
export function inspectGenotype(path: string): Inspection {
  const { alleles, classTwoAlleles, warnings } = readGenotype({ hlaFile: path });
  return {
    facts: {
      ...(alleles.length === 0 ? {} : { alleles: alleles.join(', ') }),
      ...(classTwoAlleles.length === 0 ? {} : { 'class II': classTwoAlleles.join(', ') }),
    },
    warnings,
  };
}

/** @throws PEPTIDE_MALFORMED */
export async function inspectPeptides(path: string, source: ByteSource): Promise<Inspection> {
  if (isCompressed(source)) return inspectEpitopes(source);
  const peptides = await readPeptides(path);
  const distinct = new Set(peptides);
  return {
    facts: { peptides: peptides.length, distinct: distinct.size, lengths: lengthRange(peptides) },
    warnings: [],
  };
}

/** @throws PARAMETER_INVALID */
export function inspectParameters(path: string): Inspection {
  const values = readParams(path);
  checkedParameters([{ source: labelOf(path), values }]);
  const names = Object.entries(values).flatMap(([stage, given]) =>
    Object.keys(given).map((name) => `${stage}.${name}`),
  );
  return { facts: { parameters: names.length === 0 ? 'none' : names.join(', ') }, warnings: [] };
}

/** @throws SAMPLESHEET_MALFORMED; where no row can run, what is wrong with the first */
export async function inspectSamplesheet(path: string): Promise<Inspection> {
  const sheet = await readSamplesheet(path);
  // Whether --reference will be given is not known here.
  const rows = await checkRows(sheet, { useCsq: true });
  const refused = rows.flatMap(({ line, sample, refusal }) =>
    refusal === null ? [] : [{ line, sample, refusal }],
  );
  const [first] = refused;
  if (first !== undefined && refused.length === rows.length) throw first.refusal;
  return {
    facts: {
      folder: dirname(resolve(path)),
      rows: rows.length,
      'that can run': rows.length - refused.length,
    },
    warnings: [
      ...sheet.warnings,
      ...refused.map(
        ({ line, sample, refusal }) => `line ${line}, ${sample}: ${refusal.code}: ${refusal.message}`,
      ),
    ],
  };
}
