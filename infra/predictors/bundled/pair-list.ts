import type { Kernel } from './kernel.js';
import type { Network } from './network.js';

/**
 * Pairs for the kernel to score: row sets (a class I peptide, a register of a class II peptide) and the alleles of each. A pair's logits
 * depend on its rows and its allele's part alone.
 */
export class PairList {
  /** Two numbers a pair: the sums of its weighted first and second logits. */
  readonly logits: Float64Array;
  readonly #kernel: Kernel;
  readonly #scratch: number;
  readonly #sets: Int32Array;
  readonly #alleles: Int32Array;
  #setEnd = 0;
  #pairCount = 0;

  /** @param capacity most row sets, most pairs, and most units of a net */
  constructor(
    kernel: Kernel,
    capacity: { readonly sets: number; readonly pairs: number; readonly units: number },
  ) {
    const { sets, pairs, units } = capacity;
    this.#kernel = kernel;
    this.#scratch = kernel.reserve(scratchBytes(units));
    this.#sets = kernel.integers(kernel.reserve(sets * 12), sets * 3);
    this.#alleles = kernel.integers(kernel.reserve(pairs * 4), pairs);
    this.logits = kernel.doubles(kernel.reserve(pairs * 16), pairs * 2);
  }

  get pairCount(): number {
    return this.#pairCount;
  }

  /** Bytes that a list takes of a kernel's memory. */
  static bytes({ sets, pairs, units }: { sets: number; pairs: number; units: number }): number {
    return scratchBytes(units) + sets * 12 + pairs * 20 + 1024;
  }

  clear(): void {
    this.#setEnd = 0;
    this.#pairCount = 0;
  }

  /** Adds a pair of the row set that is being made. @param part address of the allele's part */
  addPair(part: number): void {
    this.#alleles[this.#pairCount++] = part;
  }

  /** Ends the row set. @param start address of its first row number, uint16 @param end address behind its last */
  endSet(start: number, end: number): void {
    const sets = this.#sets;
    sets[this.#setEnd++] = start;
    sets[this.#setEnd++] = end;
    sets[this.#setEnd++] = this.#alleles.byteOffset + 4 * this.#pairCount;
  }

  clearLogits(): void {
    this.logits.fill(0, 0, 2 * this.#pairCount);
  }

  /** Adds a net's logits, weighted, to `logits`. */
  addLogits(net: Network, weights: readonly [number, number]): void {
    const sets = this.#sets.byteOffset;
    const setsEnd = sets + 4 * this.#setEnd;
    const [first, second] = weights;
    const { byteOffset: alleles } = this.#alleles;
    const { byteOffset: out } = this.logits;
    this.#kernel.run.score(sets, setsEnd, alleles, net.record, this.#scratch, first, second, out);
  }
}

/** What kernel.wat asks for: the first layer's sums, and for 64 pairs a record and the list of active units. */
function scratchBytes(units: number): number {
  return units * 4 + 64 * (48 + units * 8) + 64;
}
