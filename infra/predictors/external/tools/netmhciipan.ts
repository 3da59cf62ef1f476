/**
 * NetMHCIIpan 4.0 to 4.3 (Reynisson 2020, doi:10.1093/nar/gkaa379; Nilsson 2023, doi:10.1126/sciadv.adj6367): the printed table, with or
 * without -BA, and the file of -xls. Layouts as the service's 'Output format' pages of 4.0 and 4.3 show them.
 */
import { AntigraphError } from '../../../../schemas/errors.js';
import type { ExternalTool, ToolOutput, ToolRow } from '../tool.js';
import { knownVersion } from '../tool-errors.js';
import { alleleIn, namesProgram, statedVersion, type TableLine, tableLines } from './netmhc-table.js';
import { looksLikeXls, xlsCells } from './netmhc-xls.js';

const title = 'NetMHCIIpan';
const coreLength = 9;
const shared = 'Pos MHC Peptide Of Core Core_Rel';
const layouts = ['Identity', 'Inverted Identity'].flatMap((identity) => [
  `${shared} ${identity} Score_EL %Rank_EL Exp_Bind BindLevel`,
  `${shared} ${identity} Score_EL %Rank_EL Exp_Bind Score_BA Affinity(nM) %Rank_BA BindLevel`,
  `${shared} ${identity} Score_EL %Rank_EL Exp_Bind Score_BA %Rank_BA Affinity(nM) BindLevel`,
]);
const xlsBlocks = [
  ['Score', 'Rank', 'Score_BA', 'nM', 'Rank_BA'],
  ['Score', 'Rank'],
];

export const netmhciipan: ExternalTool = {
  name: 'netmhciipan',
  title,
  mhcClass: 'II',
  minLength: 9,
  maxLength: 30,
  executables: ['netMHCIIpan', 'netMHCIIpan-4.3', 'netMHCIIpan-4.2', 'netMHCIIpan-4.1', 'netMHCIIpan-4.0'],
  versions: ['4.0', '4.1', '4.2', '4.3'],
  versionArguments: null,
  readVersion: () => null,
  commands: (peptides, alleles) => [
    {
      arguments: ['-f', 'peptides.txt', '-inptype', '1', '-BA', '-a', alleles.map(classIIName).join(',')],
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
    namesProgram(text, title) || (looksLikeXls(text) && text.slice(0, 65_536).includes('\tID\tTarget\t')),
};

/** 'DRB1_1101' for a DR beta chain, 'HLA-DPA10103-DPB10401' for a pair. */
function classIIName(allele: string): string {
  const [first = '', second] = allele.replace('HLA-', '').split('/');
  if (second === undefined) return first.replace('*', '_').replace(':', '');
  return `HLA-${first.replace(/[*:]/g, '')}-${second.replace(/[*:]/g, '')}`;
}

function versionOf(text: string, origin: string): string {
  const version = statedVersion(text, title, origin);
  if (version !== null) return knownVersion(netmhciipan, version, origin);
  throw new AntigraphError('TOOL_VERSION_UNKNOWN', `${title}: the output names no version`, {
    at: { file: origin },
    fix: "Give the output whole, with its comment lines: '# NetMHCIIpan version …' is one of them.",
  });
}

function tableRow(line: TableLine, origin: string): ToolRow {
  const hasAffinity = line.cell('Affinity(nM)') !== '';
  const peptide = line.cell('Peptide');
  return {
    peptide,
    allele: alleleIn(line.cell('MHC'), 'II', { title, file: origin, line: line.line }),
    affinityNm: hasAffinity ? line.number('Affinity(nM)') : null,
    percentileRank: line.number('%Rank_EL'),
    presentationScore: line.number('Score_EL'),
    coreOffset: coreOffset(peptide, line.cell('Core'), line.number('Of'), line.cell('Inverted') === '1'),
  };
}

/**
 * Where the nine residues of the core begin in the peptide as written. Of an inverted binder (4.3) the tool prints the core backwards and
 * counts from the other end. null: the residues there are not the core, so the offset is not what it is taken for.
 */
function coreOffset(peptide: string, core: string, of: number, isInverted: boolean): number | null {
  const offset = isInverted ? peptide.length - coreLength - of : of;
  const residues = peptide.slice(Math.max(0, offset), offset + coreLength);
  const found = isInverted ? [...residues].reverse().join('') : residues;
  return found === core ? offset : null;
}

function xlsRows(text: string, origin: string): readonly ToolRow[] {
  const format = {
    title,
    origin,
    mhcClass: 'II' as const,
    leading: ['Pos', 'Peptide', 'ID', 'Target'],
    blocks: xlsBlocks,
  };
  return [...xlsCells(text, format)].map((cell) => ({
    peptide: cell.peptide,
    allele: cell.allele,
    affinityNm: cell.has('nM') ? cell.number('nM') : null,
    percentileRank: cell.number('Rank'),
    presentationScore: cell.number('Score'),
    coreOffset: null,
  }));
}
