/**
 * NetMHCpan 4.0 to 4.2 (Reynisson 2020, doi:10.1093/nar/gkaa379): the printed table, with or without -BA, and the file of -xls. Layouts as
 * printed by 4.0 and 4.1b and as the service's 'Output format' pages describe; 4.2 prints the columns of 4.1.
 */
import { AntigraphError } from '../../../../schemas/errors.js';
import type { ExternalTool, ToolOutput, ToolRow } from '../tool.js';
import { knownVersion } from '../tool-errors.js';
import { alleleIn, namesProgram, statedVersion, type TableLine, tableLines } from './netmhc-table.js';
import { looksLikeXls, type XlsCell, xlsCells } from './netmhc-xls.js';

const title = 'NetMHCpan';
const shared = 'Peptide Core Of Gp Gl Ip Il Icore Identity';
const layouts = ['HLA', 'MHC'].flatMap((molecule) => [
  `Pos ${molecule} ${shared} Score_EL %Rank_EL Score_BA %Rank_BA Aff(nM) BindLevel`,
  `Pos ${molecule} ${shared} Score_EL %Rank_EL BindLevel`,
  // 4.0 predicts one or the other: with -BA the score is 1 − log50000(nM), else that of eluted ligands.
  `Pos ${molecule} ${shared} Score Aff(nM) %Rank BindLevel`,
  `Pos ${molecule} ${shared} Score %Rank BindLevel`,
]);
const xlsBlocks = [
  ['core', 'icore', 'EL-score', 'EL_Rank', 'BA-score', 'BA_Rank'],
  ['core', 'icore', 'EL-score', 'EL_Rank'],
  ['core', 'icore', 'EL_score', 'EL_rank', 'BA_score', 'BA_rank'],
  ['core', 'icore', 'EL_score', 'EL_rank'],
  ['core', 'icore', '1-log50k', 'nM', 'Rank'],
];

export const netmhcpan: ExternalTool = {
  name: 'netmhcpan',
  title,
  mhcClass: 'I',
  minLength: 8,
  maxLength: 14,
  executables: ['netMHCpan', 'netMHCpan-4.2', 'netMHCpan-4.1', 'netMHCpan-4.0'],
  versions: ['4.0', '4.1', '4.2'],
  versionArguments: null,
  readVersion: () => null,
  commands: (peptides, alleles) => [
    {
      arguments: ['-p', 'peptides.txt', '-BA', '-a', alleles.map(classIName).join(',')],
      files: { 'peptides.txt': `${peptides.join('\n')}\n` },
      outputFile: null,
    },
  ],
  parse(text, origin): ToolOutput {
    if (looksLikeXls(text)) return { version: null, rows: xlsRows(text, origin) };
    const version = versionOf(text, origin);
    const rows = [...tableLines(text, { title, origin, layouts })].map((line) => tableRow(line, origin));
    return { version, rows };
  },
  recognises: (text) =>
    namesProgram(text, title) ||
    (looksLikeXls(text) && /\t(?:icore|EL[-_]score)\t/.test(text.slice(0, 65_536))),
};

/** 'HLA-A*02:01' as the NetMHC programs take it: 'HLA-A02:01'. */
export function classIName(allele: string): string {
  return allele.replace('*', '');
}

function versionOf(text: string, origin: string): string {
  const version = statedVersion(text, title, origin);
  if (version !== null) return knownVersion(netmhcpan, version, origin);
  throw new AntigraphError('TOOL_VERSION_UNKNOWN', `${title}: the output names no version`, {
    at: { file: origin },
    fix: "Give the output whole, with its comment lines: '# NetMHCpan version …' is one of them.",
  });
}

function tableRow(line: TableLine, origin: string): ToolRow {
  const at = { title, file: origin, line: line.line };
  const molecule = line.cell('MHC') || line.cell('HLA');
  const hasBoth = line.cell('Score_EL') !== '';
  const hasAffinity = line.cell('Aff(nM)') !== '';
  return {
    peptide: line.cell('Peptide'),
    allele: alleleIn(molecule, 'I', at),
    affinityNm: hasAffinity ? line.number('Aff(nM)') : null,
    percentileRank: line.number(hasBoth ? '%Rank_EL' : '%Rank'),
    presentationScore: hasBoth ? line.number('Score_EL') : hasAffinity ? null : line.number('Score'),
    coreOffset: null,
  };
}

function xlsRows(text: string, origin: string): readonly ToolRow[] {
  const format = {
    title,
    origin,
    mhcClass: 'I' as const,
    leading: ['Pos', 'Peptide', 'ID'],
    blocks: xlsBlocks,
  };
  return [...xlsCells(text, format)].map((cell) => ({
    peptide: cell.peptide,
    allele: cell.allele,
    ...xlsNumbers(cell),
    coreOffset: null,
  }));
}

function xlsNumbers(cell: XlsCell): Pick<ToolRow, 'affinityNm' | 'percentileRank' | 'presentationScore'> {
  if (cell.has('nM'))
    return { affinityNm: cell.number('nM'), percentileRank: cell.number('Rank'), presentationScore: null };
  const join = cell.has('EL-score') ? '-' : '_';
  const rank = cell.has('EL_Rank') ? 'EL_Rank' : 'EL_rank';
  const affinity = `BA${join}score`;
  return {
    affinityNm: cell.has(affinity) ? nanomolar(cell.number(affinity)) : null,
    percentileRank: cell.number(rank),
    presentationScore: cell.number(`EL${join}score`),
  };
}

/** The score is 1 − log50000(nM) (Nielsen 2003, doi:10.1110/ps.0239403); the file of -xls gives no nM beside it. */
function nanomolar(score: number): number {
  return 50_000 ** (1 - score);
}
