/** Packs one contig's bases as they come. */
import type { PackedSequence } from '../shared/reference-bundle/packed-sequence.js';

export interface PackedContig extends PackedSequence {
  readonly name: string;
  readonly packed: Uint8Array;
}

/** N runs this long are not stored: a span costs 16 bytes, 1,024 bases cost 256. */
export const longRun = 1024;

/** Bases and ambiguity letters in; a PackedContig out. The caller reserves room before it adds. */
export class ContigPacker {
  packed = new Uint8Array(1 << 16);
  size = 0;
  length = 0;
  #pendingUnknown = 0;
  #buffer = 0;
  #filled = 0;
  #isSpanOpen = false;
  readonly #spanStart: number[] = [];
  readonly #spanEnd: number[] = [];
  readonly #spanByte: number[] = [];
  readonly #exceptionStart: number[] = [];
  readonly #exceptionEnd: number[] = [];
  readonly #exceptionLetter: number[] = [];

  constructor(readonly name: string) {}

  /** True when whole bytes may be appended directly. */
  get isAligned(): boolean {
    return this.#filled === 0 && this.#pendingUnknown === 0 && this.#isSpanOpen;
  }

  reserve(bytes: number): void {
    if (this.size + bytes <= this.packed.length) return;
    const larger = new Uint8Array(Math.max(this.packed.length * 2, this.size + bytes));
    larger.set(this.packed.subarray(0, this.size));
    this.packed = larger;
  }

  base(code: number): void {
    if (this.#pendingUnknown > 0 || !this.#isSpanOpen) this.#settleUnknown();
    this.#push(code);
    this.length++;
  }

  addUnknown(count: number): void {
    this.#pendingUnknown += count;
    this.length += count;
  }

  /** An IUPAC letter: an A in the packed bases, the letter itself as an exception. */
  ambiguousBase(upperCaseLetter: number): void {
    const position = this.length;
    this.base(0);
    this.#addException(position, position + 1, upperCaseLetter);
  }

  /** Upper-case ACGTN. */
  addText(text: string): void {
    for (let offset = 0; offset < text.length; offset++) {
      const code = 'ACGT'.indexOf(text[offset] ?? 'N');
      if (code < 0) this.addUnknown(1);
      else this.base(code);
    }
  }

  finish(): PackedContig {
    this.#closeSpan(this.length - this.#pendingUnknown);
    const packed = this.packed.slice(0, this.size);
    return {
      name: this.name,
      length: this.length,
      packed,
      spanStart: this.#spanStart,
      spanEnd: this.#spanEnd,
      spanByte: this.#spanByte,
      exceptionStart: this.#exceptionStart,
      exceptionEnd: this.#exceptionEnd,
      exceptionLetter: this.#exceptionLetter,
      bytes: (offset, length) => packed.subarray(offset, offset + length),
    };
  }

  #push(code: number): void {
    this.#buffer = (this.#buffer << 2) | code;
    if (++this.#filled === 4) {
      this.packed[this.size++] = this.#buffer;
      this.#buffer = 0;
      this.#filled = 0;
    }
  }

  #settleUnknown(): void {
    const runStart = this.length - this.#pendingUnknown;
    if (this.#isSpanOpen && this.#pendingUnknown >= longRun) this.#closeSpan(runStart);
    if (this.#isSpanOpen) {
      for (let count = 0; count < this.#pendingUnknown; count++) this.#push(0);
      this.#addException(runStart, this.length, 78);
    } else {
      this.#isSpanOpen = true;
      this.#spanStart.push(this.length);
      this.#spanByte.push(this.size);
    }
    this.#pendingUnknown = 0;
  }

  #closeSpan(end: number): void {
    if (!this.#isSpanOpen) return;
    while (this.#filled !== 0) this.#push(0);
    this.#spanEnd.push(end);
    this.#isSpanOpen = false;
  }

  #addException(start: number, end: number, letter: number): void {
    const last = this.#exceptionEnd.length - 1;
    if (this.#exceptionEnd[last] === start && this.#exceptionLetter[last] === letter) {
      this.#exceptionEnd[last] = end;
      return;
    }
    this.#exceptionStart.push(start);
    this.#exceptionEnd.push(end);
    this.#exceptionLetter.push(letter);
  }
}
