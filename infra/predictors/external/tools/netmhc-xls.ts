/** The file that the NetMHC family writes with -xls: tab-separated, alleles in the first line, a block of columns for each. */
import { unreadable } from '../tool-errors.js';
import { alleleIn, numberIn } from './netmhc-table.js';

/** A peptide on one allele of the file. */
export interface XlsCell {
  /** 1-based line of the file. */
  readonly line: number;
  readonly peptide: string;
  readonly allele: string;
  /** @throws TOOL_OUTPUT_UNREADABLE unless the cell is a number */
  number(column: string): number;
  has(column: string): boolean;
}

export interface XlsFormat {
  readonly title: string;
  readonly origin: string;
  readonly mhcClass: 'I' | 'II';
  /** Columns before the blocks. */
  readonly leading: readonly string[];
  /** Each: the columns of one block. */
  readonly blocks: readonly (readonly string[])[];
}

/** Mean over the alleles and number of binders. */
const trailing: readonly string[] = ['Ave', 'NB'];

/** Whether the text begins as such a file does: tabs, alleles, and 'Pos Peptide ID' in the second line. */
export function looksLikeXls(text: string): boolean {
  const [first = '', second = ''] = text.slice(0, 65_536).split(/\r?\n/, 2);
  return first.startsWith('\t\t\t') && second.startsWith('Pos\tPeptide\tID\t');
}

/** Every peptide × allele in file order. @throws TOOL_OUTPUT_UNREADABLE where columns or cells are not as `format` says */
export function* xlsCells(text: string, format: XlsFormat): Generator<XlsCell> {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  const { alleles, block } = readHeader(lines, format);
  const { title, origin, leading } = format;
  const width = leading.length + alleles.length * block.length + trailing.length;
  for (const [index, content] of lines.entries()) {
    if (index < 2 || content === '') continue;
    const cells = content.split('\t');
    const at = { title, file: origin, line: index + 1 };
    if (cells.length !== width) throw unreadable(title, `expected ${width} cells, found ${cells.length}`, at);
    const peptide = cells[leading.indexOf('Peptide')] ?? '';
    for (const [place, allele] of alleles.entries()) {
      const start = leading.length + place * block.length;
      yield {
        line: at.line,
        peptide,
        allele,
        has: (column) => block.includes(column),
        number: (column) => numberIn(cells[start + block.indexOf(column)] ?? '', { ...at, field: column }),
      };
    }
  }
}

function readHeader(
  lines: readonly string[],
  format: XlsFormat,
): { readonly alleles: readonly string[]; readonly block: readonly string[] } {
  const { title, origin, leading } = format;
  const names = (lines[1] ?? '').split('\t');
  const refuse = (message: string) => unreadable(title, message, { file: origin, line: 2 });
  const alleles = (lines[0] ?? '')
    .split('\t')
    .filter((name) => name !== '')
    .map((name) => alleleIn(name, format.mhcClass, { title, file: origin, line: 1 }));
  if (alleles.length === 0) throw refuse('the first line names no allele');
  const block = format.blocks.find(
    (columns) => names.join('\t') === [...leading, ...alleles.flatMap(() => columns), ...trailing].join('\t'),
  );
  if (block !== undefined) return { alleles, block };
  throw refuse(`columns that are not known: ${[...new Set(names)].join(', ')}`);
}
