/**
 * The choice as numbers. Each column is one clone seen by one HLA allele. With losses l = −ln(1 − p·a) the objective of a set V is
 * Σ_c w_c·(1 − e^{−Σ_{i∈V} l_ic}): the same value as with the product of SCIENCE "Selection", and concave in the sums.
 */

/** Items stand in rank order: a lower index is ranked better. */
export interface SelectionProblem {
  readonly count: number;
  readonly columns: number;
  /** By column. What pinned antigens already cover is taken off. */
  readonly weights: Float64Array;
  /** count × columns, row by row. */
  readonly losses: Float64Array;
  /** By item: what it is worth whatever it covers. */
  readonly bonuses: Float64Array;
  /** Gene of each item; at most geneLimits[gene] of one. */
  readonly genes: Int32Array;
  readonly geneLimits: Int32Array;
  /** Protein product of each item, which lies within one gene; at most one of each. */
  readonly products: Int32Array;
  readonly productCount: number;
  /** At most so many. */
  readonly size: number;
}

/** A probability so near to 1 that one antigen would cover a column for ever is no prediction; five decimals are what is stored. */
const mostProbable = 0.99999;

/** −ln(1 − p) of a probability of 0-1. */
export function lossOf(probability: number): number {
  return -Math.log1p(-Math.min(mostProbable, Math.max(0, probability)));
}

/** Adds `times` rows of losses to the sums of the columns. */
export function addLosses(problem: SelectionProblem, item: number, sums: Float64Array, times: number): void {
  const { columns, losses } = problem;
  const from = item * columns;
  for (let column = 0; column < columns; column++)
    sums[column] = (sums[column] ?? 0) + times * (losses[from + column] ?? 0);
}

/** Summed losses of a set of items by column, added in ascending order: the same set has the same sums to the last bit. */
export function sumsOf(problem: SelectionProblem, items: Iterable<number>): Float64Array {
  const sums = new Float64Array(problem.columns);
  for (const item of [...items].sort((a, b) => a - b)) addLosses(problem, item, sums, 1);
  return sums;
}

/** What columns with these sums are worth. */
function worthOfSums({ weights }: SelectionProblem, sums: Float64Array): number {
  let worth = 0;
  for (const [column, weight] of weights.entries()) worth -= weight * Math.expm1(-(sums[column] ?? 0));
  return worth;
}

/** The objective of a set, bonuses included. */
export function worthOf(problem: SelectionProblem, items: Iterable<number>): number {
  const ascending = [...items].sort((a, b) => a - b);
  const bonus = ascending.reduce((sum, item) => sum + (problem.bonuses[item] ?? 0), 0);
  return worthOfSums(problem, sumsOf(problem, ascending)) + bonus;
}

/** What is left of each weight where the columns have these sums. */
export function openWeights({ weights }: SelectionProblem, sums: Float64Array): Float64Array {
  return weights.map((weight, column) => weight * Math.exp(-(sums[column] ?? 0)));
}

/** What one more item adds, by the weights still open, and its bonus. */
export function gainOf(problem: SelectionProblem, item: number, open: Float64Array): number {
  const { columns, losses, bonuses } = problem;
  const from = item * columns;
  let gain = bonuses[item] ?? 0;
  for (let column = 0; column < columns; column++) {
    const loss = losses[from + column] ?? 0;
    if (loss > 0) gain -= (open[column] ?? 0) * Math.expm1(-loss);
  }
  return gain;
}

/** Which places are taken: the constraints form a laminar matroid (products within genes within the list). */
export class Places {
  readonly #problem: SelectionProblem;
  readonly #ofGene: Int32Array;
  readonly #ofProduct: Uint8Array;
  #count = 0;

  constructor(problem: SelectionProblem, items: Iterable<number> = []) {
    this.#problem = problem;
    this.#ofGene = new Int32Array(problem.geneLimits.length);
    this.#ofProduct = new Uint8Array(problem.productCount);
    for (const item of items) this.take(item);
  }

  get left(): number {
    return this.#problem.size - this.#count;
  }

  has(item: number): boolean {
    return this.left > 0 && this.#isProductFree(item) && this.#isGeneFree(item);
  }

  /** Whether `item` has a place once `other` gives its own away. */
  hasInstead(item: number, other: number): boolean {
    const { genes, products } = this.#problem;
    return (
      (this.#isProductFree(item) || products[item] === products[other]) &&
      (this.#isGeneFree(item) || genes[item] === genes[other])
    );
  }

  take(item: number): void {
    this.#add(item, 1);
  }

  free(item: number): void {
    this.#add(item, -1);
  }

  #add(item: number, change: 1 | -1): void {
    const gene = this.#problem.genes[item] ?? 0;
    const product = this.#problem.products[item] ?? 0;
    this.#ofGene[gene] = (this.#ofGene[gene] ?? 0) + change;
    this.#ofProduct[product] = (this.#ofProduct[product] ?? 0) + change;
    this.#count += change;
  }

  #isProductFree(item: number): boolean {
    return this.#ofProduct[this.#problem.products[item] ?? 0] === 0;
  }

  #isGeneFree(item: number): boolean {
    const gene = this.#problem.genes[item] ?? 0;
    return (this.#ofGene[gene] ?? 0) < (this.#problem.geneLimits[gene] ?? 0);
  }
}
