/**
 * The bound. Where antigens may be taken in parts, the objective is concave in the parts, so its tangent at any point lies above it, and the
 * tangent's largest value over the permitted lists is had by sorting. Parts are moved until that bound hardly falls. The bound holds wherever
 * one stops: rounding and unfinished work make it wider, never wrong.
 */
import { type HeaviestSet, heaviestSet } from './heaviest.js';
import { addLosses, type SelectionProblem } from './problem.js';

export interface RelaxationTask {
  /** Surely taken. */
  readonly fixed: readonly number[];
  /** May be taken; each alone has a place beside the fixed ones. */
  readonly free: readonly number[];
  /** Parts to begin with, by item. */
  readonly start: Float64Array;
  /** Bounds this low need no better one. */
  readonly enough: number;
  readonly maxSteps: number;
}

export interface Relaxation {
  /** No permitted set with the fixed items and some free ones is worth more. */
  readonly bound: number;
  /** By item, 0-1. */
  readonly parts: Float64Array;
  /** By item: the tangent's slope. */
  readonly slopes: Float64Array;
  /** What the tangent would take. */
  readonly heaviest: HeaviestSet;
}

/** Bounds are compared after so many exchanges. */
const checkEvery = 8;
/** Closer than this share of its value the bound need not be to the relaxed optimum. */
const tightShare = 1e-7;
const tiny = 1e-9;
/** For sums of some hundred terms in double precision. */
const roundingMargin = 1 + 1e-12;

export function relax(problem: SelectionProblem, task: RelaxationTask): Relaxation {
  const state = new Parts(problem, task);
  let best = state.relaxation();
  for (let step = 1; step <= task.maxSteps; step++) {
    const hasMoved = state.exchange();
    if (hasMoved && step % checkEvery !== 0 && step < task.maxSteps) continue;
    const now = state.relaxation();
    if (now.bound < best.bound) best = now;
    const isTight = now.bound - state.worth() <= tightShare * now.bound;
    if (!hasMoved || isTight || best.bound <= task.enough) break;
  }
  return best;
}

/** Taken parts, and what follows from them. */
class Parts {
  readonly #problem: SelectionProblem;
  readonly #task: RelaxationTask;
  readonly #parts: Float64Array;
  readonly #sums: Float64Array;
  readonly #slopes: Float64Array;
  readonly #open: Float64Array;
  readonly #ofProduct: Float64Array;
  readonly #ofGene: Float64Array;
  #total: number;
  #bonus = 0;

  constructor(problem: SelectionProblem, task: RelaxationTask) {
    this.#problem = problem;
    this.#task = task;
    this.#parts = new Float64Array(problem.count);
    this.#sums = new Float64Array(problem.columns);
    this.#slopes = new Float64Array(problem.count);
    this.#open = new Float64Array(problem.columns);
    this.#ofProduct = new Float64Array(problem.productCount);
    this.#ofGene = new Float64Array(problem.geneLimits.length);
    this.#total = 0;
    for (const item of task.fixed) this.#move(item, 1, false);
    for (const item of task.free) this.#move(item, this.#permitted(item, task.start[item] ?? 0), true);
    this.#follow();
  }

