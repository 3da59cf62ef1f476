/**
 * MixMHCpred: ranks of class I ligands (2.2: Gfeller 2023, doi:10.1016/j.cels.2022.12.002; 3.0: Tadros 2025,
 * doi:10.1186/s13073-025-01450-8). Its Score is a log-odds without bounds, so only the rank is taken.
 * 2.2 answers for many alleles by another's motif (lib/alleles_mapping.txt of the tool) and does not say so in what it writes.
 */
import type { ExternalTool, ToolOutput } from '../tool.js';
import { compactAllele, readCompactAllele } from './compact-allele.js';
import { percentile, readNumber, readPeptide, type TextSource } from './text-table.js';
import { isOutputOf, peptideLines, readWideTable, type WideLayout } from './wide-table.js';

const title = 'MixMHCpred';
const versions = ['2.2', '3.0'];

/** The same columns in both versions. */
const layout: WideLayout = {
  leading: ['Peptide', 'Score_bestAllele', 'BestAllele', '%Rank_bestAllele'],
  prefixes: ['Score_', '%Rank_'],
  optionalPrefixes: [],
};

function parse(text: string, origin: string): ToolOutput {
  const source: TextSource = { title, origin, mhcClass: 'I' };
  const table = readWideTable(
    text,
    {
      tool: { title, versions },
      nameInOutput: 'MixMHCpred',
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

export const mixmhcpred: ExternalTool = {
  name: 'mixmhcpred',
  title,
  mhcClass: 'I',
  minLength: 8,
  maxLength: 14,
  executables: ['MixMHCpred'],
  versions,
  versionArguments: ['--help'],
  // The help begins with 'MixMHCpred2.2'.
  readVersion: (stdout) => /MixMHCpred ?\(?v?(\d+(?:\.\d+)+)/.exec(stdout)?.[1] ?? null,
  commands: (peptides, alleles) => [
    {
      arguments: ['-i', 'peptides.txt', '-o', 'predictions.txt', '-a', alleles.map(compactAllele).join(',')],
      files: { 'peptides.txt': peptideLines(peptides) },
      outputFile: 'predictions.txt',
    },
  ],
  parse,
  recognises: (text) => isOutputOf('MixMHCpred', text),
};
