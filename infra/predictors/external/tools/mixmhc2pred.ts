/**
 * MixMHC2pred: ranks of class II ligands (1.x: Racle 2019, doi:10.1038/s41587-019-0289-6; 2.0: Racle 2022,
 * doi:10.1101/2022.06.26.497561).
 */
import type { ExternalTool, ToolOutput, ToolRow } from '../tool.js';
import {
  fraction,
  type NumberRange,
  percentile,
  readAllele,
  readNumber,
  readPeptide,
  refusal,
  type TextRow,
  type TextSource,
} from './text-table.js';
import {
  type AlleleColumns,
  isOneOf,
  isOutputOf,
  peptideLines,
  readWideTable,
  type WideLayout,
  type WideTable,
} from './wide-table.js';

const title = 'MixMHC2pred';
const versions = ['1.2', '1.3', '2.0'];
/** The length of a binding core in MixMHC2pred. */
const coreLength = 9;

const layoutOfOne: WideLayout = {
  leading: ['Peptide', 'BestAllele', '%Rank_best', '%Rank_best_perL', 'Core_best', 'CoreP1_best'],
  prefixes: ['%Rank_', 'CoreP1_'],
  optionalPrefixes: [],
};

const layoutOfTwo: WideLayout = {
  leading: ['Peptide', 'Context', 'BestAllele', '%Rank_best', 'Core_best', 'CoreP1_best', 'SubSpec_best'],
  prefixes: ['%Rank_', 'CoreP1_', 'SubSpec_'],
  // With --extra_out, from 2.0.2.
  optionalPrefixes: ['Score_', '%RankPWM_', 'ScorePWM_'],
};

/** 'HLA-DPA1*01:03/DPB1*04:01' as 'DPA1_01_03__DPB1_04_01'. */
function underscoredAllele(allele: string): string {
  return allele.replace(/^HLA-/, '').replaceAll('/', '__').replaceAll(/[*:]/g, '_');
}

function parse(text: string, origin: string): ToolOutput {
  const source: TextSource = { title, origin, mhcClass: 'II' };
  const table = readWideTable(
    text,
    {
      tool: { title, versions },
      nameInOutput: 'MixMHC2pred',
      layoutOf: (version) => (isOneOf(['2.0'], version) ? layoutOfTwo : layoutOfOne),
      readAllele: (name, line) => readAllele(name.replace('__', '/'), line, source),
    },
    source,
  );
  const rows = table.rows.flatMap((row) =>
    table.alleles.map((columns) => readRow(row, columns, table, source)),
  );
  return { version: table.version, rows };
}

/** Peptides the tool does not score (shorter than 12; in 2.0 longer than 21) have NA in all their columns. */
function readRow(
  row: TextRow,
  { allele, column }: AlleleColumns,
  table: WideTable,
  source: TextSource,
): ToolRow {
  const peptide = readPeptide(row, 0, source);
  const score = column('Score_');
  const start: NumberRange = {
    name: 'the first position of a core',
    low: 1,
    high: peptide.length - coreLength + 1,
  };
  const coreStart = readNumber(row, column('CoreP1_') ?? -1, start, table, source);
  if (coreStart !== null && !Number.isInteger(coreStart))
    throw refusal(source, `expected a whole position, found ${coreStart}`, row.line, `CoreP1_${allele}`);
  return {
    peptide,
    allele,
    affinityNm: null,
    percentileRank: readNumber(row, column('%Rank_') ?? -1, percentile, table, source),
    presentationScore: score === undefined ? null : readNumber(row, score, fraction, table, source),
    coreOffset: coreStart === null ? null : coreStart - 1,
  };
}

export const mixmhc2pred: ExternalTool = {
  name: 'mixmhc2pred',
  title,
  mhcClass: 'II',
  minLength: 12,
  maxLength: 25,
  executables: ['MixMHC2pred', 'MixMHC2pred_unix'],
  versions,
  versionArguments: null,
  readVersion: () => null,
  // --no_context is of 2.0, where a list of bare peptides needs it; 1.x can be read as a saved output.
  commands: (peptides, alleles) => [
    {
      arguments: [
        '-i',
        'peptides.txt',
        '-o',
        'predictions.txt',
        '--no_context',
        '-a',
        ...alleles.map(underscoredAllele),
      ],
      files: { 'peptides.txt': peptideLines(peptides) },
      outputFile: 'predictions.txt',
    },
  ],
  parse,
  recognises: (text) => isOutputOf('MixMHC2pred', text),
};
