/** Tells what kind of file an input is from its first bytes, never from its name. */
import { statSync } from 'node:fs';
import { fileSource } from '../../infra/stores/file-content.js';
import { AntigraphError } from '../../schemas/errors.js';
import type { ByteSource } from '../../schemas/stage.js';
import { copyNumberToolOf } from '../../stages/collect-evidence/copy-number/index.js';
import { expressionToolOf } from '../../stages/collect-evidence/expression/index.js';
import { hlaLossToolOf } from '../../stages/collect-evidence/hla-loss/index.js';
import { rnaCountsToolOf } from '../../stages/collect-evidence/rna-counts/index.js';
import { areDriverColumns } from '../../stages/compute-features/drivers/read-drivers.js';
import { fusionToolOf } from '../../stages/parse-variants/events/fusions/index.js';
import { junctionToolOf } from '../../stages/parse-variants/events/junctions/index.js';
import { areDecisionColumns } from '../../stages/select-shortlist/index.js';
import { CompressedBytesError } from '../../stages/shared/bgzf/index.js';
import { magic } from '../../stages/shared/reference-bundle/layout.js';
import { variantFormatOf } from '../../stages/shared/vcf/index.js';
import { notVcfHint } from '../../stages/shared/vcf/not-vcf.js';
import { isNormalTissueTable } from '../../stages/summarise-biomarkers/normal-expression/tissue-format.js';
import { labelOf } from './options.js';

/** Kind → name for people. */
export const inputKinds = {
  vcf: 'VCF',
  bcf: 'BCF',
  maf: 'MAF',
  reference: 'reference bundle',
  fasta: 'FASTA',
  annotation: 'gene annotation',
  expression: 'expression table',
  rnaCounts: 'RNA read counts',
  copyNumber: 'copy number segments',
  hlaLoss: 'HLA loss table',
  normalExpression: 'table of normal tissues',
  decisions: "reviewer's decisions",
  drivers: 'table of drivers',
  fusions: 'fusion table',
  junctions: 'splice junction table',
  hla: 'HLA allele list',
  peptides: 'peptide list',
  samplesheet: 'samplesheet',
  parameters: 'JSON of parameters',
  unknown: 'unknown',
} as const;
export type InputKind = keyof typeof inputKinds;

/** A file on disk as stages read it. */
export function sourceOf(path: string): ByteSource {
  return fileSource(path, labelOf(path), statSync(path).size);
}

/** What reading a file threw, as an error for its submitter. @throws what is neither ours, of the system, nor of damaged compression */
export function readingError(error: unknown, path: string): AntigraphError {
  if (error instanceof AntigraphError) return error;
  const isDamaged = error instanceof CompressedBytesError;
  const isSystem = error instanceof Error && 'syscall' in error;
  if (!isDamaged && !isSystem) throw error;
  return new AntigraphError('INPUT_NOT_READABLE', `the file cannot be read: ${error.message}`, {
    at: { file: labelOf(path) },
    fix: isDamaged
      ? 'Copy or download the file again (gzip -t tests it).'
      : "Check the file's rights and the disk it lies on.",
    cause: error,
  });
}

/** The kind of the file that begins with these bytes. */
export function kindOf(head: Buffer): InputKind {
  if (head.subarray(0, magic.length).equals(magic)) return 'reference';
  const format = variantFormatOf(head);
  if (format !== 'VCF') return format === 'BCF' ? 'bcf' : 'maf';
  const text = head.toString('utf8').replace(/^\uFEFF/, '');
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
  const [first = ''] = lines;
  if (/^##fileformat/i.test(first) || lines.some((line) => /^#CHROM\b/.test(line))) return 'vcf';
  if (first.startsWith('>')) return 'fasta';
  // Typing tools report in JSON too; alleles also stand in parameters, but under the name of their stage.
  if (/^\s*[{[]/.test(first)) {
    return allele.test(text) && !/"predict-(?:binding|class-two)"/.test(text) ? 'hla' : 'parameters';
  }
  if (/^##gff-version/.test(first)) return 'annotation';
  if (isNormalTissueTable(text)) return 'normalExpression';
  if (fusionToolOf(first) !== null) return 'fusions';
  if (junctionToolOf(lines.find((line) => !line.startsWith('track ')) ?? '') !== null) return 'junctions';
  // A web page, an archive, a MAF table …: known not to be one of ours.
  if (notVcfHint(first).isKnown) return 'unknown';
  const content = lines.filter((line) => !line.startsWith('#'));
  const [header = ''] = content;
  if (areDecisionColumns(cellsOf(header))) return 'decisions';
  const evidence = kindOfEvidence(text);
  if (evidence !== null) return evidence;
  if (isFeature(header)) return 'annotation';
  return kindOfTable(cellsOf(header)) ?? kindOfList(content.slice(0, 50));
}

/** Files that collect-evidence reads, by the columns that their tools write; expression in a GTF as well. */
function kindOfEvidence(text: string): InputKind | null {
  if (rnaCountsToolOf(text) !== null) return 'rnaCounts';
  if (copyNumberToolOf(text) !== null) return 'copyNumber';
  if (hlaLossToolOf(text) !== null) return 'hlaLoss';
  const expression = expressionToolOf(text);
  return expression === null || expression === 'table' ? null : 'expression';
}

/** Whether a line has the nine columns of GTF and GFF3. */
function isFeature(line: string): boolean {
  const columns = line.split('\t');
  return columns.length >= 8 && /^-?\d+$/.test(columns[3] ?? '') && /^-?\d+$/.test(columns[4] ?? '');
}

function cellsOf(line: string): readonly string[] {
  const delimiter = line.includes('\t') ? '\t' : ',';
  return line.split(delimiter).map((cell) =>
    cell
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .toLowerCase(),
  );
}

const geneColumns = ['gene_id', 'gene_name', 'gene_symbol', 'ensembl_gene_id', 'transcript_id', 'target_id'];
const tpmColumns = ['tpm', 'abundance'];
const peptideColumns = ['peptide', 'epitope', 'sequence', 'mt epitope seq'];

function kindOfTable(columns: readonly string[]): InputKind | null {
  const hasOneOf = (names: readonly string[]) => names.some((name) => columns.includes(name));
  if (columns.includes('sample') && hasOneOf(['vcf', 'filename'])) return 'samplesheet';
  if (columns.length > 1 && hasOneOf(tpmColumns)) return 'expression';
  if (hasOneOf(peptideColumns)) return 'peptides';
  if (areDriverColumns(columns)) return 'drivers';
  // Without a TPM column it is no usable one; its reader says what is missing.
  return columns.length > 1 && hasOneOf(geneColumns) ? 'expression' : null;
}

// The second form is Polysolver's: hla_a_02_01_01.
const allele =
  /(?:^|[^A-Za-z])(?:(?:HLA-)?(?:[ABCEFG]|D[RPQ][AB]\d?)(?:\*\d{2}|\d{4}\b)|hla_[a-z]\w{0,3}_\d{2}_\d{2})/i;
const peptide = /^[ACDEFGHIKLMNPQRSTVWYBJOUXZ*]{5,60}$/i;

function kindOfList(lines: readonly string[]): InputKind {
  if (lines.some((line) => allele.test(line))) return 'hla';
  // One odd line in a list of peptides makes it a faulty list, not something else.
  const peptides = lines.filter((line) => peptide.test(line.trim()));
  return peptides.length * 2 > lines.length ? 'peptides' : 'unknown';
}
