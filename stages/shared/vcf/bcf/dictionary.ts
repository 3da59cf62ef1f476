import { parseMetaFields } from '../header.js';

/** The header of a BCF: its text as VCF, and the names that records give as numbers. */
export interface BcfHeader {
  /** Lines to #CHROM, each with its line break. */
  readonly text: string;
  /** IDs of FILTER, INFO and FORMAT share one numbering. */
  readonly names: readonly (string | undefined)[];
  readonly contigs: readonly (string | undefined)[];
}

/** The `,IDX=n` that BCF writers add; the VCF has none. */
const writtenIndex = /,IDX=\d+>$/;

/**
 * Reads the dictionaries out of the header text (VCF 4.3 §6.2.1 "Dictionary of strings", §6.2.2 "Dictionary of contigs"): numbered by first
 * appearance, PASS being 0, unless the line states IDX.
 */
export function readBcfHeader(headerText: string): BcfHeader {
  const names = new Numbering(['PASS']);
  const contigs = new Numbering([]);
  const lines = headerText.split(/\r?\n/).filter((line) => line !== '');
  for (const line of lines) {
    const [, key = '', value = ''] = /^##(FILTER|INFO|FORMAT|contig)=(<.*>)$/.exec(line) ?? [];
    const fields = key === '' ? null : parseMetaFields(value);
    const id = fields?.get('ID');
    if (id === undefined) continue;
    (key === 'contig' ? contigs : names).add(id, fields?.get('IDX'));
  }
  return {
    text: lines.map((line) => `${line.replace(writtenIndex, '>')}\n`).join(''),
    names: names.list,
    contigs: contigs.list,
  };
}

/** Numbers are small in any real header; a stated one beyond this is damage and would make a sparse giant of the list. */
const largestNumber = 10_000_000;

class Numbering {
  readonly list: (string | undefined)[];
  readonly #known: Set<string>;

  constructor(first: readonly string[]) {
    this.list = [...first];
    this.#known = new Set(first);
  }

  add(id: string, stated: string | undefined): void {
    const number = stated === undefined ? Number.NaN : Number(stated);
    if (Number.isInteger(number) && number >= 0 && number <= largestNumber) {
      this.list[number] = id;
      this.#known.add(id);
      return;
    }
    if (this.#known.has(id)) return;
    this.#known.add(id);
    this.list.push(id);
  }
}
