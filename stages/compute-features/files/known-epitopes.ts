import type { ByteSource } from '../../../schemas/stage.js';
import { cellsOf, clip, type Line, linesOf, malformed, type SubmittedFile } from './submitted-lines.js';

/** Column names of lists, in lower case. */
const peptideColumns = ['peptide', 'epitope', 'sequence', 'peptide_sequence', 'epitope_sequence'];

/**
 * Distinct epitopes of a FASTA file, of a list with one a line, or of the column `peptide`, `epitope` or `sequence` of a table; in the file's
 * order, upper case. @throws KNOWN_EPITOPES_MALFORMED
 */
export async function readKnownEpitopes(source: ByteSource): Promise<readonly string[]> {
  const file: SubmittedFile = {
    source,
    code: 'KNOWN_EPITOPES_MALFORMED',
    fix: 'Give a FASTA file, a list with one epitope a line, or a table with a column peptide, epitope or sequence; leave out modified residues.',
  };
  const lines = await linesOf(file);
  const isFasta = lines[0]?.text.startsWith('>') === true;
  const epitopes = new Set<string>();
  for (const { number, text } of isFasta ? fastaEntries(lines) : listEntries(lines)) {
    const epitope = text.toUpperCase().replace(/\*$/, '');
    if (!/^[A-Z]+$/.test(epitope)) {
      throw malformed(
        file,
        number,
        epitope === '' ? 'there is no epitope' : `expected residues, found '${clip(text)}'`,
      );
    }
    epitopes.add(epitope);
  }
  if (epitopes.size === 0) throw malformed(file, 1, 'the file has a header and no epitope');
  return [...epitopes];
}

/** Each entry's sequence, at its header's line. */
function fastaEntries(lines: readonly Line[]): readonly Line[] {
  const entries: { number: number; text: string }[] = [];
  for (const { number, text } of lines) {
    const last = entries.at(-1);
    if (text.startsWith('>')) entries.push({ number, text: '' });
    else if (last !== undefined) last.text += text.replaceAll(/\s+/g, '');
  }
  return entries;
}

function listEntries(lines: readonly Line[]): readonly Line[] {
  const header = cellsOf(lines[0]?.text ?? '').map((cell) => cell.toLowerCase());
  const column = header.findIndex((name) => peptideColumns.includes(name));
  const rows = column < 0 ? lines : lines.slice(1);
  return rows.map(({ number, text }) => ({ number, text: cellsOf(text)[Math.max(0, column)] ?? '' }));
}
