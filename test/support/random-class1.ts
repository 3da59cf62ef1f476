import {
  type ModelContent,
  netLogits,
  PERCENTILES,
  predictionOf,
  quantised,
  RESIDUES,
  randomNet,
  randomNumbers,
  randomSequence,
} from './random-model.js';

const SCREEN_PERCENTILE = 10;
const ALLELES = 70;

export interface RandomClass1 {
  readonly content: ModelContent;
  readonly alleles: readonly string[];
  /** What the model says by its definition. */
  predict(
    peptide: string,
    allele: string,
  ): ReturnType<typeof predictionOf> & { readonly isScreened: boolean };
}

/** A class I model of two random nets and a screen. */
export function randomClass1(): RandomClass1 {
  const random = randomNumbers(11);
  const shape = { rows: 227, units: 64, alleleUnits: 32, hidden: 32, heads: 2 };
  const net0 = randomNet(random, shape);
  const net1 = randomNet(random, { ...shape, units: 96, hidden: 64 });
  const screen = randomNet(random, { ...shape, units: 32 });
  const weights = [
    [0.25, 0],
    [0.75, 1],
  ] as const;
  const sequences = new Map<string, string>();
  for (let n = 0; n < ALLELES; n++)
    sequences.set(`HLA-A*${String(n + 1).padStart(2, '0')}:01`, randomSequence(random, 34));
  const distinct = [...sequences.values()].sort();
  const falling = (top: number, step: number): number[] => PERCENTILES.map((_, n) => top - step * n);
  // In the middle of what the screen says, so that it lets some pairs pass and others not.
  const [sequence = ''] = distinct;
  const logits = Array.from({ length: 21 }, () =>
    netLogits(screen, peptideRows(randomSequence(random, 9)), sequence),
  );
  const middleOf = (head: number): number =>
    logits.map((each) => each[head] ?? 0).sort((a, b) => a - b)[10] ?? 0;
  const fromAffinity = middleOf(0) + 1;
  const screenTop = middleOf(1) + 0.7 * PERCENTILES.indexOf(SCREEN_PERCENTILE);
  const calibrations = {
    calibrationLigand: distinct.map((_, n) => falling(3 + n / 100, 1)),
    screenLigand: distinct.map((_, n) => falling(screenTop + n / 100, 0.7)),
    screenAffinity: distinct.map(() => [fromAffinity]),
  };
  const header = {
    name: 'random-class1',
    mhcClass: 'I',
    minLength: 8,
    maxLength: 14,
    nets: 2,
    headWeights: weights,
    side: 5,
    screen: { percentile: SCREEN_PERCENTILE },
  };
  return {
    content: {
      header,
      nets: { net0, net1, screen },
      calibrations,
      alleles: [...sequences].map(([allele, sequence]) => `${allele},${sequence},100,0`),
    },
    alleles: [...sequences.keys()],
    predict(peptide, allele) {
      const sequence = sequences.get(allele) ?? '';
      const row = distinct.indexOf(sequence);
      const rows = peptideRows(peptide);
      const [a = 0, l = 0] = netLogits(screen, rows, sequence);
      const screenKnots = (calibrations.screenLigand[row] ?? []).map(quantised);
      const knots = (calibrations.calibrationLigand[row] ?? []).map(quantised);
      const from = screenKnots[PERCENTILES.indexOf(SCREEN_PERCENTILE)] ?? 0;
      if (l < from && a < quantised(fromAffinity))
        return { ...predictionOf(a, rescaled(l, screenKnots, knots), knots), isScreened: true };
      const both = [net0, net1].map((net) => netLogits(net, rows, sequence));
      const mean = (head: 0 | 1): number =>
        both.reduce((sum, logits, n) => sum + (logits[head] ?? 0) * (weights[n]?.[head] ?? 0), 0);
      return { ...predictionOf(mean(0), mean(1), knots), isScreened: false };
    },
  };
}

/** Five residues from the left, five from the right, the length, and each residue between. */
function peptideRows(peptide: string): readonly number[] {
  const ends = [...peptide.slice(0, 5), ...peptide.slice(-5)];
  return [
    ...ends.map((letter, position) => position * 20 + RESIDUES.indexOf(letter)),
    200 + peptide.length - 8,
    ...[...peptide.slice(5, -5)].map((letter) => 207 + RESIDUES.indexOf(letter)),
  ];
}

/** The logit that stands at the same place between the other knots. */
function rescaled(logit: number, ownKnots: readonly number[], knots: readonly number[]): number {
  const next = ownKnots.findIndex((knot) => knot < logit);
  if (next <= 0) return (next === 0 ? knots[0] : knots.at(-1)) ?? Number.NaN;
  const [above = 0, below = 0] = ownKnots.slice(next - 1, next + 1);
  const [start = 0, end = 0] = knots.slice(next - 1, next + 1);
  return start + ((above - logit) / (above - below)) * (end - start);
}
