import { ALLELE_INPUTS } from './encode-pseudosequence.js';
import type { Kernel } from './kernel.js';
import type { ModelFile } from './model-file.js';

/**
 * One net in a kernel's memory: additive first layer → gain and bias of the allele, rectifier → hidden layer, its bias shifted by the
 * allele, rectifier → heads.
 */
export interface Network {
  /** Address of what the kernel's `score` is told of the net. */
  readonly record: number;
  readonly units: number;
  /** Writes the net's gain, bias and hidden bias of an allele into the allele's part, of the 680 inputs at an address. */
  writePart(inputs: number, part: number): void;
}

interface NetworkOptions {
  readonly kernel: Kernel;
  readonly model: ModelFile;
  /** What the net's tensors are named after, e.g. 'net0'. */
  readonly name: string;
  /** Rows of the first layer's table. */
  readonly rows: number;
  /** Sets of rows whose sums become further rows, behind the table's own: what many row sets have in common is added up once. */
  readonly sums: readonly (readonly number[])[];
  /** 1 or 2. */
  readonly heads: number;
  /** Where the net's gain, bias and hidden bias lie in an allele's part, in bytes. */
  readonly partOffset: number;
}

// Hidden units whose sums the kernel holds in registers at once; widths are multiples of it.
const BLOCK = 32;
const FLOAT_BYTES = 4;

/** Units of the first layer and of the hidden layer of a net. @throws MODEL_MISSING */
export function sizesOf(model: ModelFile, name: string): { readonly units: number; readonly width: number } {
  const [units = 0, width = 0] = model.tensor(`${name}.hidden`, [null, null]).shape;
  if ([units, width].some((size) => size === 0 || size % BLOCK !== 0))
    throw model.malformed(`the layers of ${name} are not multiples of ${BLOCK}`);
  return { units, width };
}

/** Bytes that the gain, bias and hidden bias of a net take of an allele's part. */
export function partBytes({ units, width }: { readonly units: number; readonly width: number }): number {
  return (2 * units + width) * FLOAT_BYTES;
}

/** Reads a net of a model file. @throws MODEL_MISSING (a tensor is missing or of another shape) */
export function readNetwork(options: NetworkOptions): Network {
  const { kernel, model, name, rows, heads, partOffset } = options;
  const decoded = (tensorName: string, shape: readonly (number | null)[], spare = 0): Decoded => {
    const { dtype, bytes, shape: found } = model.tensor(`${name}.${tensorName}`, shape);
    if (dtype !== 'f16') throw model.malformed(`tensor "${name}.${tensorName}" is ${dtype}, not f16`);
    const [, columns = 0] = found;
    const length = bytes.length / 2;
    const address = kernel.reserve((length + spare) * FLOAT_BYTES);
    kernel.decodeHalves(bytes, address);
    return { address, length, columns };
  };
  const { units, width } = sizesOf(model, name);
  const first = decoded('first', [rows, units], options.sums.length * units);
  const hidden = decoded('hidden', [units, width]);
  const alleleHidden = decoded('alleleHidden', [ALLELE_INPUTS, null]);
  const alleleUnits = alleleHidden.columns;
  if (alleleUnits === 0 || alleleUnits % BLOCK !== 0)
    throw model.malformed(`the allele layer of ${name} is not a multiple of ${BLOCK}`);
  const table = kernel.floats(first.address, (rows + options.sums.length) * units);
  options.sums.forEach((set, n) => {
    writeSum(table, units, set, rows + n);
  });
  blockColumns(kernel.floats(hidden.address, units * width), units, width);
  const headWeights = decoded('heads', [width, heads]);
  const headsBias = decoded('headsBias', [heads]);
  const alleleHiddenBias = decoded('alleleHiddenBias', [alleleUnits]);
  const hiddenBias = decoded('hiddenBias', [width]).address;
  const shift = decoded('alleleHiddenShift', [alleleUnits, width]).address;
  const layers = [
    ...(['alleleGain', 'alleleBias'] as const).map((layer) => ({
      weights: decoded(layer, [alleleUnits, units]).address,
      bias: decoded(`${layer}Bias`, [units]).address,
      size: units,
    })),
    { weights: shift, bias: hiddenBias, size: width },
  ];
  const activity = kernel.reserve(alleleUnits * FLOAT_BYTES);
  const record = kernel.reserve(7 * 4);
  const headRows = kernel.store(twoRows(kernel.floats(headWeights.address, headWeights.length), heads));
  const headBiases = kernel.store(twoRows(kernel.floats(headsBias.address, headsBias.length), heads));
  const layout = [first.address, units, hidden.address, width, headRows, headBiases, partOffset];
  kernel.integers(record, layout.length).set(layout);
  const { affine } = kernel.run;
  return {
    record,
    units,
    writePart(inputs, part) {
      const { address, columns } = alleleHidden;
      affine(inputs, ALLELE_INPUTS, address, columns, alleleHiddenBias.address, 0, activity);
      let out = part + partOffset;
      for (const { weights, bias, size } of layers) {
        affine(activity, alleleUnits, weights, size, bias, Number.NEGATIVE_INFINITY, out);
        out += size * FLOAT_BYTES;
      }
    },
  };
}

interface Decoded {
  readonly address: number;
  readonly length: number;
  /** Of a matrix. */
  readonly columns: number;
}

function writeSum(table: Float32Array, units: number, rows: readonly number[], target: number): void {
  const out = table.subarray(target * units, (target + 1) * units);
  for (const row of rows)
    for (let u = 0; u < units; u++) out[u] = (out[u] ?? 0) + (table[row * units + u] ?? 0);
}

/** Reorders [units × width] in place so that the `BLOCK` columns summed together lie side by side, unit after unit. */
function blockColumns(values: Float32Array, units: number, width: number): void {
  const rows = values.slice();
  let target = 0;
  for (let block = 0; block < width; block += BLOCK)
    for (let u = 0; u < units; u++, target += BLOCK)
      values.set(rows.subarray(u * width + block, u * width + block + BLOCK), target);
}

/** [n × heads] as rows of one head each; a net of one head gets a second of zeros, because the kernel always works on two. */
function twoRows(values: Float32Array, heads: number): Float32Array {
  const count = values.length / heads;
  const out = new Float32Array(2 * count);
  for (let i = 0; i < count; i++)
    for (let head = 0; head < heads; head++) out[head * count + i] = values[i * heads + head] ?? 0;
  return out;
}
