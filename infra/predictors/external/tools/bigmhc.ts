/** BigMHC: class I presentation (EL) and immunogenicity (IM) (Albert 2023, doi:10.1038/s42256-023-00694-6). */
import type { ExternalTool, ToolOutput } from '../tool.js';
import {
  alleleReader,
  fraction,
  readNumber,
  readPeptide,
  readTextTable,
  refusal,
  type TextSource,
} from './text-table.js';

interface Model {
  readonly name: string;
  readonly title: string;
  /** Value of --models. */
  readonly argument: string;
  readonly column: 'BigMHC_EL' | 'BigMHC_IM';
}

/** Columns before the score; 'tgt' is empty unless the user gave true values, 'att_0' and so on are added with --saveatt. */
const leading = ['mhc', 'pep', 'tgt', 'len'];

function parse(model: Model, text: string, origin: string): ToolOutput {
  const source: TextSource = { title: model.title, origin, mhcClass: 'I' };
  const table = readTextTable(text, ',', source);
  const expected = [...leading, model.column];
  const fits = table.header.every((name, index) =>
    index < expected.length ? name === expected[index] : /^att_\d+$/.test(name),
  );
  if (!fits || table.header.length < expected.length)
    throw refusal(
      source,
      `expected the columns ${expected.join(',')}, found ${table.header.join(',')}`,
      table.headerLine,
    );
  const alleleOf = alleleReader(0, source);
  const rows = table.rows.map((row) => {
    const peptide = readPeptide(row, 1, source);
    if (row.fields[3] !== String(peptide.length))
      throw refusal(
        source,
        `${peptide} has ${peptide.length} residues, not ${row.fields[3] ?? ''}`,
        row.line,
        'len',
      );
    return {
      peptide,
      allele: alleleOf(row),
      affinityNm: null,
      percentileRank: null,
      presentationScore: readNumber(row, leading.length, fraction, table, source),
      coreOffset: null,
    };
  });
  return { version: null, rows };
}

function bigmhc(model: Model): ExternalTool {
  return {
    name: model.name,
    title: model.title,
    mhcClass: 'I',
    minLength: 8,
    maxLength: 14,
    // Or, by ANTIGRAPH_BIGMHC_EL_PATH, src/predict.py of the repository.
    executables: ['bigmhc_predict'],
    versions: ['1.0'],
    versionArguments: null,
    readVersion: () => null,
    commands: (peptides, alleles) => [
      {
        // Columns are given, so that defaults that differ between releases do not matter; without a GPU 'all' devices are an error.
        arguments: [
          '-i',
          'pairs.csv',
          '-m',
          model.argument,
          '-a',
          '0',
          '-p',
          '1',
          '-c',
          '1',
          '-d',
          'cpu',
          '-o',
          'predictions.csv',
        ],
        files: {
          'pairs.csv': `mhc,pep\n${alleles
            .map((allele) => peptides.map((peptide) => `${allele},${peptide}\n`).join(''))
            .join('')}`,
        },
        outputFile: 'predictions.csv',
      },
    ],
    parse: (text, origin) => parse(model, text, origin),
    recognises: (text) => text.startsWith([...leading, model.column].join(',')),
  };
}

export const bigmhcEl: ExternalTool = bigmhc({
  name: 'bigmhc-el',
  title: 'BigMHC EL',
  argument: 'el',
  column: 'BigMHC_EL',
});

/** Its only number, a score of immunogenicity of 0 to 1, stands as the presentation score. */
export const bigmhcIm: ExternalTool = bigmhc({
  name: 'bigmhc-im',
  title: 'BigMHC IM',
  argument: 'im',
  column: 'BigMHC_IM',
});
