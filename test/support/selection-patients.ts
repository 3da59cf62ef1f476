/** Seeded synthetic patients for the choice of a shortlist: variants with a probability on some of the patient's alleles. */
import { clonesOf, partCarrying } from '../../stages/select-shortlist/clones.js';
import { lossOf, type SelectionProblem } from '../../stages/select-shortlist/search/problem.js';
import { seededRandom } from './construct.js';

export interface SyntheticVariant {
  readonly gene: number;
  readonly product: number;
  readonly tier: number;
  /** By allele; 0: not presented. */
  readonly probabilities: readonly number[];
  readonly cellFraction: number;
}

/**
 * Realistic in shape: six alleles of unlike appetite; a variant is presented by one to three of them mostly; probabilities spread over two
 * orders of magnitude around 6 % (Wells 2020, doi:10.1016/j.cell.2020.09.015); two of three variants clonal; some genes hit several times; better tiers where expression is higher.
 */
export function syntheticVariants(count: number, seed: number, alleleCount = 6): readonly SyntheticVariant[] {
  const next = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const appetite = Array.from({ length: alleleCount }, () => 0.1 + 0.5 * next());
  const variants = Array.from({ length: count }, (_, index) => {
    const expressed = normal();
    const isClonal = next() < 0.65;
    const certain = Math.floor(next() * alleleCount);
    return {
      gene: next() < 0.15 ? Math.floor(next() * (1 + count / 20)) : count + index,
      product: next() < 0.03 ? -1 : index,
      tier: expressed + 0.8 * normal() > 0 ? 0 : 1 + Math.floor(next() * 5),
      probabilities: appetite.map((share, allele) =>
        allele === certain || next() < share ? 1 / (1 + Math.exp(3.5 - 0.6 * expressed - 0.8 * normal())) : 0,
      ),
      cellFraction: isClonal ? 1 : 0.05 + 0.9 * next(),
    };
  });
  // A phased neighbour: the same product as the variant before it.
  const joined: SyntheticVariant[] = [];
  for (const variant of variants) {
    const before = joined.at(-1);
    joined.push(
      variant.product >= 0 || before === undefined
        ? { ...variant, product: Math.abs(variant.product) }
        : { ...variant, product: before.product, gene: before.gene },
    );
  }
  return joined;
}

/** In rank order: by tier, then by the probability that at least one of the three likeliest alleles shows it. */
export function rankedVariantsOf<Variant extends SyntheticVariant>(
  variants: readonly Variant[],
): readonly Variant[] {
  const likelihood = ({ probabilities }: SyntheticVariant) =>
    1 -
    [...probabilities]
      .sort((a, b) => b - a)
      .slice(0, 3)
      .reduce((missed, each) => missed * (1 - each), 1);
  return [...variants].sort((a, b) => a.tier - b.tier || likelihood(b) - likelihood(a));
}

/** The choice among these variants as the stage puts it, in the order given. */
export function problemOfVariants(
  variants: readonly SyntheticVariant[],
  size: number,
  perGene = 2,
): SelectionProblem {
  const clones = clonesOf(
    [0.25, 0.5, 0.75],
    variants.map(({ cellFraction }) => cellFraction),
  );
  const alleleCount = variants[0]?.probabilities.length ?? 0;
  const columns = clones.length * alleleCount;
  const genes = numbered(variants.map(({ gene }) => gene));
  const products = numbered(variants.map(({ gene, product }) => `${gene} ${product}`));
  return {
    count: variants.length,
    columns,
    weights: Float64Array.from(clones.flatMap(({ weight }) => Array(alleleCount).fill(weight))),
    losses: Float64Array.from(
      variants.flatMap(({ probabilities, cellFraction }) =>
        clones.flatMap((clone) =>
          probabilities.map((probability) => lossOf(probability * partCarrying(clone, cellFraction))),
        ),
      ),
    ),
    bonuses: new Float64Array(variants.length),
    genes,
    geneLimits: new Int32Array(Math.max(0, ...genes) + 1).fill(perGene),
    products,
    productCount: Math.max(0, ...products) + 1,
    size,
  };
}

function numbered(names: readonly (string | number)[]): Int32Array {
  const places = [...new Set(names)];
  const index = new Map(places.map((name, place) => [name, place]));
  return Int32Array.from(names, (name) => index.get(name) ?? 0);
}
