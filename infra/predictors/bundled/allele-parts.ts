import type { AlleleEntry, AlleleTable } from './allele-table.js';
import { encodePseudosequence } from './encode-pseudosequence.js';
import type { Kernel } from './kernel.js';
import type { Network } from './network.js';

/** Alleles whose parts are kept at once. */
const CAPACITY = 256;

/** Alleles that may be asked for at once. */
export const MOST_ALLELES = 64;

/** Gain and bias of every net for the alleles that were asked for last, and what else the predictor wants to know of an allele. */
export class AlleleParts<Facts> {
  readonly #options: AllelePartsOptions<Facts>;
  readonly #start: number;
  readonly #inputs: number;
  readonly #known = new Map<string, PreparedAllele<Facts>>();

  constructor(options: AllelePartsOptions<Facts>) {
    this.#options = options;
    this.#start = options.kernel.reserve(CAPACITY * options.bytesPerAllele);
    this.#inputs = options.kernel.store(encodePseudosequence(''));
  }

  /** Bytes that the parts take of a kernel's memory. */
  static bytes(bytesPerAllele: number): number {
    return CAPACITY * bytesPerAllele + 8192;
  }

  /** What is known of each allele, null for one that has no pseudosequence; at most MOST_ALLELES, good until the next call. */
  prepare(alleles: readonly string[]): readonly (PreparedAllele<Facts> | null)[] {
    const fresh = alleles.filter((allele) => !this.#known.has(allele)).length;
    if (this.#known.size + fresh > CAPACITY) this.#known.clear();
    return alleles.map((allele) => this.#known.get(allele) ?? this.#make(allele));
  }

  #make(allele: string): PreparedAllele<Facts> | null {
    const { kernel, nets, bytesPerAllele, table, factsOf } = this.#options;
    const entry = table.get(allele);
    if (entry === undefined) return null;
    const part = this.#start + this.#known.size * bytesPerAllele;
    const inputs = encodePseudosequence(entry.pseudosequence);
    kernel.floats(this.#inputs, inputs.length).set(inputs);
    for (const net of nets) net.writePart(this.#inputs, part);
    const prepared = { part, facts: factsOf(entry) };
    this.#known.set(allele, prepared);
    return prepared;
  }
}

interface AllelePartsOptions<Facts> {
  readonly kernel: Kernel;
  readonly nets: readonly Network[];
  readonly bytesPerAllele: number;
  readonly table: AlleleTable;
  readonly factsOf: (entry: AlleleEntry) => Facts;
}

export interface PreparedAllele<Facts> {
  /** Address of the allele's part. */
  readonly part: number;
  readonly facts: Facts;
}
