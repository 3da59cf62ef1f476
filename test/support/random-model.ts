/** Model folders of random weights, and what the nets say by the model's definition, added up in double precision without any kernel. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { BLOSUM62_RESIDUES, blosum62 } from '../../infra/predictors/bundled/blosum62.js';

export const RESIDUES = 'ACDEFGHIKLMNPQRSTVWY';
export const PERCENTILES = [0.01, 0.1, 0.5, 2, 10, 50, 100];
const OFFSET = -32;
const STEP = 48 / 65_535;

export type Matrix = readonly (readonly number[])[];
export type Net = Readonly<Record<string, Matrix>>;

interface NetShape {
  readonly rows: number;
  readonly units: number;
  readonly alleleUnits: number;
  readonly hidden: number;
  readonly heads: number;
}

/** Numbers in [0, 1), the same for the same seed (Park & Miller 1988, doi:10.1145/63039.63042). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

export function randomSequence(random: () => number, length: number): string {
  return Array.from({ length }, () => RESIDUES.charAt(Math.floor(random() * 20))).join('');
}

/** Weights are multiples of 1/256 below 4, which half precision holds exactly. */
export function randomNet(random: () => number, shape: NetShape): Net {
  const { rows, units, alleleUnits, hidden, heads } = shape;
  const matrix = (n: number, m: number, scale: number, shift = 0): Matrix =>
    Array.from({ length: n }, () =>
      Array.from({ length: m }, () => Math.round(((2 * random() - 1) * scale + shift) * 256) / 256),
    );
  return {
    first: matrix(rows, units, 0.5),
    alleleHidden: matrix(680, alleleUnits, 0.1),
    alleleHiddenBias: matrix(1, alleleUnits, 0.1),
    alleleGain: matrix(alleleUnits, units, 0.1),
    alleleGainBias: matrix(1, units, 0.1, 1),
    alleleBias: matrix(alleleUnits, units, 0.1),
    alleleBiasBias: matrix(1, units, 0.3, -0.3),
    hidden: matrix(units, hidden, 0.3),
    hiddenBias: matrix(1, hidden, 0.2),
    heads: matrix(hidden, heads, 0.2),
    headsBias: matrix(1, heads, 0.2),
    alleleHiddenShift: matrix(alleleUnits, hidden, 0.1),
  };
}

export interface ModelContent {
  readonly header: Readonly<Record<string, unknown>>;
  readonly nets: Readonly<Record<string, Net>>;
  /** Logits, stored as 16-bit steps. */
  readonly calibrations: Readonly<Record<string, Matrix>>;
  /** Lines of alleles.csv.gz behind its header. */
  readonly alleles: readonly string[];
}

