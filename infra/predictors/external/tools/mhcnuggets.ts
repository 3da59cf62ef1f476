/** MHCnuggets: affinity of class I and class II ligands (Shao 2020, doi:10.1158/2326-6066.CIR-19-0464), a Python module. */
import { AntigraphError } from '../../../../schemas/errors.js';
import { readHlaName } from '../../../../schemas/hla.js';
import type { ExternalTool, ToolOutput } from '../tool.js';
import { program, programFiles } from './mhcnuggets-program.js';
import {
  alleleReader,
  columnOf,
  fraction,
  nanomolar,
  readNumber,
  readPeptide,
  readTextTable,
  refusal,
  type TextSource,
} from './text-table.js';

interface Variant {
  readonly name: string;
  readonly title: string;
  readonly mhcClass: 'I' | 'II';
  readonly minLength: number;
  readonly maxLength: number;
}

/** 'peptide' and 'ic50' are the tool's own; it writes a file per allele, so the user or our program adds 'allele'. */
const columns: ReadonlySet<string> = new Set([
  'peptide',
  'allele',
  'model_allele',
  'ic50',
  'human_proteome_rank',
]);

/**
 * What MHCnuggets calls an allele: 'HLA-A02:01', 'HLA-DPA101:03-DPB104:01'. Some DR molecules it lists with their alpha chain, which is
 * the same in all of them, some without.
 */
function namesInTool(allele: string): readonly string[] {
  const plain = allele.replaceAll('*', '').replace('/', '-');
  return plain.startsWith('HLA-DRB') ? [plain, plain.replace('HLA-', 'HLA-DRA01:01-')] : [plain];
}

function parse(variant: Variant, text: string, origin: string): ToolOutput {
  const source: TextSource = { title: variant.title, origin, mhcClass: variant.mhcClass };
  const table = readTextTable(text, ',', source);
  const unknown = table.header.find((name) => !columns.has(name));
  if (unknown !== undefined) throw refusal(source, `column '${unknown}' is not known`, table.headerLine);
  if (!table.header.includes('allele'))
    throw refusal(
      source,
      "MHCnuggets writes one file per allele and does not name it in the file; add a column 'allele' to the rows (peptide,allele,ic50)",
      table.headerLine,
    );
  const alleleOf = alleleReader(columnOf(table, 'allele', source), source);
  const peptideColumn = columnOf(table, 'peptide', source);
  const affinityColumn = columnOf(table, 'ic50', source);
  const modelColumn = table.header.indexOf('model_allele');
  const rankColumn = table.header.indexOf('human_proteome_rank');
  const rows = table.rows.map((row) => {
    const allele = alleleOf(row);
    if (modelColumn >= 0) requireOwnModel(allele, row.fields[modelColumn] ?? '', source);
    // The share of natural peptides that bind better, 0-1 with four decimals.
    const rank = rankColumn < 0 ? null : readNumber(row, rankColumn, fraction, table, source);
    return {
      peptide: readPeptide(row, peptideColumn, source),
      allele,
      affinityNm: readNumber(row, affinityColumn, nanomolar, table, source),
      percentileRank: rank === null ? null : rank * 100,
      presentationScore: null,
      coreOffset: null,
    };
  });
  return { version: null, rows };
}

/** The tool answers for A*02:52 by its model of A*30:01: a molecule it has no model of is named, never replaced. */
function requireOwnModel(allele: string, model: string, source: TextSource): void {
  if (namesInTool(allele).includes(model)) return;
  const name = readHlaName(model);
  const nearest = name.kind === 'allele' ? name.allele : model;
  throw new AntigraphError(
    'HLA_UNSUPPORTED',
    `${source.title} has no model of ${allele}; it would answer by that of ${nearest}, another molecule`,
    {
      at: { file: source.origin },
      fix: `Use a predictor that knows ${allele}, or leave the allele out.`,
      details: { allele, nearest: [nearest] },
    },
  );
}

function mhcnuggetsOf(variant: Variant): ExternalTool {
  return {
    ...variant,
    executables: ['python3', 'python'],
    versions: ['2.3', '2.4'],
    versionArguments: ['-c', "from importlib.metadata import version; print(version('mhcnuggets'))"],
    readVersion: (stdout) => /^(\d+(?:\.\d+)+)\s*$/.exec(stdout)?.[1] ?? null,
    commands: (peptides, alleles) => [
      {
        arguments: [programFiles.program, variant.mhcClass],
        files: {
          [programFiles.program]: program,
          [programFiles.peptides]: `${peptides.join('\n')}\n`,
          [programFiles.alleles]: alleles
            .map((allele) => `${[allele, ...namesInTool(allele)].join('\t')}\n`)
            .join(''),
        },
        outputFile: programFiles.output,
      },
    ],
    parse: (text, origin) => parse(variant, text, origin),
    recognises: (text) => /^peptide,(?:[a-z_]+,)*ic50\b/.test(text),
  };
}

/** Class I: peptides are padded to 15 residues. */
export const mhcnuggets: ExternalTool = mhcnuggetsOf({
  name: 'mhcnuggets',
  title: 'MHCnuggets (class I)',
  mhcClass: 'I',
  minLength: 8,
  maxLength: 15,
});

/** Class II: peptides are padded to 30 residues. */
export const mhcnuggetsClass2: ExternalTool = mhcnuggetsOf({
  name: 'mhcnuggets-class2',
  title: 'MHCnuggets (class II)',
  mhcClass: 'II',
  minLength: 9,
  maxLength: 30,
});
