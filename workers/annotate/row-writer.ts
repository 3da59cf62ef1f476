/** Writes rows as TSV bytes into large buffers, without making a string of each row. */
import type { Omission } from '../../schemas/omissions.js';
import type { Consequence, Variant } from '../../schemas/rows.js';
import { tsvLine } from '../../stages/shared/tsv.js';
import {
  cellsOfAllele,
  cellsOfOmission,
  cellsOfRow,
  cellsOfTranscript,
  inOrder,
  phaseGroupOf,
  type RowCells,
  termsOf,
} from './columns.js';

/** A buffer that another thread writes out and may send back. */
export const outputBufferBytes = 1 << 18;

/** Some pieces' worth. */
const mostSpare = 64;

const tab = 0x09;
const unknown = 'NA';

/** A cell that `tsvLine` would change, or with characters of more than one byte: then `tsvLine` makes the row. */
const unusual = /[^\x20-\x7e]|^[=+@-]./;

/** Transcripts and terms seen; of an annotated VCF there may be any number. */
const mostKnown = 50_000;

interface KnownTranscript {
  readonly gene: string;
  readonly biotype: string;
  readonly strand: string | null;
  readonly proteinId: string | null;
  /** null: unusual. */
  readonly text: string | null;
  /** Whether HGVS names that we make of the ids need no look. */
  readonly isNamedUsually: boolean;
}

/** Text is put into the buffer in stretches of so many characters: a call costs as much as 100 of them. */
const stretchLength = 1 << 13;

export class RowWriter {
  readonly #hasProteins: boolean;
  #buffer: Buffer;
  #filled = 0;
  /** Usual text that is not in the buffer yet. */
  #pending = '';
  #done: Uint8Array<ArrayBuffer>[] = [];
  #spare: ArrayBuffer[] = [];
  #variant: Variant | null = null;
  #allele: string | null = null;
  readonly #transcripts = new Map<string, KnownTranscript>();
  readonly #terms = new WeakMap<readonly string[], string | null>();

  constructor(options: { readonly hasProteins: boolean }) {
    this.#hasProteins = options.hasProteins;
    this.#buffer = Buffer.alloc(0);
  }

  row(variant: Variant, row: Consequence): void {
    const allele = this.#alleleText(variant);
    const known = this.#transcript(row);
    const transcript = known.text;
    // HGVS of the bundle's alleles is an id and letters of our own; of an annotated VCF it is whatever stands there.
    const isOwnName = known.isNamedUsually && row.source === 'bundle' && variant.event === null;
    const change = this.#changeText(row, isOwnName);
    const group = phaseGroupOf(row) ?? unknown;
    // The allele's own id is as usual as the allele is.
    const isUsualGroup = row.phaseGroup.length === 1 || !unusual.test(group);
    if (allele === null || transcript === null || change === null || !isUsualGroup) {
      this.#writeCells(cellsOfRow(variant, row));
      return;
    }
    const first = `${allele}\t${transcript}\t${change}`;
    this.#write(first, row, `${group}\t${row.nmd}\t${row.status}`);
  }

  omission(omission: Omission, variant: Variant | null): void {
    this.#writeCells(cellsOfOmission(omission, variant));
  }

  /** What was written since the last take; the memory is the taker's. */
  take(): Uint8Array<ArrayBuffer>[] {
    this.#flush();
    this.#close();
    const taken = this.#done;
    this.#done = [];
    return taken;
  }

  /** Gives back memory of what was taken, and is given back what is more than one piece needs. */
  recycle(buffers: readonly ArrayBuffer[]): ArrayBuffer[] {
    const usable = buffers.filter(({ byteLength }) => byteLength === outputBufferBytes);
    this.#spare.push(...usable);
    return this.#spare.splice(mostSpare);
  }

  #alleleText(variant: Variant): string | null {
    if (variant !== this.#variant) {
      this.#variant = variant;
      this.#allele = usualText(cellsOfAllele(variant));
    }
    return this.#allele;
  }

  #transcript(row: Consequence): KnownTranscript {
    const { gene, biotype, strand, proteinId } = row;
    const known = this.#transcripts.get(row.transcript);
    if (
      known !== undefined &&
      known.gene === gene &&
      known.biotype === biotype &&
      known.strand === strand &&
      known.proteinId === proteinId
    ) {
      return known;
    }
    const text = usualText(cellsOfTranscript(row));
    const isNamedUsually = text !== null && !unusual.test(proteinId ?? unknown);
    const learnt = { gene, biotype, strand, proteinId, text, isNamedUsually };
    if (this.#transcripts.size >= mostKnown) this.#transcripts.clear();
    this.#transcripts.set(row.transcript, learnt);
    return learnt;
  }

  #changeText(row: Consequence, isOwnName: boolean): string | null {
    const terms = this.#termsText(row);
    const [hgvsC, hgvsP] = [row.hgvsC ?? unknown, row.hgvsP ?? unknown];
    if (terms === null) return null;
    if (!isOwnName && (unusual.test(hgvsC) || unusual.test(hgvsP))) return null;
    return `${terms}\t${hgvsC}\t${hgvsP}\t${row.proteinStart ?? unknown}`;
  }

  /** Rows of equal terms share one array. */
  #termsText(row: Consequence): string | null {
    let text = this.#terms.get(row.consequence);
    if (text === undefined) {
      text = usualText([termsOf(row)]);
      this.#terms.set(row.consequence, text);
    }
    return text;
  }

  #write(first: string, row: Consequence, last: string): void {
    if (!this.#hasProteins) {
      this.#pending += `${first}\t${last}\n`;
      if (this.#pending.length >= stretchLength) this.#flush();
      return;
    }
    const [wildtype, mutant] = [row.wildtypeProtein ?? unknown, row.mutantProtein ?? unknown];
    this.#reserve(first.length + wildtype.length + mutant.length + last.length + 4);
    this.#text(first);
    this.#byte(tab);
    this.#text(wildtype);
    this.#byte(tab);
    this.#text(mutant);
    this.#text(`\t${last}\n`);
  }

  #flush(): void {
    const text = this.#pending;
    if (text === '') return;
    this.#pending = '';
    this.#reserve(text.length);
    this.#text(text);
  }

  #writeCells(cells: RowCells): void {
    this.#flush();
    const line = tsvLine(inOrder(cells, this.#hasProteins));
    this.#reserve(Buffer.byteLength(line));
    this.#filled += this.#buffer.write(line, this.#filled, 'utf8');
  }

  #text(text: string): void {
    this.#filled += this.#buffer.write(text, this.#filled, 'latin1');
  }

  #byte(byte: number): void {
    this.#buffer[this.#filled] = byte;
    this.#filled += 1;
  }

  #reserve(size: number): void {
    if (this.#filled + size <= this.#buffer.length) return;
    this.#close();
    const memory =
      size > outputBufferBytes
        ? new ArrayBuffer(size)
        : (this.#spare.pop() ?? new ArrayBuffer(outputBufferBytes));
    this.#buffer = Buffer.from(memory);
  }

  #close(): void {
    const { buffer } = this.#buffer;
    if (this.#filled > 0 && buffer instanceof ArrayBuffer)
      this.#done.push(new Uint8Array(buffer, 0, this.#filled));
    this.#buffer = Buffer.alloc(0);
    this.#filled = 0;
  }
}

/** The cells joined, or null where one is unusual. */
function usualText(cells: readonly (string | number | null)[]): string | null {
  const texts = cells.map((cell) => String(cell ?? unknown));
  return texts.some((text) => unusual.test(text)) ? null : texts.join('\t');
}
