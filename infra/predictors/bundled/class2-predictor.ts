import type { PeptideMhcPredictor, PredictionBlock } from '../../../schemas/predictor.js';
import { MOST_ALLELES, type PreparedAllele } from './allele-parts.js';
import { calibrationRows } from './calibration.js';
import { type RegisterEncoder, registerEncoder } from './encode-registers.js';
import { headWeights } from './head-weights.js';
import type { ModelHeader } from './model-file.js';
import { type ModelFolder, readModelFolder } from './model-folder.js';
import { type PredictorParts, predictorParts } from './predictor-parts.js';
import { Results } from './results.js';

type Class2Header = Extract<ModelHeader, { readonly mhcClass: 'II' }>;

/** Registers × alleles in one pass of each net over its weights, and the most registers among them. */
const PAIRS_PER_BLOCK = 8192;
const REGISTERS_PER_BLOCK = 1024;

interface Column extends PreparedAllele<Float32Array> {
  /** Index of the allele among those asked for. */
  readonly index: number;
}

/**
 * Opens a class II model folder. Each net scores every register (offset of the 9-residue core) of a peptide, and its logit of the peptide
 * is the best register's; the answer is the weighted mean of the nets' logits, the core the register with the highest weighted mean, the
 * first of equal ones. There is one head: affinity, presentation score and rank are three readings of one logit. A result depends on its
 * peptide and allele alone. Peptides with another letter or length, and alleles without a pseudosequence, give NaN.
 * @throws MODEL_MISSING, MODEL_DIGEST_MISMATCH
 */
export function openClass2Predictor(folder: string): PeptideMhcPredictor {
  const read = readModelFolder(folder);
  const { header } = read.model;
  if (header.mhcClass !== 'II') throw read.model.malformed('it is a class I model');
  const scorer = new Class2Scorer(read, header);
  return {
    name: header.name,
    version: header.version,
    digest: read.digest,
    mhcClass: 'II',
    minLength: header.minLength,
    maxLength: header.maxLength,
    supportFor: (allele) => scorer.parts.supportFor(allele),
    predict: (peptides, alleles) => scorer.predict(peptides, alleles),
  };
}

/** Peptides that are scored together. */
interface Block {
  /** Their indices among those asked for. */
  readonly peptides: number[];
  /** How many registers each has. */
  readonly registers: number[];
  /** Index of the first peptide of the next block. */
  readonly end: number;
}

class Class2Scorer {
  readonly parts: PredictorParts<Float32Array>;
  readonly #weights: readonly (readonly [number, number])[];
  readonly #encoder: RegisterEncoder;
  /** Sums of the nets' weighted logits: of each register and allele, and of the best register of each peptide and allele. */
  readonly #ofRegisters = new Float64Array(PAIRS_PER_BLOCK);
  readonly #ofPeptides = new Float64Array(PAIRS_PER_BLOCK);

  constructor(folder: ModelFolder, header: Class2Header) {
    const { model } = folder;
    this.#weights = headWeights(model, 1);
    this.#encoder = registerEncoder(header);
    const shape = { rows: folder.alleles.pseudosequences, columns: header.percentiles.length };
    const knotsOf = calibrationRows(model, 'calibrationAffinity', shape);
    this.parts = predictorParts({
      folder,
      nets: Array.from({ length: header.nets }, (_, n) => `net${n}`),
      heads: 1,
      encoder: this.#encoder,
      capacity: { sets: REGISTERS_PER_BLOCK, pairs: PAIRS_PER_BLOCK },
      factsOf: ({ calibrationRow }) => knotsOf(calibrationRow),
    });
  }

