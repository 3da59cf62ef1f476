import { type HlaCall, readHlaTyping } from '../../stages/shared/hla-typing/index.js';

/** A call as one word for tables in tests: the allele, or 'gene?written', then the note unless ok, then the alternatives. */
export function shown({ allele, gene, written, note, alternatives }: HlaCall): string {
  const subject = allele ?? `${gene}?${written}`;
  const doubt = note === 'ok' ? '' : ` ${note}`;
  return alternatives.length === 0 ? `${subject}${doubt}` : `${subject}${doubt} ${alternatives.join('/')}`;
}

/** Tool and calls of a text, as words. */
export function typed(text: string): { tool: string; calls: readonly string[] } {
  const { tool, calls } = readHlaTyping(text);
  return { tool, calls: calls.map(shown) };
}

/** Rows of cells as a tab-separated text with a final newline. */
export function tsv(...rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.join('\t')}\n`).join('');
}
