/** Columns of a Mutation Annotation Format table (GDC MAF format v1.0.0; TCGA MAF specification 2.4) that say what a VCF would. */

/** Cells of a row by column name; '' where the column is absent or the cell empty. */
export type MafCells = (name: string) => string;

const indispensable = [
  'Hugo_Symbol',
  'Chromosome',
  'Start_Position',
  'Reference_Allele',
  'Tumor_Seq_Allele2',
  'Tumor_Sample_Barcode',
] as const;

/** Names a table must have to be taken for a MAF at all. */
const tellTale = ['Hugo_Symbol', 'Start_Position', 'Reference_Allele', 'Tumor_Seq_Allele2'] as const;

/** How the writers of tables mean 'no value'. */
const blanks = new Set(['', '.', 'NA', 'N/A', '__UNKNOWN__', 'NULL']);

/** Column places of one table, found by exact name, else whatever its letter case: 'Start_position' of older TCGA tables, which also have a second 'strand'. */
export class MafColumns {
  readonly missing: readonly string[];
  readonly #places = new Map<string, number>();
  readonly #lowerCase = new Map<string, number>();

  constructor(headerLine: string) {
    for (const [index, name] of headerLine.split('\t').entries()) {
      if (!this.#places.has(name)) this.#places.set(name, index);
      const lower = name.trim().toLowerCase();
      if (!this.#lowerCase.has(lower)) this.#lowerCase.set(lower, index);
    }
    this.missing = indispensable.filter((name) => this.#placeOf(name) === undefined);
  }

  cellsOf(line: string): MafCells {
    const values = line.split('\t');
    return (name) => {
      const value = values[this.#placeOf(name) ?? -1]?.trim() ?? '';
      return blanks.has(value) ? '' : value;
    };
  }

  #placeOf(name: string): number | undefined {
    return this.#places.get(name) ?? this.#lowerCase.get(name.toLowerCase());
  }
}

/** Whether a line is the header of a MAF. */
export function isMafHeader(line: string): boolean {
  const names = new Set(line.split('\t').map((name) => name.trim().toLowerCase()));
  return tellTale.every((name) => names.has(name.toLowerCase()));
}

/** Whether decompressed bytes begin a MAF: comment lines, then its header. */
export function isMaf(head: Buffer): boolean {
  for (const line of withoutMark(head.toString('utf8')).split(/\r?\n/)) {
    if (line === '' || line.startsWith('#')) continue;
    return isMafHeader(line);
  }
  return false;
}

/** A table saved by a spreadsheet begins with a byte-order mark. */
export function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
