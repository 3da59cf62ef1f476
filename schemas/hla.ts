import { AntigraphError } from './errors.js';

const classIPattern = /^(?:HLA-)?([ABCEFG])\*?(\d{2,3}):?(\d{2,3}[A-Z]?)(?::\d{2,3}){0,2}([NLSCAQ])?$/i;

/**
 * Canonical two-field class I name, 'HLA-A*02:01', of the usual spellings: A*02:01, HLA-A0201, A*02:01:01:02, hla-a*02:01.
 * Expression suffixes (N, L, S, C, A, Q) are kept: a null allele must not pass for an expressed one.
 * @throws HLA_MALFORMED
 */
export function parseClassIAllele(text: string): string {
  const match = classIPattern.exec(text.trim());
  const [, gene, group, protein, suffix] = match ?? [];
  if (gene === undefined || group === undefined || protein === undefined) {
    throw new AntigraphError(
      'HLA_MALFORMED',
      `'${text}' is not an HLA class I allele; expected a form such as HLA-A*02:01`,
      {
        fix: 'Give two fields per allele: gene, allele group and protein, e.g. --hla HLA-A*02:01,HLA-B*07:02,HLA-C*07:02.',
        details: { found: text },
      },
    );
  }
  return `HLA-${gene.toUpperCase()}*${group}:${protein.toUpperCase()}${suffix?.toUpperCase() ?? ''}`;
}

/** Sorted and distinct: allele lists in another order are the same request. */
export function canonicalGenotype(alleles: readonly string[]): readonly string[] {
  return [...new Set(alleles.map(parseClassIAllele))].sort();
}
