/** Windows and predictors for tests of the construct. */
import type { PeptideMhcPredictor } from '../../schemas/predictor.js';
import {
  type ConstructElement,
  type ConstructParams,
  junctionScorer,
  paramsSchema,
} from '../../stages/design-construct/index.js';

/** The generator of Park & Miller 1988, doi:10.1145/63039.63042: 0 ≤ x < 1, the same on every machine. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/** Per thousand residues of UniProtKB/Swiss-Prot (release statistics, section 4). */
const perThousand: readonly (readonly [string, number])[] = [
  ...([
    ['A', 83],
    ['R', 55],
    ['N', 41],
    ['D', 55],
    ['C', 14],
    ['Q', 39],
    ['E', 67],
    ['G', 71],
    ['H', 23],
    ['I', 59],
  ] as const),
  ...([
    ['L', 97],
    ['K', 58],
    ['M', 24],
    ['F', 39],
    ['P', 47],
    ['S', 66],
    ['T', 54],
    ['W', 11],
    ['Y', 29],
    ['V', 69],
  ] as const),
];
const drawn = perThousand.map(([residue, count]) => residue.repeat(count)).join('');

export function randomWindow(next: () => number, length = 27): string {
  return Array.from({ length }, () => drawn[Math.floor(next() * drawn.length)] ?? 'A').join('');
}

export function elementOf(
  name: string,
  sequence: string,
  changes: Partial<ConstructElement> = {},
): ConstructElement {
  const middle = Math.floor(sequence.length / 2);
  return {
    name,
    sequence,
    sources: [name],
    essential: { start: middle, end: middle + 1 },
    clone: 'unknown',
    allele: null,
    notes: [],
    ...changes,
  };
}

export function randomElements(count: number, seed: number): readonly ConstructElement[] {
  const next = seededRandom(seed);
  return Array.from({ length: count }, (_, index) => elementOf(`W${index + 1}`, randomWindow(next)));
}

export function constructParams(changes: Record<string, unknown> = {}): ConstructParams {
  return paramsSchema.parse({ form: 'mrna', ...changes });
}

/** A predictor whose percentile rank is told by a function; NaN = not predicted. */
export function toyPredictor(
  rankOf: (peptide: string) => number,
  mhcClass: 'I' | 'II' = 'I',
): PeptideMhcPredictor & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    name: `toy-${mhcClass}`,
    version: '1',
    digest: `toy-${mhcClass}`,
    mhcClass,
    minLength: mhcClass === 'I' ? 8 : 12,
    maxLength: mhcClass === 'I' ? 14 : 25,
    asked,
    supportFor: () => ({
      kind: 'supported',
      trainingLigands: null,
      trainingAffinities: null,
      nearestTrained: null,
      distanceToTrained: null,
      confidence: 'unknown',
    }),
    predict(peptides, alleles) {
      asked.push(...peptides);
      const size = peptides.length * alleles.length;
      const numbers = new Float32Array(size).fill(Number.NaN);
      return {
        affinityNm: numbers,
        presentationScore: numbers,
        percentileRank: Float32Array.from({ length: size }, (_, at) =>
          rankOf(peptides[Math.floor(at / alleles.length)] ?? ''),
        ),
      };
    },
  };
}

/** Ranks that look random but depend on the peptide alone: about one in `oneIn` is a strong binder. */
export function hashedRank(oneIn: number): (peptide: string) => number {
  return (peptide) => {
    let hash = 7;
    for (const letter of peptide) hash = (hash * 31 + letter.charCodeAt(0)) % 1_000_003;
    return hash % oneIn === 0 ? 0.1 : 1 + (hash % 97);
  };
}

export function toyScorer(
  rankOf: (peptide: string) => number,
  params = constructParams(),
  mhcClass: 'I' | 'II' = 'I',
) {
  const allele = mhcClass === 'I' ? 'HLA-A*02:01' : 'HLA-DRB1*15:01';
  return junctionScorer(toyPredictor(rankOf, mhcClass), [allele], params);
}
