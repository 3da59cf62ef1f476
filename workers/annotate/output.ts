/** Bytes for stdout, in order; the first are held back until the file is known to be sound, if it is small. */

/** A wrong file is told from its first rows or, where it is small, from all; then nothing of it should have been printed. */
const heldBackBytes = 8 * 1024 * 1024;

export class Output {
  readonly #write: (bytes: Uint8Array) => Promise<void>;
  #held: Uint8Array<ArrayBuffer>[] = [];
  #heldBytes = 0;
  #isHolding = true;

  /** @param write resolves when the reader has taken the bytes, or the system for it */
  constructor(write: (bytes: Uint8Array) => Promise<void>) {
    this.#write = write;
  }

  /** Resolves to memory that is free again. */
  async add(parts: readonly Uint8Array<ArrayBuffer>[]): Promise<readonly ArrayBuffer[]> {
    for (const part of parts) {
      this.#held.push(part);
      this.#heldBytes += part.buffer.byteLength;
    }
    if (this.#isHolding && this.#heldBytes < heldBackBytes) return [];
    return this.#flush();
  }

  async end(): Promise<void> {
    await this.#flush();
  }

  async #flush(): Promise<readonly ArrayBuffer[]> {
    this.#isHolding = false;
    const parts = this.#held;
    this.#held = [];
    this.#heldBytes = 0;
    for (const part of parts) await this.#write(part);
    return parts.map(({ buffer }) => buffer);
  }
}
