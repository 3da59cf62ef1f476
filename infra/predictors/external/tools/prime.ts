/**
 * PRIME: class I immunogenicity, from MixMHCpred's rank and the residues that face the T cell (1.0: Schmidt 2021,
 * doi:10.1016/j.xcrm.2021.100194; 2.0: Gfeller 2023, doi:10.1016/j.cels.2022.12.002; 2.1: Tadros 2025, doi:10.1186/s13073-025-01450-8).
 */
import type { ExternalTool, ToolOutput } from '../tool.js';
import { compactAllele, readCompactAllele } from './compact-allele.js';
import { percentile, readNumber, readPeptide, type TextSource } from './text-table.js';
import { isOutputOf, peptideLines, readWideTable, type WideLayout } from './wide-table.js';

const title = 'PRIME';
const versions = ['1.0', '2.0', '2.1'];

/** The same columns in all three versions. */
const layout: WideLayout = {
  leading: ['Peptide', '%Rank_bestAllele', 'Score_bestAllele', '%RankBinding_bestAllele', 'BestAllele'],
  prefixes: ['%Rank_', 'Score_', '%RankBinding_'],
  optionalPrefixes: [],
};

/**
 * The rank is PRIME's own, which its authors say to sort by; %RankBinding_ is MixMHCpred's. Its Score is a probability of immunogenicity
 * that seldom passes 0.2: as a presentation score it would call the best epitopes unpresented, so it is not taken for one.
 */
function parse(text: string, origin: string): ToolOutput {
  const source: TextSource = { title, origin, mhcClass: 'I' };
  const table = readWideTable(
    text,
    {
      tool: { title, versions },
      nameInOutput: 'PRIME',
      layoutOf: () => layout,
      readAllele: (name, line) => readCompactAllele(name, line, source),
    },
    source,
  );
  const rows = table.rows.flatMap((row) => {
    const peptide = readPeptide(row, 0, source);
    return table.alleles.map(({ allele, column }) => ({
      peptide,
      allele,
      affinityNm: null,
      percentileRank: readNumber(row, column('%Rank_') ?? -1, percentile, table, source),
      presentationScore: null,
      coreOffset: null,
    }));
  });
  return { version: table.version, rows };
}

export const prime: ExternalTool = {
  name: 'prime',
  title,
  mhcClass: 'I',
  minLength: 8,
  maxLength: 14,
  executables: ['PRIME'],
  versions,
  // Its help names no version; the output does.
  versionArguments: null,
  readVersion: () => null,
  // PRIME itself looks for MixMHCpred on PATH.
  commands: (peptides, alleles) => [
    {
      arguments: ['-i', 'peptides.txt', '-o', 'predictions.txt', '-a', alleles.map(compactAllele).join(',')],
      files: { 'peptides.txt': peptideLines(peptides) },
      outputFile: 'predictions.txt',
    },
  ],
  parse,
  recognises: (text) => isOutputOf('PRIME', text),
};
