/** HLA allele names: every usual spelling to the canonical two fields, 'HLA-A*02:01' (nomenclature: Marsh 2010, doi:10.1111/j.1399-0039.2010.01466.x). */
import { AntigraphError } from './errors.js';

export type MhcClass = 'I' | 'II';

/**
 * Expression suffixes of the nomenclature (hla.alleles.org, "Naming alleles"): Null, Low surface expression, Secreted, Cytoplasm,
 * Aberrant, Questionable.
 */
export type ExpressionSuffix = 'N' | 'L' | 'S' | 'C' | 'A' | 'Q';

export interface HlaAlleleName {
  readonly kind: 'allele';
  /** 'A', 'DRB1', or both chains of a pair: 'DPA1/DPB1'. */
  readonly gene: string;
  /** null for pseudogenes, which make no HLA molecule. */
  readonly mhcClass: MhcClass | null;
  /** Two fields with any expression suffix: 'HLA-A*02:01', 'HLA-A*24:09N', 'HLA-DPA1*01:03/DPB1*04:01'. */
  readonly allele: string;
  readonly expression: ExpressionSuffix | null;
}

export type HlaName =
  | HlaAlleleName
  | { readonly kind: 'low-resolution'; readonly gene: string; readonly mhcClass: MhcClass | null }
  | { readonly kind: 'unreadable'; readonly reason: string };

const classIGenes: readonly string[] = ['A', 'B', 'C', 'E', 'F', 'G'];
const genePattern = 'DRA|DRB[1-9]|D[PQ][AB][12]|D[MO][AB]|[A-HJ-LNPR-WY]';
const wholeGene = new RegExp(`^(?:HLA[-_ ]?)?(${genePattern}|Cw)$`, 'i');
const chainPattern = new RegExp(`^(?:HLA[-_ ]?)?(${genePattern}|Cw(?=\\*?\\d))[*_-]?(\\d.*)$`, 'i');
const pairPattern = /^((?:HLA[-_])?D[PQR]A.*?)[/-]((?:HLA-)?D[PQR]B.*)$/i;
const fieldsPattern = /^(\d+(?:[:_]\d+){0,3})([NLSCAQ])?([GP])?$/i;
/** 'A*02:XX' and the multiple-allele codes of the NMDP ('A*02:ABJC') each stand for several alleles. */
const codedPattern = /^\d{2,4}:[A-Z]{2,6}$/i;

/**
 * Reads an allele name of class I or II in any usual spelling: A*02:01:01:02, HLA-A0201, hla_a_02_01_01 (Polysolver), DRB1_1101 and
 * HLA-DPA10103-DPB10401 (NetMHCIIpan), A*02:01:01G and A*02:01P (groups that share the peptide-binding domains). Never throws.
 */
export function readHlaName(text: string): HlaName {
  const trimmed = text.trim();
  const pair = pairPattern.exec(trimmed);
  if (pair !== null) return readPair(pair[1] ?? '', pair[2] ?? '');
  return readChain(trimmed);
}

/** Gene of 'A', 'HLA-A', 'Cw' or 'HLA-DRB1' in canonical form ('A', 'C', 'DRB1'); null for anything else. */
export function readHlaGene(text: string): string | null {
  const [, gene] = wholeGene.exec(text.trim()) ?? [];
  return gene === undefined ? null : canonicalGene(gene);
}

/** Class of the molecule that a gene makes; null for pseudogenes. */
export function classOfGene(gene: string): MhcClass | null {
  if (classIGenes.includes(gene)) return 'I';
  return gene.startsWith('D') ? 'II' : null;
}

/**
 * Canonical two-field class I name, 'HLA-A*02:01', of the usual spellings: A*02:01, HLA-A0201, A*02:01:01:02, hla-a*02:01.
 * Expression suffixes (N, L, S, C, A, Q) are kept: a null allele must not pass for an expressed one.
 * @throws HLA_MALFORMED
 */
export function parseClassIAllele(text: string): string {
  return parseAllele(text, 'I');
}

/** Canonical class II name: one chain, 'HLA-DRB1*11:01', or a pair, 'HLA-DPA1*01:03/DPB1*04:01'. @throws HLA_MALFORMED */
export function parseClassIIAllele(text: string): string {
  return parseAllele(text, 'II');
}

/** Sorted and distinct: allele lists in another order are the same request. */
export function canonicalGenotype(alleles: readonly string[]): readonly string[] {
  return [...new Set(alleles.map(parseClassIAllele))].sort();
}

const forms: Readonly<Record<MhcClass, { readonly form: string; readonly example: string }>> = {
  I: { form: 'HLA-A*02:01', example: '--hla HLA-A*02:01,HLA-B*07:02,HLA-C*07:02' },
  II: { form: 'HLA-DRB1*11:01 or HLA-DPA1*01:03/DPB1*04:01', example: 'HLA-DRB1*11:01' },
};

