import type { VcfHeader } from '../shared/vcf/index.js';
import { fieldDeclarations, isOwnKey } from './info-fields.js';

const columns = ['#CHROM', 'POS', 'ID', 'REF', 'ALT', 'QUAL', 'FILTER', 'INFO'];

/** The file's header with the added keys declared and, as lines of ours, what a reader must know of how it was written. */
export function headerText(header: VcfHeader, notes: readonly string[]): string {
  const kept = header.meta.filter(
    ({ key, fields }) => key !== notesKey && !(key === 'INFO' && isOwnKey(fields?.get('ID') ?? '')),
  );
  const samples = header.samples.length === 0 ? [] : ['FORMAT', ...header.samples];
  return [
    `##fileformat=${header.fileFormat}`,
    ...kept.map(({ key, value }) => `##${key}=${value}`),
    ...fieldDeclarations,
    ...notes.map((note) => `##${notesKey}=${note}`),
    [...columns, ...samples].join('\t'),
    '',
  ].join('\n');
}

const notesKey = 'antigraph_note';
