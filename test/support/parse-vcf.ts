/** Runs the parse-variants stage on a file, without a reference. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Omission } from '../../schemas/omissions.js';
import type { Variant, VcfSource } from '../../schemas/rows.js';
import { parseVariants, variantFileAlone } from '../../stages/parse-variants/index.js';
import type { CsqVcf } from './csq-vcf.js';

export interface ParsedVcf extends CsqVcf {
  readonly omissions: readonly Omission[];
}

/** @param path from the repository root */
export async function parseVcf(
  path: string,
  params: Readonly<Record<string, unknown>> = {},
): Promise<ParsedVcf> {
  const bytes = readFileSync(path);
  const variants: Variant[] = [];
  const omissions: Omission[] = [];
  const sources: VcfSource[] = [];
  await parseVariants.run({
    params: parseVariants.params.parse(params),
    inputs: {
      vcf: { name: basename(path), sizeBytes: bytes.length, chunks: () => [bytes] },
      ...variantFileAlone,
    },
    resources: { reference: null, predictor: null, classTwoPredictor: null },
    emit: {
      variants: (row) => variants.push(row),
      source: (row) => sources.push(row),
      germlineVariants: () => undefined,
    },
    omit: (omission) => omissions.push(omission),
  });
  const [source] = sources;
  if (source === undefined) throw new Error('no source row');
  return { variants, source, omissions };
}
