/** A small reader that turns VEP-annotated VCF text into variants, without normalising them. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Variant, VcfSource } from '../../schemas/rows.js';
import { variantOf } from './variant.js';

export interface CsqVcf {
  readonly variants: readonly Variant[];
  readonly source: VcfSource;
}

export function sourceWith(csqFields: readonly string[] | null): VcfSource {
  return {
    fileFormat: 'VCFv4.2',
    samples: [],
    tumorSample: null,
    normalSample: null,
    rolesFrom: 'no samples',
    caller: '',
    csqFields: csqFields === null ? null : [...csqFields],
    annFields: null,
    annotator: null,
    build: null,
    recordCount: 0,
    alleleCount: 0,
    eventCount: 0,
    germline: null,
    keptCount: 0,
    warnings: [],
  };
}

export function parseCsqVcf(text: string): CsqVcf {
  const variants: Variant[] = [];
  let csqFields: readonly string[] | null = null;
  for (const [index, line] of text.split('\n').entries()) {
    if (line.startsWith('##INFO=<ID=CSQ,'))
      csqFields = /Format: ([^"]*)"/.exec(line)?.[1]?.split('|') ?? null;
    if (line === '' || line.startsWith('#')) continue;
    const [chrom = '', position = '', , ref = '', alts = '', , , info = ''] = line.split('\t');
    const csq = info.split(';').find((entry) => entry.startsWith('CSQ='));
    for (const alt of alts.split(',')) {
      variants.push(
        variantOf({
          chrom,
          position: Number(position),
          ref,
          alt,
          alleleOrdinal: variants.length + 1,
          line: index + 1,
          csq: csq?.slice(4) ?? null,
        }),
      );
    }
  }
  return { variants, source: sourceWith(csqFields) };
}

/** @param path from the repository root; .gz is decompressed */
export function readCsqVcf(path: string): CsqVcf {
  const bytes = readFileSync(path);
  return parseCsqVcf((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
}
