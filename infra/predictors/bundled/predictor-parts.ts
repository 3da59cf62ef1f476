import type { AlleleSupport } from '../../../schemas/predictor.js';
import { AlleleParts, type PreparedAllele } from './allele-parts.js';
import { alleleSupportTable } from './allele-support.js';
import type { AlleleEntry } from './allele-table.js';
import { createKernel } from './kernel.js';
import type { ModelFolder } from './model-folder.js';
import { type Network, partBytes, readNetwork, sizesOf } from './network.js';
import { PairList } from './pair-list.js';
import type { RowEncoder } from './row-encoder.js';

/** Bytes of a net beside its matrices' numbers: more than rounding to cache lines and a layer of zeros take. */
const SMALL_TENSORS = 1 << 18;

interface PartsOptions<Facts> {
  readonly folder: ModelFolder;
  /** What the nets' tensors are named after, e.g. 'net0'. */
  readonly nets: readonly string[];
  /** Logits of a net. */
  readonly heads: number;
  readonly encoder: RowEncoder;
  /** Most row sets and pairs at once. */
  readonly capacity: { readonly sets: number; readonly pairs: number };
  readonly factsOf: (entry: AlleleEntry) => Facts;
}

/** What the predictors of both classes are made of, in one kernel's memory. */
export interface PredictorParts<Facts> {
  readonly nets: readonly Network[];
  readonly pairs: PairList;
  /** Room for the row numbers of the row sets. */
  readonly rows: Uint16Array;
  readonly logPercentiles: Float64Array;
  /** @see AlleleParts.prepare */
  prepare(alleles: readonly string[]): readonly (PreparedAllele<Facts> | null)[];
  supportFor(allele: string): AlleleSupport;
}

/** Reads the nets of a model. @throws MODEL_MISSING */
export function predictorParts<Facts>(options: PartsOptions<Facts>): PredictorParts<Facts> {
  const { encoder, heads, factsOf } = options;
  const { model, alleles: table } = options.folder;
  const sizes = options.nets.map((name) => sizesOf(model, name));
  const bytesPerAllele = sizes.reduce((sum, size) => sum + partBytes(size), 0);
  const capacity = { ...options.capacity, units: Math.max(...sizes.map(({ units }) => units)) };
  const rowCount = capacity.sets * encoder.rowsPerSet;
  // Halves take twice their bytes when decoded.
  const netBytes = sizes.reduce((sum, { units }) => sum + encoder.sums.length * units * 4 + SMALL_TENSORS, 0);
  const kernel = createKernel(
    model.sizeBytes * 2 +
      netBytes +
      rowCount * 2 +
      PairList.bytes(capacity) +
      AlleleParts.bytes(bytesPerAllele),
  );
  const nets: Network[] = [];
  let partOffset = 0;
  options.nets.forEach((name, n) => {
    const { tableRows: rows, sums } = encoder;
    nets.push(readNetwork({ kernel, model, name, rows, sums, heads, partOffset }));
    partOffset += partBytes(sizes[n] ?? { units: 0, width: 0 });
  });
  const parts = new AlleleParts({ kernel, nets, bytesPerAllele, table, factsOf });
  const support = alleleSupportTable(table);
  return {
    nets,
    pairs: new PairList(kernel, capacity),
    rows: kernel.shorts(kernel.reserve(rowCount * 2), rowCount),
    logPercentiles: Float64Array.from(model.header.percentiles, Math.log),
    prepare: (alleles) => parts.prepare(alleles),
    supportFor: (allele) => support.supportFor(allele),
  };
}
