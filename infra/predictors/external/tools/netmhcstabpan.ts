/**
 * NetMHCstabpan 1.0 (Rasmussen 2016, doi:10.4049/jimmunol.1600582): half-life of the complex and its percentile rank. The affinity that -ia
 * adds is another program's (NetMHCpan 2.8) and is not read.
 */
import { AntigraphError } from '../../../../schemas/errors.js';
import type { ExternalTool, ToolOutput } from '../tool.js';
import { knownVersion } from '../tool-errors.js';
import { alleleIn, namesProgram, statedVersion, tableLines } from './netmhc-table.js';
import { classIName } from './netmhcpan.js';

const title = 'NetMHCstabpan';
const shared = 'pos HLA peptide Identity Pred Thalf(h) %Rank_Stab';
const layouts = [
  `${shared} BindLevel`,
  `${shared} 1-log50k Aff(nM) %Rank_aff Combined Combined_%rank BindLevel`,
];

export const netmhcstabpan: ExternalTool = {
  name: 'netmhcstabpan',
  title,
  mhcClass: 'I',
  minLength: 8,
  maxLength: 11,
  givesHalfLife: true,
  executables: ['netMHCstabpan', 'netMHCstabpan-1.0'],
  versions: ['1.0'],
  versionArguments: null,
  readVersion: () => null,
  // It takes one length a call: -l is 9 unless it is said.
  commands: (peptides, alleles) =>
    [...new Set(peptides.map(({ length }) => length))].map((length) => ({
      arguments: ['-p', 'peptides.txt', '-l', String(length), '-a', alleles.map(classIName).join(',')],
      files: {
        'peptides.txt': `${peptides.filter((peptide) => peptide.length === length).join('\n')}\n`,
      },
      outputFile: null,
    })),
  parse(text, origin): ToolOutput {
    const stated = statedVersion(text, title, origin);
    if (stated === null)
      throw new AntigraphError('TOOL_VERSION_UNKNOWN', `${title}: the output names no version`, {
        at: { file: origin },
        fix: "Give the output whole, with its comment lines: '# NetMHCstabpan version …' is one of them.",
      });
    const rows = [...tableLines(text, { title, origin, layouts })].map((line) => ({
      peptide: line.cell('peptide'),
      allele: alleleIn(line.cell('HLA'), 'I', { title, file: origin, line: line.line }),
      affinityNm: null,
      percentileRank: line.number('%Rank_Stab'),
      presentationScore: null,
      coreOffset: null,
      halfLifeHours: line.number('Thalf(h)'),
    }));
    return { version: knownVersion(netmhcstabpan, stated, origin), rows };
  },
  recognises: (text) => namesProgram(text, title),
};
