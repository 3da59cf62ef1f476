import { blosum62 } from './blosum62.js';
import type { Tensor } from './model-file.js';

/** The part of one net that depends on the allele alone: a gain and a bias for each first-layer unit. */
export interface AllelePart {
  readonly gain: Float32Array;
  readonly bias: Float32Array;
}

const RESIDUE_ORDER = 'ACDEFGHIKLMNPQRSTVWY';

/**
 * The layers that turn a pseudosequence (34 residues as BLOSUM62 rows / 4) into gain and bias; the same as allele_part in
 * training/class1/net.py.
 */
export function alleleLayers(read: (name: string) => Tensor): (pseudosequence: string) => AllelePart {
  const hidden = read('alleleHidden');
  const hiddenBias = read('alleleHiddenBias');
  const gain = [read('alleleGain'), read('alleleGainBias')] as const;
  const bias = [read('alleleBias'), read('alleleBiasBias')] as const;
  return (pseudosequence) => {
    const input = new Float64Array(hidden.shape[0] ?? 0);
    for (let i = 0; i < pseudosequence.length; i++)
      for (let r = 0; r < RESIDUE_ORDER.length; r++)
        input[i * RESIDUE_ORDER.length + r] = blosum62(pseudosequence.charAt(i), RESIDUE_ORDER.charAt(r)) / 4;
    const h = affine(input, hidden, hiddenBias).map((x) => Math.max(x, 0));
    return {
      gain: new Float32Array(affine(h, ...gain)),
      bias: new Float32Array(affine(h, ...bias)),
    };
  };
}

function affine(input: Float64Array, weights: Tensor, bias: Tensor): Float64Array {
  const out = new Float64Array(bias.values);
  input.forEach((x, row) => {
    if (x === 0) return;
    const base = row * out.length;
    for (let column = 0; column < out.length; column++)
      out[column] = (out[column] ?? 0) + x * (weights.values[base + column] ?? 0);
  });
  return out;
}
