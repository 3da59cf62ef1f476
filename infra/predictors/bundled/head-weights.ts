import type { ModelFile } from './model-file.js';

/** Of each net the weights of its two logits in the means. A head that a net has not weighs 0. @throws MODEL_MISSING */
export function headWeights(model: ModelFile, heads: number): readonly (readonly [number, number])[] {
  const { nets, headWeights: given } = model.header;
  if (given === undefined) return Array.from({ length: nets }, () => [1 / nets, heads > 1 ? 1 / nets : 0]);
  if (given.length !== nets || given.some((weights) => weights.length !== heads))
    throw model.malformed(`headWeights is not ${nets} × ${heads} numbers`);
  for (let head = 0; head < heads; head++) {
    const sum = given.reduce((total, weights) => total + (weights[head] ?? 0), 0);
    if (Math.abs(sum - 1) > 1e-6)
      throw model.malformed(`the weights of head ${head} sum to ${sum}, not to 1`);
  }
  return given.map(([first = 0, second = 0]) => [first, second]);
}
