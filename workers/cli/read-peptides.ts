import { readFileSync } from 'node:fs';
import { parseString } from 'fast-csv';
import { AntigraphError, type InputLocation } from '../../schemas/errors.js';
import { labelOf } from './options.js';

/** A peptide as given, in capitals, and where it stands. */
interface PeptideLine {
  readonly peptide: string;
  readonly line: number;
}

/** One peptide a line, FASTA (each record is a peptide), or a table with a 'peptide' column. @throws PEPTIDE_MALFORMED */
export async function readPeptides(path: string): Promise<readonly string[]> {
  const file = labelOf(path);
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  const [first = ''] = text.split(/\r?\n/, 1);
  const found = text.startsWith('>')
    ? fromFasta(text)
    : /[\t,]/.test(first)
      ? await fromTable(text, first, file)
      : fromLines(text);
  if (found.length === 0) throw malformed(`${file} holds no peptide`, { file });
  for (const { peptide, line } of found) {
    if (/^[A-Z*]+$/.test(peptide)) continue;
    const shown = peptide.slice(0, 40);
    throw malformed(
      peptide === '' ? 'there is no peptide here' : `'${shown}' is not a peptide (one-letter amino acids)`,
      { file, line },
    );
  }
  return found.map(({ peptide }) => peptide);
}

function malformed(message: string, at: InputLocation): AntigraphError {
  return new AntigraphError('PEPTIDE_MALFORMED', message, {
    at,
    fix: "Give one peptide a line, FASTA, or a table with a column 'peptide'.",
  });
}

function fromLines(text: string): readonly PeptideLine[] {
  const lines = text
    .split(/\r?\n/)
    .map((content, index) => ({ peptide: content.trim().toUpperCase(), line: index + 1 }))
    .filter(({ peptide }) => peptide !== '' && !peptide.startsWith('#'));
  return lines[0]?.peptide === 'PEPTIDE' ? lines.slice(1) : lines;
}

function fromFasta(text: string): readonly PeptideLine[] {
  const records: { peptide: string; line: number }[] = [];
  for (const [index, content] of text.split(/\r?\n/).entries()) {
    if (content.startsWith('>')) records.push({ peptide: '', line: index + 1 });
    else {
      const record = records.at(-1);
      if (record !== undefined) record.peptide += content.replace(/\s+/g, '').toUpperCase();
    }
  }
  return records;
}

async function fromTable(text: string, header: string, file: string): Promise<readonly PeptideLine[]> {
  const delimiter = header.includes('\t') ? '\t' : ',';
  const peptides: PeptideLine[] = [];
  let column = -1;
  let line = 0;
  for await (const cells of parseString(text, { headers: false, delimiter })) {
    const row: readonly string[] = cells;
    line += 1;
    if (row.every((cell) => cell === '')) continue;
    if (column >= 0) peptides.push({ peptide: (row[column] ?? '').trim().toUpperCase(), line });
    else {
      column = row.findIndex((name) =>
        ['peptide', 'epitope', 'sequence', 'mt epitope seq'].includes(name.trim().toLowerCase()),
      );
      if (column < 0) {
        throw malformed(`no peptide column among: ${row.join(', ')}`, { file, line, field: 'header' });
      }
    }
  }
  return peptides;
}