  predict(peptides: readonly string[], alleles: readonly string[]): PredictionBlock {
    const size = peptides.length * alleles.length;
    const results = new Results(size, this.parts.logPercentiles);
    const coreOffset = new Int8Array(size).fill(-1);
    for (let first = 0; first < alleles.length; first += MOST_ALLELES) {
      const columns = this.parts
        .prepare(alleles.slice(first, first + MOST_ALLELES))
        .flatMap((prepared, n) => (prepared === null ? [] : [{ ...prepared, index: first + n }]));
      if (columns.length === 0) continue;
      for (let start = 0; start < peptides.length; ) {
        const block = this.#encode(peptides, start, columns);
        this.#score(block, columns.length);
        this.#write({ results, coreOffset }, block, columns, alleles.length);
        start = block.end;
      }
    }
    return { ...results.predictions, coreOffset };
  }

  /** Lists the registers of as many peptides from `start` on as there is room for. */
  #encode(peptides: readonly string[], start: number, columns: readonly Column[]): Block {
    const { pairs, rows } = this.parts;
    const room = Math.min(REGISTERS_PER_BLOCK, Math.floor(PAIRS_PER_BLOCK / columns.length));
    const block = { peptides: [] as number[], registers: [] as number[], end: start };
    pairs.clear();
    let used = 0;
    let at = 0;
    for (; block.end < peptides.length; block.end++) {
      const peptide = peptides[block.end] ?? '';
      const registers = this.#encoder.registers(peptide);
      if (used + registers > room) break;
      if (registers === 0) continue;
      for (let register = 0; register < registers; register++) {
        const rowsEnd = this.#encoder.encode(peptide, register, rows, at);
        for (const { part } of columns) pairs.addPair(part);
        pairs.endSet(rows.byteOffset + 2 * at, rows.byteOffset + 2 * rowsEnd);
        at = rowsEnd;
      }
      used += registers;
      block.peptides.push(block.end);
      block.registers.push(registers);
    }
    return block;
  }

  #score(block: Block, width: number): void {
    const { nets, pairs } = this.parts;
    this.#ofRegisters.fill(0);
    this.#ofPeptides.fill(0);
    nets.forEach((net, n) => {
      const [weight] = this.#weights[n] ?? [0];
      pairs.clearLogits();
      pairs.addLogits(net, [1, 0]);
      this.#addNet(block, width, weight);
    });
  }

  #addNet({ registers }: Block, width: number, weight: number): void {
    const { logits } = this.parts.pairs;
    const ofRegisters = this.#ofRegisters;
    const ofPeptides = this.#ofPeptides;
    let start = 0;
    for (let n = 0; n < registers.length; n++) {
      const end = start + (registers[n] ?? 0) * width;
      for (let c = 0; c < width; c++) {
        let best = Number.NEGATIVE_INFINITY;
        for (let pair = start + c; pair < end; pair += width) {
          const logit = logits[2 * pair] ?? 0;
          ofRegisters[pair] = (ofRegisters[pair] ?? 0) + weight * logit;
          if (logit > best) best = logit;
        }
        const at = n * width + c;
        ofPeptides[at] = (ofPeptides[at] ?? 0) + weight * best;
      }
      start = end;
    }
  }

  #write(
    out: { readonly results: Results; readonly coreOffset: Int8Array },
    { peptides, registers }: Block,
    columns: readonly Column[],
    alleleCount: number,
  ): void {
    let start = 0;
    peptides.forEach((peptide, n) => {
      columns.forEach(({ index, facts: knots }, c) => {
        const at = peptide * alleleCount + index;
        const logit = this.#ofPeptides[n * columns.length + c] ?? 0;
        out.results.write(at, logit, logit, knots);
        out.coreOffset[at] = this.#bestRegister(start + c, registers[n] ?? 0, columns.length);
      });
      start += (registers[n] ?? 0) * columns.length;
    });
  }

  #bestRegister(start: number, registers: number, width: number): number {
    let best = 0;
    for (let register = 1; register < registers; register++) {
      const better =
        (this.#ofRegisters[start + register * width] ?? 0) > (this.#ofRegisters[start + best * width] ?? 0);
      if (better) best = register;
    }
    return best;
  }
}
