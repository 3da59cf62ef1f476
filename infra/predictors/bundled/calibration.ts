import type { ModelFile } from './model-file.js';

/**
 * Where a score lies between an allele's knots, as a fractional index: 2.25 is a quarter of the way from knot 2 to knot 3. `knots` holds
 * the scores at rising percentiles of natural peptides, so it falls; a score beyond an end has that end's index. Never rises with the score.
 */
export function knotPosition(score: number, knots: Float32Array): number {
  const last = knots.length - 1;
  if (score >= (knots[0] ?? 0)) return 0;
  if (score <= (knots[last] ?? 0)) return last;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((knots[middle] ?? 0) >= score) low = middle;
    else high = middle;
  }
  const above = knots[low] ?? 0;
  const below = knots[high] ?? 0;
  // The search keeps knots[low] >= score > knots[high], so the interval is never empty.
  return low + (above - score) / (above - below);
}

/** The value at a fractional index, linear between neighbours. */
export function valueAt(position: number, values: Float32Array | Float64Array): number {
  const low = Math.floor(position);
  const value = values[low] ?? 0;
  return position === low ? value : value + (position - low) * ((values[low + 1] ?? 0) - value);
}

/** Reads rows of a quantised tensor [rows, columns] by number: the logits that it stands for. */
export function calibrationRows(
  model: ModelFile,
  name: string,
  shape: { readonly rows: number; readonly columns: number },
): (row: number) => Float32Array {
  const { rows, columns } = shape;
  const { bytes, dtype } = model.tensor(name, [rows, columns]);
  if (dtype !== 'u16') throw model.malformed(`tensor "${name}" is ${dtype}, not u16`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { step, offset } = model.header.calibration;
  return (row) =>
    Float32Array.from(
      { length: columns },
      (_, column) => view.getUint16(2 * (row * columns + column), true) * step + offset,
    );
}
