import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { packageRoot } from '../infra/package-root.js';
import { BUNDLED_CLASS1_MODEL, openClass1Predictor } from '../infra/predictors/bundled/index.js';
import { report } from './result.js';

/** Prints how long the bundled class I model takes to load and how many peptide-allele pairs one thread scores a second. */
function randomPeptides(count: number): string[] {
  const residues = 'ACDEFGHIKLMNPQRSTVWY';
  let state = 12_345;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: 8 + next(4) }, () => residues.charAt(next(20))).join(''),
  );
}

const started = performance.now();
const predictor = openClass1Predictor(join(packageRoot(), 'models', BUNDLED_CLASS1_MODEL));
const loadMs = performance.now() - started;

const alleles = ['HLA-A*02:01', 'HLA-A*24:02', 'HLA-B*07:02', 'HLA-B*44:02', 'HLA-C*05:01', 'HLA-C*07:02'];
const peptides = randomPeptides(10_000);
await predictor.predict(peptides.slice(0, 1_000), alleles);

const rates: number[] = [];
for (let round = 0; round < 5; round++) {
  const start = performance.now();
  await predictor.predict(peptides, alleles);
  rates.push((peptides.length * alleles.length) / ((performance.now() - start) / 1000));
}
rates.sort((a, b) => a - b);

report('predictor', {
  model: predictor.name,
  version: predictor.version,
  loadMs: Math.round(loadMs),
  pairs: peptides.length * alleles.length,
  pairsPerSecondMedian: Math.round(rates[2] ?? Number.NaN),
  pairsPerSecondBest: Math.round(rates[4] ?? Number.NaN),
});
