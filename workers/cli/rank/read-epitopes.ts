import { nearest } from '../../../schemas/nearest.js';
import type { ByteSource } from '../../../schemas/stage.js';
import type { CandidateFacts } from '../../../stages/rank-candidates/facts.js';
import { type EpitopeRow, factsOfRow } from './epitope-row.js';
import type { EpitopeFormat } from './formats.js';
import { antigraphFormat } from './read-antigraph.js';
import { lensFormat } from './read-lens.js';
import { pvacseqFormat } from './read-pvacseq.js';
import { topiaryFormat } from './read-topiary.js';
import { malformed, openTable } from './table.js';

/** Known tables; the most particular first, because the columns of the last are common words. */
const formats: readonly EpitopeFormat[] = [pvacseqFormat, lensFormat, antigraphFormat, topiaryFormat];

export const formatNames = ['pvacseq', 'lens', 'topiary', 'antigraph'] as const;
export type FormatName = (typeof formatNames)[number];

/**
 * Every candidate of a table, in file order. `ordinal` numbers the variants in the order that decides where nothing else does.
 * @throws EPITOPES_MALFORMED where the table is none of the known ones, or a number is none
 */
export async function readEpitopes(
  source: ByteSource,
  asked: FormatName | null,
): Promise<{ readonly format: string; readonly facts: readonly CandidateFacts[] }> {
  const table = await openTable(source);
  const format = formatOf(source.name, table.columns, asked);
  const read = format.rowReader(table.columns);
  const rows: EpitopeRow[] = [];
  for await (const row of table.rows()) {
    const epitope = read(row);
    if (epitope !== null) rows.push(epitope);
  }
  if (rows.length === 0)
    throw malformed(source.name, 2, 'the table holds no candidate', 'Give the table of all epitopes.');
  const variants = [...new Set(rows.map(({ variant }) => variant))];
  const { compareVariants } = format;
  if (compareVariants !== undefined) variants.sort(compareVariants);
  const ordinals = new Map(variants.map((variant, index) => [variant, index + 1]));
  return { format: format.name, facts: rows.map((row) => factsOfRow(row, ordinals.get(row.variant) ?? 0)) };
}

function formatOf(file: string, columns: readonly string[], asked: FormatName | null): EpitopeFormat {
  const isThere = (name: string) => columns.includes(name);
  const found =
    asked === null
      ? formats.find(({ needs }) => needs.every(isThere))
      : formats.find(({ name }) => name === asked);
  if (found === undefined) {
    throw malformed(
      file,
      1,
      `the columns are those of none of ${formatNames.join(', ')}`,
      'Give the table as the tool wrote it (pVACseq: all_epitopes.tsv, antigraph: candidates.tsv), or name its --format.',
    );
  }
  const missing = found.needs.find((name) => !isThere(name));
  if (missing === undefined) return found;
  throw malformed(
    file,
    1,
    `a ${found.name} table has a column '${missing}', this one none`,
    `Nearest: ${nearest(missing, columns, 1).join('')}. Give the table as the tool wrote it, or another --format.`,
    missing,
  );
}
