/** MHCflurry 2: class I affinity, antigen processing and presentation (O'Donnell 2020, doi:10.1016/j.cels.2020.06.010). */
import type { ExternalTool, ToolOutput } from '../tool.js';
import {
  alleleReader,
  columnOf,
  fraction,
  nanomolar,
  percentile,
  readNumber,
  readPeptide,
  readTextTable,
  refusal,
  type TextSource,
} from './text-table.js';

const title = 'MHCflurry';

/** What mhcflurry-predict adds to the columns it was given. Columns of 1.x, such as mhcflurry_affinity_low, are not among them. */
const added: ReadonlySet<string> = new Set([
  'mhcflurry_affinity',
  'mhcflurry_best_allele',
  'mhcflurry_affinity_percentile',
  'mhcflurry_processing_score',
  'mhcflurry_presentation_score',
  'mhcflurry_presentation_percentile',
]);

/**
 * The rank is that of the affinity: it is calibrated per allele, and there in every 2.x, while mhcflurry_presentation_percentile ranks over
 * all alleles together and came later. With --affinity-only or --no-affinity-percentile a column is not there, and its numbers are null.
 * A row asked for several alleles at once ('HLA-A*02:01,HLA-B*07:02') tells of the best one alone, which is no answer for the others: its
 * cell is no allele and is refused.
 */
function parse(text: string, origin: string): ToolOutput {
  const source: TextSource = { title, origin, mhcClass: 'I' };
  const table = readTextTable(text, ',', source);
  const unknown = table.header.find((name) => name.startsWith('mhcflurry_') && !added.has(name));
  if (unknown !== undefined) throw refusal(source, `column '${unknown}' is not known`, table.headerLine);
  const peptideColumn = columnOf(table, 'peptide', source);
  const affinityColumn = columnOf(table, 'mhcflurry_affinity', source);
  const rankColumn = table.header.indexOf('mhcflurry_affinity_percentile');
  const scoreColumn = table.header.indexOf('mhcflurry_presentation_score');
  const alleleOf = alleleReader(columnOf(table, 'allele', source), source);
  const rows = table.rows.map((row) => ({
    peptide: readPeptide(row, peptideColumn, source),
    allele: alleleOf(row),
    affinityNm: readNumber(row, affinityColumn, nanomolar, table, source),
    percentileRank: rankColumn < 0 ? null : readNumber(row, rankColumn, percentile, table, source),
    presentationScore: scoreColumn < 0 ? null : readNumber(row, scoreColumn, fraction, table, source),
    coreOffset: null,
  }));
  return { version: null, rows };
}

export const mhcflurry: ExternalTool = {
  name: 'mhcflurry',
  title,
  mhcClass: 'I',
  minLength: 8,
  maxLength: 15,
  executables: ['mhcflurry-predict'],
  versions: ['2.0', '2.1', '2.2', '2.3'],
  versionArguments: ['--version'],
  readVersion: (stdout) => /^mhcflurry (\d+(?:\.\d+)+\S*)/m.exec(stdout)?.[1] ?? null,
  commands: (peptides, alleles) => [
    {
      arguments: ['pairs.csv', '--out', 'predictions.csv', '--no-flanking'],
      files: {
        'pairs.csv': `allele,peptide\n${alleles
          .map((allele) => peptides.map((peptide) => `${allele},${peptide}\n`).join(''))
          .join('')}`,
      },
      outputFile: 'predictions.csv',
    },
  ],
  parse,
  recognises: (text) => /^[^\n]*\bmhcflurry_affinity\b/.test(text),
};
