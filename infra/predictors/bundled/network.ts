import { type AllelePart, alleleLayers } from './allele-layers.js';
import { createKernel } from './kernel.js';
import type { ModelFile, Tensor } from './model-file.js';

/** One net, holding one current peptide. */
export interface Network {
  /** Computes the gain and bias of an allele from its 34 contact residues, keeps them and returns their handle. */
  addAllele(pseudosequence: string): number;
  /** Makes the peptide with these first-layer rows the current one. */
  setPeptide(rows: Int32Array): void;
  /** Adds the two logits (affinity, ligand) of the current peptide on an allele to logits[at], logits[at + 1]. */
  addLogits(allele: number, logits: Float64Array, at: number): void;
}

// Hidden units whose sums the kernel holds in registers at once.
const BLOCK = 32;

/**
 * Net number `n` of a model file: additive first layer → gain and bias of the allele, rectifier → hidden layer, rectifier → two heads.
 * The layers of a pair run in kernel.wat. It skips the units that the rectifier silences (83 % of them for natural peptides on
 * HLA-A*02:01), which a dense product cannot. Plain JavaScript with the same trick scored 14 thousand pairs a second where this scores
 * 200 thousand (one net, the same busy machine, bench/predictor.ts).
 */
export function readNetwork(model: ModelFile, n: number): Network {
  const read = (name: string): Tensor => model.tensor(`net${n}.${name}`);
  const kernel = createKernel();
  const first = read('first');
  const units = first.shape[1] ?? 0;
  const table = kernel.store(first.values);
  const hidden = read('hidden');
  const width = hidden.shape[1] ?? 0;
  const weights = kernel.store(blockColumns(hidden.values, units, width));
  const hiddenBias = kernel.store(read('hiddenBias').values);
  const heads = kernel.store(transpose(read('heads')));
  const headsBias = kernel.store(read('headsBias').values);
  const rowsAt = kernel.reserve(64 * 4);
  const sums = kernel.reserve(units * 4);
  const active = kernel.reserve((units + 1) * 8);
  const out = kernel.reserve(2 * 4);
  const allelePart = alleleLayers(read);
  let result = kernel.floats(out, 2);
  let rowView = kernel.integers(rowsAt, 64);

  return {
    addAllele(pseudosequence) {
      const part: AllelePart = allelePart(pseudosequence);
      const handle = kernel.store(part.gain);
      kernel.store(part.bias);
      // Reserving may have moved the memory under the views.
      result = kernel.floats(out, 2);
      rowView = kernel.integers(rowsAt, 64);
      return handle;
    },
    setPeptide(rows) {
      rowView.set(rows);
      kernel.run.first(rowsAt, rows.length, table, units, sums);
    },
    addLogits(allele, logits, at) {
      const bias = allele + units * 4;
      kernel.run.pair(sums, allele, bias, units, weights, width, hiddenBias, heads, headsBias, active, out);
      logits[at] = (logits[at] ?? 0) + (result[0] ?? 0);
      logits[at + 1] = (logits[at + 1] ?? 0) + (result[1] ?? 0);
    },
  };
}

/** Reorders [units × width] so that the `BLOCK` columns summed together lie side by side, unit after unit. */
function blockColumns(values: Float32Array, units: number, width: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let u = 0; u < units; u++)
    for (let column = 0; column < width; column++) {
      const block = column - (column % BLOCK);
      out[block * units + u * BLOCK + (column % BLOCK)] = values[u * width + column] ?? 0;
    }
  return out;
}

function transpose({ shape, values }: Tensor): Float32Array {
  const [rows = 0, columns = 0] = shape;
  const out = new Float32Array(values.length);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) out[c * rows + r] = values[r * columns + c] ?? 0;
  return out;
}