  worth(): number {
    let worth = 0;
    for (const [column, weight] of this.#problem.weights.entries())
      worth -= weight * Math.expm1(-(this.#sums[column] ?? 0));
    return worth + this.#bonus;
  }

  relaxation(): Relaxation {
    const { fixed, free } = this.#task;
    const heaviest = heaviestSet(this.#problem, { fixed, free, values: this.#slopes });
    let here = 0;
    for (const item of free) here += (this.#parts[item] ?? 0) * (this.#slopes[item] ?? 0);
    const bound = (this.worth() + Math.max(0, heaviest.weight - here)) * roundingMargin;
    return { bound, parts: this.#parts.slice(), slopes: this.#slopes.slice(), heaviest };
  }

  /** Moves parts between the two items whose slopes differ most. false: none differ. */
  exchange(): boolean {
    const pair = this.#steepestPair();
    if (pair === null) return false;
    const { gaining, losing } = pair;
    const step = this.#bestStep(gaining, losing, this.#longest(gaining, losing));
    if (step <= 0) return false;
    this.#move(gaining, step, true);
    if (losing >= 0) this.#move(losing, -step, true);
    this.#follow();
    return true;
  }

  #move(item: number, part: number, isFree: boolean): void {
    if (part === 0) return;
    const { products, genes } = this.#problem;
    const product = products[item] ?? 0;
    const gene = genes[item] ?? 0;
    addLosses(this.#problem, item, this.#sums, part);
    this.#bonus += part * (this.#problem.bonuses[item] ?? 0);
    if (isFree) this.#parts[item] = (this.#parts[item] ?? 0) + part;
    this.#ofProduct[product] = (this.#ofProduct[product] ?? 0) + part;
    this.#ofGene[gene] = (this.#ofGene[gene] ?? 0) + part;
    this.#total += part;
  }

  #permitted(item: number, wanted: number): number {
    return Math.max(0, Math.min(wanted, this.#roomOf(item)));
  }

  #roomOf(item: number): number {
    return Math.min(this.#productRoom(item), this.#geneRoom(item), this.#problem.size - this.#total);
  }

  #productRoom(item: number): number {
    return 1 - (this.#ofProduct[this.#problem.products[item] ?? 0] ?? 0);
  }

  #geneRoom(item: number): number {
    const gene = this.#problem.genes[item] ?? 0;
    return (this.#problem.geneLimits[gene] ?? 0) - (this.#ofGene[gene] ?? 0);
  }

  #follow(): void {
    const { columns, losses, weights, bonuses } = this.#problem;
    for (let column = 0; column < columns; column++)
      this.#open[column] = (weights[column] ?? 0) * Math.exp(-(this.#sums[column] ?? 0));
    for (const item of this.#task.free) {
      const from = item * columns;
      let slope = bonuses[item] ?? 0;
      for (let column = 0; column < columns; column++)
        slope += (this.#open[column] ?? 0) * (losses[from + column] ?? 0);
      this.#slopes[item] = slope;
    }
  }

  /** The item that gains most for the one that must give way to it: of its product or gene where that is full, else of all; −1: none must. */
  #steepestPair(): { readonly gaining: number; readonly losing: number } | null {
    const { products, genes } = this.#problem;
    const givers = this.#givers();
    let steepest = tiny * tightShare;
    let pair: { readonly gaining: number; readonly losing: number } | null = null;
    for (const item of this.#task.free) {
      let losing = -1;
      if (this.#productRoom(item) <= tiny) losing = givers.ofProduct[products[item] ?? 0] ?? -1;
      else if (this.#geneRoom(item) <= tiny) losing = givers.ofGene[genes[item] ?? 0] ?? -1;
      else if (this.#problem.size - this.#total <= tiny) losing = givers.ofAll;
      if (losing === item) continue;
      const isFull = this.#roomOf(item) <= tiny;
      if (isFull && losing < 0) continue;
      const gain = (this.#slopes[item] ?? 0) - (losing < 0 ? 0 : (this.#slopes[losing] ?? 0));
      if (gain <= steepest) continue;
      steepest = gain;
      pair = { gaining: item, losing };
    }
    return pair;
  }

  /** The item with the least slope among those taken in part, of each product and gene and of all; −1: none. */
  #givers() {
    const { products, genes, productCount, geneLimits } = this.#problem;
    const ofProduct = new Int32Array(productCount).fill(-1);
    const ofGene = new Int32Array(geneLimits.length).fill(-1);
    let ofAll = -1;
    const isLower = (item: number, than: number) =>
      than < 0 || (this.#slopes[item] ?? 0) < (this.#slopes[than] ?? 0);
    for (const item of this.#task.free) {
      if ((this.#parts[item] ?? 0) <= tiny) continue;
      const product = products[item] ?? 0;
      const gene = genes[item] ?? 0;
      if (isLower(item, ofProduct[product] ?? -1)) ofProduct[product] = item;
      if (isLower(item, ofGene[gene] ?? -1)) ofGene[gene] = item;
      if (isLower(item, ofAll)) ofAll = item;
    }
    return { ofProduct, ofGene, ofAll };
  }

  #longest(gaining: number, losing: number): number {
    const { products, genes, size } = this.#problem;
    if (losing < 0) return this.#roomOf(gaining);
    const given = this.#parts[losing] ?? 0;
    const isOneProduct = products[gaining] === products[losing];
    const isOneGene = genes[gaining] === genes[losing];
    return Math.min(
      given,
      isOneProduct ? 1 : this.#productRoom(gaining),
      isOneGene ? size : this.#geneRoom(gaining),
    );
  }

  /** Newton's method along the exchange; the objective is concave there. */
  #bestStep(gaining: number, losing: number, longest: number): number {
    const { columns, losses, bonuses } = this.#problem;
    const bonus = (bonuses[gaining] ?? 0) - (bonuses[losing] ?? 0);
    const difference = (column: number) =>
      (losses[gaining * columns + column] ?? 0) - (losing < 0 ? 0 : (losses[losing * columns + column] ?? 0));
    let step = 0;
    for (let round = 0; round < 3; round++) {
      let slope = bonus;
      let bend = 0;
      for (let column = 0; column < columns; column++) {
        const each = difference(column);
        if (each === 0) continue;
        const weight = (this.#open[column] ?? 0) * Math.exp(-step * each);
        slope += weight * each;
        bend += weight * each * each;
      }
      if (bend <= 0) return slope > 0 ? longest : step;
      step = Math.min(longest, Math.max(0, step + slope / bend));
    }
    return step;
  }
}
