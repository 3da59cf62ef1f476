const newline = 0x0a;
const carriageReturn = 0x0d;

/** A VCF line of 100,000 samples is some 10 MB; beyond this the bytes are not lines of text. */
export const longestLineBytes = 64 * 1024 * 1024;

/** Called with the bytes that hold the line, [start, end) without its line break; the bytes are valid only during the call. */
export type LineVisitor = (bytes: Buffer, start: number, end: number) => void;

/**
 * Cuts chunks of bytes into lines (LF or CRLF) without decoding them; only a line that straddles two chunks is copied.
 * Line numbers are the visitor's to count: every line is visited, empty ones as well.
 */
export class LineSplitter {
  #parts: Buffer[] = [];
  #pendingBytes = 0;
  readonly #visit: LineVisitor;
  readonly #onOverlong: () => never;

  constructor(visit: LineVisitor, onOverlong: () => never) {
    this.#visit = visit;
    this.#onOverlong = onOverlong;
  }

  push(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    let end = bytes.indexOf(newline);
    if (end >= 0 && this.#pendingBytes > 0) {
      this.#parts.push(bytes.subarray(0, end));
      this.#flush();
      start = end + 1;
      end = bytes.indexOf(newline, start);
    }
    while (end >= 0) {
      this.#visitTrimmed(bytes, start, end);
      start = end + 1;
      end = bytes.indexOf(newline, start);
    }
    if (start >= bytes.length) return;
    // Copied: the source may reuse the memory of its chunk.
    this.#parts.push(Buffer.from(bytes.subarray(start)));
    this.#pendingBytes += bytes.length - start;
    if (this.#pendingBytes > longestLineBytes) this.#onOverlong();
  }

  /** Visits what follows the last line break; returns whether there was anything. */
  finish(): boolean {
    if (this.#pendingBytes === 0) return false;
    this.#flush();
    return true;
  }

  #flush(): void {
    const line = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#pendingBytes = 0;
    this.#visitTrimmed(line, 0, line.length);
  }

  #visitTrimmed(bytes: Buffer, start: number, end: number): void {
    this.#visit(bytes, start, end > start && bytes[end - 1] === carriageReturn ? end - 1 : end);
  }
}
