import { readFile } from 'node:fs/promises';
import { labelOf } from './options.js';
import { readPeptides } from './read-peptides.js';

export interface NamedPeptide {
  readonly name: string;
  readonly peptide: string;
  /** 1-based; of a FASTA record its name's line. */
  readonly line: number;
}

/** The peptides of a file with the names of FASTA records; those of other files are numbered. @throws PEPTIDE_MALFORMED */
export async function namedPeptides(path: string): Promise<readonly NamedPeptide[]> {
  const peptides = await readPeptides(path);
  const headers = headersOf(await readFile(path, 'utf8'));
  return peptides.map((peptide, index) => {
    const header = headers?.[index];
    return {
      peptide,
      name: header?.name || `${labelOf(path).replace(/\.[^.]*$/, '')}_${index + 1}`,
      line: header?.line ?? index + 1,
    };
  });
}

/** First words of the FASTA headers; null: the file is no FASTA. */
function headersOf(text: string): readonly { readonly name: string; readonly line: number }[] | null {
  if (!text.replace(/^\uFEFF/, '').startsWith('>')) return null;
  return text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .flatMap((content, index) =>
      content.startsWith('>')
        ? [{ name: content.slice(1).trim().split(/\s+/)[0] ?? '', line: index + 1 }]
        : [],
    );
}
