/** Class I names as MixMHCpred and PRIME write them: A0201. */
import { readAllele, type TextSource } from './text-table.js';

/** 'HLA-A*02:01' as 'A0201'. */
export function compactAllele(allele: string): string {
  return allele.replace(/^HLA-|[*:]/g, '');
}

/**
 * Canonical name of a compact one. These tools write two fields, so six digits are a group and a protein of four (A021040); only where
 * the protein would begin with 0, which no name has, they are three fields as the user gave them (A020101).
 * @throws TOOL_OUTPUT_UNREADABLE
 */
export function readCompactAllele(text: string, line: number, source: TextSource): string {
  const [, gene, group, protein] = /^(?:HLA-)?([ABCEFG])(\d{2})([1-9]\d{3})$/.exec(text) ?? [];
  return readAllele(protein === undefined ? text : `${gene}*${group}:${protein}`, line, source);
}
