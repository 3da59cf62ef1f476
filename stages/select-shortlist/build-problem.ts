/** The choice as numbers: clones × alleles as columns, what pinned antigens cover taken off beforehand. */
import type { Antigen } from './antigens.js';
import { productOf } from './board.js';
import { type Clone, clonesOf, partCarrying } from './clones.js';
import type { SelectParams } from './params.js';
import { lossOf, openWeights, type SelectionProblem, sumsOf } from './search/problem.js';

export interface Columns {
  readonly clones: readonly Clone[];
  readonly alleles: readonly string[];
}

export function columnsOf(
  antigens: readonly Antigen[],
  alleles: readonly string[],
  params: Pick<SelectParams, 'cloneSteps'>,
): Columns {
  const fractions = antigens.map(({ cellFraction }) => cellFraction);
  return { clones: clonesOf(params.cloneSteps, fractions), alleles };
}

/** All antigens with equal claims, none pinned; `size` and genes without a limit. */
export function wholeProblem(antigens: readonly Antigen[], columns: Columns): SelectionProblem {
  return problemOf(antigens, columns, { size: antigens.length, perGene: antigens.length, pinned: [] });
}

/** The choice among `open`, beside antigens that stand on the list whatever comes. */
export function problemOf(
  open: readonly Antigen[],
  columns: Columns,
  rules: { readonly size: number; readonly perGene: number; readonly pinned: readonly Antigen[] },
): SelectionProblem {
  const geneOf = indexer();
  const productIndex = indexer();
  const genes = Int32Array.from(open, ({ ranked }) => geneOf.of(ranked.best.gene));
  const products = Int32Array.from(open, ({ ranked }) => productIndex.of(productOf(ranked)));
  const geneLimits = new Int32Array(geneOf.count()).fill(rules.perGene);
  for (const { ranked } of rules.pinned) {
    const gene = geneOf.find(ranked.best.gene);
    if (gene !== undefined) geneLimits[gene] = Math.max(0, (geneLimits[gene] ?? 0) - 1);
  }
  const problem: SelectionProblem = {
    count: open.length,
    columns: columns.clones.length * columns.alleles.length,
    weights: weightsOf(columns),
    losses: lossesOf(open, columns),
    bonuses: new Float64Array(open.length),
    genes,
    geneLimits,
    products,
    productCount: productIndex.count(),
    size: Math.max(0, rules.size - rules.pinned.length),
  };
  if (rules.pinned.length === 0) return problem;
  const pinned = wholeProblem(rules.pinned, columns);
  return { ...problem, weights: openWeights(pinned, sumsOf(pinned, rules.pinned.keys())) };
}

function weightsOf({ clones, alleles }: Columns): Float64Array {
  return Float64Array.from(clones.flatMap(({ weight }) => alleles.map(() => weight)));
}

function lossesOf(antigens: readonly Antigen[], { clones, alleles }: Columns): Float64Array {
  const place = new Map(alleles.map((allele, index) => [allele, index]));
  const columns = clones.length * alleles.length;
  const losses = new Float64Array(antigens.length * columns);
  for (const [row, antigen] of antigens.entries()) {
    for (const { allele, probability } of antigen.alleles) {
      const column = place.get(allele);
      if (column === undefined) continue;
      for (const [index, clone] of clones.entries())
        losses[row * columns + index * alleles.length + column] = lossOf(
          probability * partCarrying(clone, antigen.cellFraction),
        );
    }
  }
  return losses;
}

/** Numbers names from 0 in the order they come. */
function indexer() {
  const places = new Map<string, number>();
  return {
    of(name: string): number {
      const place = places.get(name) ?? places.size;
      places.set(name, place);
      return place;
    },
    find: (name: string) => places.get(name),
    count: () => places.size,
  };
}