function parseAllele(text: string, mhcClass: MhcClass): string {
  const name = readHlaName(text);
  if (name.kind === 'allele' && name.mhcClass === mhcClass) return name.allele;
  const { form, example } = forms[mhcClass];
  throw new AntigraphError(
    'HLA_MALFORMED',
    `'${text}' is not an HLA class ${mhcClass} allele${whyNot(name, mhcClass)}; expected a form such as ${form}`,
    {
      fix: `Give two fields per allele: gene, allele group and protein, e.g. ${example}.`,
      details: { found: text, reason: name.kind === 'allele' ? 'other class' : name.kind },
    },
  );
}

function whyNot(name: HlaName, mhcClass: MhcClass): string {
  if (name.kind === 'low-resolution') return ' (one field: it names a group of alleles, not one)';
  if (name.kind === 'allele') return ` (HLA-${name.gene} is no class ${mhcClass} gene)`;
  return name.reason === '' ? '' : ` (${name.reason})`;
}

function readPair(alphaText: string, betaText: string): HlaName {
  const alpha = readChain(alphaText);
  const beta = readChain(betaText);
  if (alpha.kind === 'unreadable') return alpha;
  if (beta.kind === 'unreadable') return beta;
  const gene = `${alpha.gene}/${beta.gene}`;
  if (alpha.gene.slice(0, 2) !== beta.gene.slice(0, 2))
    return { kind: 'unreadable', reason: `${alpha.gene} and ${beta.gene} make no molecule together` };
  if (alpha.kind === 'low-resolution' || beta.kind === 'low-resolution')
    return { kind: 'low-resolution', gene, mhcClass: 'II' };
  return {
    kind: 'allele',
    gene,
    mhcClass: 'II',
    allele: `${alpha.allele}/${beta.allele.replace('HLA-', '')}`,
    // One chain that is not made is a molecule that is not made.
    expression: alpha.expression ?? beta.expression,
  };
}

function readChain(text: string): HlaName {
  const [, geneText, rest] = chainPattern.exec(text) ?? [];
  if (geneText === undefined || rest === undefined) return { kind: 'unreadable', reason: '' };
  const gene = canonicalGene(geneText);
  const mhcClass = classOfGene(gene);
  if (codedPattern.test(rest)) return { kind: 'low-resolution', gene, mhcClass };
  const [, digits, suffix] = fieldsPattern.exec(rest) ?? [];
  if (digits === undefined) return { kind: 'unreadable', reason: '' };
  const fields = /[:_]/.test(digits) ? digits.split(/[:_]/) : fieldsOfCompact(gene, digits);
  if (fields === null)
    return { kind: 'unreadable', reason: 'its digits can be read in more than one way: write the colons' };
  const [group, protein] = fields;
  if (group === undefined || fields.some((field) => !/^\d{2,4}$/.test(field)))
    return { kind: 'unreadable', reason: '' };
  if (protein === undefined) return { kind: 'low-resolution', gene, mhcClass };
  const expression = expressionOf(suffix);
  return {
    kind: 'allele',
    gene,
    mhcClass,
    allele: `HLA-${gene}*${group}:${protein}${expression ?? ''}`,
    expression,
  };
}

/**
 * Fields of a name without colons. Allele groups have two digits, in DPB1 two to four; proteins two to four, in DPB1 two (all names of
 * IPD-IMGT/HLA 3.58.0). Six and eight digits are names of before 2010, two digits a field; where the protein would begin with 1 they
 * could as well be a protein of four digits, such as A*02:1040, and are refused.
 */
function fieldsOfCompact(gene: string, digits: string): readonly string[] | null {
  const { length } = digits;
  const twos = digits.match(/../g) ?? [];
  if (length <= 2 || length === 4) return length < 2 ? [digits] : twos;
  if (gene === 'DPB1') {
    if (length === 3) return [digits];
    if (length === 5) return [digits.slice(0, 3), digits.slice(3)];
    return length === 6 && digits.startsWith('0') ? twos : null;
  }
  if (length === 5 && digits[2] !== '0') return [digits.slice(0, 2), digits.slice(2)];
  return (length === 6 || length === 8) && digits[2] !== '1' ? twos : null;
}

function canonicalGene(text: string): string {
  const gene = text.toUpperCase();
  return gene === 'CW' ? 'C' : gene;
}

function expressionOf(suffix: string | undefined): ExpressionSuffix | null {
  switch (suffix?.toUpperCase()) {
    case 'N':
      return 'N';
    case 'L':
      return 'L';
    case 'S':
      return 'S';
    case 'C':
      return 'C';
    case 'A':
      return 'A';
    case 'Q':
      return 'Q';
    default:
      return null;
  }
}
