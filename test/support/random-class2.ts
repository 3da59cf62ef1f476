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

export interface RandomClass2 {
  readonly content: ModelContent;
  /** Molecules of one chain, and pairs put together from chains. */
  readonly alleles: readonly string[];
  /** What the model says by its definition. */
  predict(peptide: string, allele: string): ReturnType<typeof predictionOf> & { readonly core: number };
}

/** A class II model of two random nets. */
export function randomClass2(): RandomClass2 {
  const random = randomNumbers(21);
  const shape = { rows: 320, units: 64, alleleUnits: 32, hidden: 32, heads: 1 };
  const nets = { net0: randomNet(random, shape), net1: randomNet(random, { ...shape, units: 32 }) };
  const weights = [0.375, 0.625];
  const chains = {
    'HLA-DRB1*01:01': randomSequence(random, 34),
    'HLA-DRB1*11:01': randomSequence(random, 34),
    // A gap, as some DQA1 chains have.
    'HLA-DQA1*05:01': `${randomSequence(random, 7)}X${randomSequence(random, 7)}`,
    'HLA-DQB1*03:01': randomSequence(random, 19),
  };
  const sequences = {
    'HLA-DRB1*01:01': chains['HLA-DRB1*01:01'],
    'HLA-DRB1*11:01': chains['HLA-DRB1*11:01'],
    'HLA-DQA1*05:01/DQB1*03:01': chains['HLA-DQA1*05:01'] + chains['HLA-DQB1*03:01'],
  };
  const known = new Map(Object.entries(sequences));
  const distinct = [...known.values()].sort();
  const calibrationAffinity = distinct.map((_, n) => PERCENTILES.map((__, p) => 4 + n / 10 - 0.8 * p));
  return {
    content: {
      header: {
        name: 'random-class2',
        mhcClass: 'II',
        minLength: 12,
        maxLength: 25,
        nets: 2,
        headWeights: weights.map((weight) => [weight]),
        registers: { core: 9, flank: 3, flankLength: 6 },
      },
      nets,
      calibrations: { calibrationAffinity },
      alleles: Object.entries(chains).map(([name, residues]) => `${name},${residues},0,100`),
    },
    alleles: [...known.keys()],
    predict(peptide, allele) {
      const sequence = known.get(allele) ?? '';
      const registers = Array.from({ length: peptide.length - 8 }, (_, r) => registerRows(peptide, r));
      const logits = [nets.net0, nets.net1].map((net) =>
        registers.map((rows) => netLogits(net, rows, sequence)[0] ?? 0),
      );
      const mean = (values: readonly number[]): number =>
        values.reduce((sum, value, n) => sum + value * (weights[n] ?? 0), 0);
      const ofRegisters = registers.map((_, r) => mean(logits.map((each) => each[r] ?? 0)));
      const a = mean(logits.map((each) => Math.max(...each)));
      const knots = (calibrationAffinity[distinct.indexOf(sequence)] ?? []).map(quantised);
      return { ...predictionOf(a, a, knots), core: ofRegisters.indexOf(Math.max(...ofRegisters)) };
    },
  };
}

/** The 17 rows of a register: core, flanks from the core outwards, lengths of the flanks. */
function registerRows(peptide: string, register: number): readonly number[] {
  const core = [...peptide.slice(register, register + 9)];
  const symbol = (offset: number): number =>
    offset < 0 || offset >= peptide.length ? 20 : RESIDUES.indexOf(peptide.charAt(offset));
  return [
    ...core.map((letter, p) => p * 20 + RESIDUES.indexOf(letter)),
    ...[0, 1, 2].map((f) => 180 + f * 21 + symbol(register - 1 - f)),
    ...[0, 1, 2].map((f) => 243 + f * 21 + symbol(register + 9 + f)),
    306 + Math.min(register, 6),
    313 + Math.min(peptide.length - 9 - register, 6),
  ];
}