/** Writes a model folder as training/class1/pack.py does. */
export function writeModelFolder(folder: string, content: ModelContent): void {
  mkdirSync(folder, { recursive: true });
  const tensors: { name: string; dtype: 'f16' | 'u16'; shape: number[]; offset: number }[] = [];
  const body: Buffer[] = [];
  const add = (name: string, dtype: 'f16' | 'u16', matrix: Matrix, encode: (value: number) => number) => {
    const [first = []] = matrix;
    const isVector = /Bias$/.test(name) && matrix.length === 1;
    const shape = isVector ? [first.length] : [matrix.length, first.length];
    tensors.push({ name, dtype, shape, offset: body.reduce((sum, { length }) => sum + length, 0) });
    const bytes = Buffer.from(Uint16Array.from(matrix.flat(), encode).buffer);
    body.push(bytes, Buffer.alloc(-bytes.length & 15));
  };
  for (const [net, matrices] of Object.entries(content.nets))
    for (const [name, matrix] of Object.entries(matrices)) add(`${net}.${name}`, 'f16', matrix, halfOf);
  for (const [name, matrix] of Object.entries(content.calibrations)) add(name, 'u16', matrix, codeOf);
  const common = {
    version: '1.0.0',
    residues: RESIDUES,
    percentiles: PERCENTILES,
    calibration: { offset: OFFSET, step: STEP, peptides: 1000 },
    tensors,
  };
  const header = Buffer.from(JSON.stringify({ ...common, ...content.header }));
  const start = Buffer.concat([Buffer.from('AGMODEL1'), Buffer.alloc(4), header]);
  start.writeUInt32LE(header.length, 8);
  const csv = ['allele,pseudosequence,training_ligands,training_affinities', ...content.alleles, ''];
  const files = {
    'model.bin': Buffer.concat([start, Buffer.alloc(-start.length & 15), ...body]),
    'alleles.csv.gz': gzipSync(csv.join('\n')),
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  writeCard(folder, files);
}

/** Writes the card that names the files' digests. */
export function writeCard(folder: string, files: Readonly<Record<string, Uint8Array>>): void {
  const digests = Object.entries(files).map(([name, bytes]) => [
    name,
    createHash('sha256').update(bytes).digest('hex'),
  ]);
  writeFileSync(join(folder, 'card.json'), JSON.stringify({ files: Object.fromEntries(digests) }));
}

/** IEEE 754 half precision of a number that it holds exactly and that is 0 or normal. */
function halfOf(value: number): number {
  if (value === 0) return 0;
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  const fraction = Math.abs(value) / 2 ** exponent - 1;
  return (value < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | (fraction * 1024);
}

function codeOf(logit: number): number {
  return Math.round((logit - OFFSET) / STEP);
}

/** The logit that is stored in a logit's place. */
export function quantised(logit: number): number {
  return codeOf(logit) * STEP + OFFSET;
}

/** Logits of one set of first-layer rows on an allele. */
export function netLogits(net: Net, rows: readonly number[], pseudosequence: string): readonly number[] {
  const { gain, bias, shift } = alleleSide(net, pseudosequence);
  const units = gain.map((each, u) =>
    rectify((bias[u] ?? 0) + each * rows.reduce((sum, row) => sum + (net['first']?.[row]?.[u] ?? 0), 0)),
  );
  const hidden = affine(units, net, 'hidden').map((sum, h) => rectify(sum + (shift[h] ?? 0)));
  return affine(hidden, net, 'heads');
}

type AlleleSide = Readonly<Record<'gain' | 'bias' | 'shift', readonly number[]>>;
const alleleSides = new WeakMap<Net, Map<string, AlleleSide>>();

/** Kept, because most of a pair's products are the allele's. */
function alleleSide(net: Net, pseudosequence: string): AlleleSide {
  const ofNet = alleleSides.get(net) ?? new Map<string, AlleleSide>();
  alleleSides.set(net, ofNet);
  const known = ofNet.get(pseudosequence);
  if (known !== undefined) return known;
  const activity = affine(pseudosequenceInputs(pseudosequence), net, 'alleleHidden').map(rectify);
  const shift = net['alleleHiddenShift'];
  const side = {
    gain: affine(activity, net, 'alleleGain'),
    bias: affine(activity, net, 'alleleBias'),
    shift: shift?.[0]?.map((_, h) => product(activity, shift, h)) ?? [],
  };
  ofNet.set(pseudosequence, side);
  return side;
}

/** BLOSUM62 / 4 of each residue of the pseudosequence against all; zeros for other letters. */
function pseudosequenceInputs(pseudosequence: string): readonly number[] {
  return [...pseudosequence].flatMap((letter) =>
    [...RESIDUES].map((r) => (BLOSUM62_RESIDUES.includes(letter) ? blosum62(letter, r) / 4 : 0)),
  );
}

function affine(inputs: readonly number[], net: Net, layer: string): readonly number[] {
  const weights = net[layer] ?? [];
  const [bias = []] = net[`${layer}Bias`] ?? [];
  return bias.map((b, column) => b + product(inputs, weights, column));
}

function product(inputs: readonly number[], weights: Matrix, column: number): number {
  return inputs.reduce((sum, input, row) => sum + input * (weights[row]?.[column] ?? 0), 0);
}

function rectify(value: number): number {
  return Math.max(value, 0);
}

/** Predictions of logits by the definition; linear in the percentile's logarithm between knots. */
export function predictionOf(affinity: number, ligand: number, knots: readonly number[]) {
  const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
  const next = knots.findIndex((knot) => knot < ligand);
  const log = (n: number): number => Math.log(PERCENTILES[n] ?? Number.NaN);
  const above = knots[next - 1] ?? Number.NaN;
  const share = (above - ligand) / (above - (knots[next] ?? Number.NaN));
  const between = Math.exp(log(next - 1) + share * (log(next) - log(next - 1)));
  const ends = next === 0 ? PERCENTILES[0] : PERCENTILES.at(-1);
  return {
    affinityNm: 50_000 ** (1 - logistic(affinity)),
    presentationScore: logistic(ligand),
    percentileRank: next > 0 ? between : ends,
  };
}
