import type { PeptideMhcPredictor, PredictionBlock } from '../../../schemas/predictor.js';
import { MOST_ALLELES, type PreparedAllele } from './allele-parts.js';
import type { AlleleEntry } from './allele-table.js';
import { calibrationRows } from './calibration.js';
import { peptideEncoder } from './encode-peptide.js';
import { headWeights } from './head-weights.js';
import type { ModelFile, ModelHeader } from './model-file.js';
import { type ModelFolder, readModelFolder } from './model-folder.js';
import { type PredictorParts, predictorParts } from './predictor-parts.js';
import { Results } from './results.js';

type Class1Header = Extract<ModelHeader, { readonly mhcClass: 'I' }>;

/** Pairs in one pass of each net over its weights, and the most peptides among them (measured, bench/predictor.ts). */
const PAIRS_PER_BLOCK = 16_384;
const PEPTIDES_PER_BLOCK = 2048;

/** An allele's ligand logits at the percentiles, and from which logits on a pair is scored by all nets. */
interface Calibration {
  readonly knots: Float32Array;
  readonly screenKnots: Float32Array;
  readonly fromAffinity: number;
  readonly fromLigand: number;
}

interface Column extends PreparedAllele<Calibration> {
  /** Index of the allele among those asked for. */
  readonly index: number;
  /** What the presentation score's logit gets for the allele's gene. */
  readonly logOdds: number;
}

/**
 * Opens a class I model folder. A small net, the screen, settles the pairs that are far from binding; the answer for the others
 * is the weighted mean of the nets' logits. Affinity and presentation score are these logits' (see
 * Results); the percentile rank is that of the presentation score among natural peptides of 8–11 residues on the same allele. A result
 * depends on its peptide and allele alone, not on what is asked with it. Peptides with another letter or length, and alleles without a
 * pseudosequence, give NaN. @throws MODEL_MISSING, MODEL_DIGEST_MISMATCH
 */
export function openClass1Predictor(folder: string): PeptideMhcPredictor {
  const read = readModelFolder(folder);
  const { header } = read.model;
  if (header.mhcClass !== 'I') throw read.model.malformed('it is a class II model');
  const scorer = new Class1Scorer(read, header);
  return {
    name: header.name,
    version: header.version,
    digest: read.digest,
    mhcClass: 'I',
    minLength: header.minLength,
    maxLength: header.maxLength,
    supportFor: (allele) => scorer.parts.supportFor(allele),
    predict: (peptides, alleles) => scorer.predict(peptides, alleles),
  };
}

class Class1Scorer {
  readonly parts: PredictorParts<Calibration>;
  readonly #weights: readonly (readonly [number, number])[];
  readonly #logOddsByGene: Readonly<Record<string, number>>;
  readonly #encoder: ReturnType<typeof peptideEncoder>;
  // Of the block's peptides that could be encoded: their index among those asked for, and where their row numbers lie.
  readonly #peptides = new Int32Array(PEPTIDES_PER_BLOCK);
  readonly #rowStarts = new Int32Array(PEPTIDES_PER_BLOCK);
  readonly #rowEnds = new Int32Array(PEPTIDES_PER_BLOCK);
  // Of the block's pairs: the screen's logits, and whether all nets score it.
  readonly #screened = new Float64Array(2 * PAIRS_PER_BLOCK);
  readonly #passes = new Uint8Array(PAIRS_PER_BLOCK);

  constructor(folder: ModelFolder, header: Class1Header) {
    const { model } = folder;
    this.#logOddsByGene = header.logOddsByGene ?? {};
    this.#weights = headWeights(model, 2);
    this.#encoder = peptideEncoder(header);
    const nets = Array.from({ length: header.nets }, (_, n) => `net${n}`);
    this.parts = predictorParts({
      folder,
      nets: ['screen', ...nets],
      heads: 2,
      encoder: this.#encoder,
      capacity: { sets: PEPTIDES_PER_BLOCK, pairs: PAIRS_PER_BLOCK },
      factsOf: calibrationReader(model, header, folder.alleles.pseudosequences),
    });
  }

  predict(peptides: readonly string[], alleles: readonly string[]): PredictionBlock {
    const results = new Results(peptides.length * alleles.length, this.parts.logPercentiles);
    for (let first = 0; first < alleles.length; first += MOST_ALLELES) {
      const columns = this.parts
        .prepare(alleles.slice(first, first + MOST_ALLELES))
        .flatMap((prepared, n) => (prepared === null ? [] : [this.#column(prepared, first + n, alleles)]));
      if (columns.length === 0) continue;
      const step = Math.min(PEPTIDES_PER_BLOCK, Math.floor(PAIRS_PER_BLOCK / columns.length));
      for (let start = 0; start < peptides.length; start += step) {
        const count = this.#encode(peptides, start, Math.min(peptides.length, start + step));
        this.#score(columns, count);
        this.#write(results, columns, count, alleles.length);
      }
    }
    return results.predictions;
  }

  #column(prepared: PreparedAllele<Calibration>, index: number, alleles: readonly string[]): Column {
    const [, gene = ''] = /^HLA-(\w+)\*/.exec(alleles[index] ?? '') ?? [];
    return { ...prepared, index, logOdds: this.#logOddsByGene[gene] ?? 0 };
  }

  /** Encodes the peptides that can be; returns how many. */
  #encode(peptides: readonly string[], start: number, end: number): number {
    const { rows } = this.parts;
    let count = 0;
    let at = 0;
    for (let i = start; i < end; i++) {
      const rowEnd = this.#encoder.encode(peptides[i] ?? '', rows, at);
      if (rowEnd < 0) continue;
      this.#peptides[count] = i;
      this.#rowStarts[count] = rows.byteOffset + 2 * at;
      this.#rowEnds[count] = rows.byteOffset + 2 * rowEnd;
      at = rowEnd;
      count++;
    }
    return count;
  }

  #score(columns: readonly Column[], count: number): void {
    const { nets, pairs } = this.parts;
    pairs.clear();
    for (let n = 0; n < count; n++) {
      for (let c = 0; c < columns.length; c++) pairs.addPair(columns[c]?.part ?? 0);
      pairs.endSet(this.#rowStarts[n] ?? 0, this.#rowEnds[n] ?? 0);
    }
    pairs.clearLogits();
    const [screen, ...others] = nets;
    if (screen !== undefined) pairs.addLogits(screen, [1, 1]);
    this.#pass(columns, count);
    others.forEach((net, n) => {
      pairs.addLogits(net, this.#weights[n] ?? [0, 0]);
    });
  }

  /** Keeps the pairs that the screen lets pass in the list; what it says of the others is put aside. */
  #pass(columns: readonly Column[], count: number): void {
    const { pairs } = this.parts;
    const { logits } = pairs;
    this.#screened.set(logits.subarray(0, 2 * pairs.pairCount));
    const screened = this.#screened;
    pairs.clear();
    let pair = 0;
    for (let n = 0; n < count; n++) {
      const before = pairs.pairCount;
      for (let c = 0; c < columns.length; c++, pair++) {
        const column = columns[c];
        if (column === undefined) continue;
        const { fromAffinity, fromLigand } = column.facts;
        const passes =
          (screened[2 * pair + 1] ?? 0) >= fromLigand || (screened[2 * pair] ?? 0) >= fromAffinity;
        this.#passes[pair] = passes ? 1 : 0;
        if (passes) pairs.addPair(column.part);
      }
      if (pairs.pairCount > before) pairs.endSet(this.#rowStarts[n] ?? 0, this.#rowEnds[n] ?? 0);
    }
    pairs.clearLogits();
  }

  #write(results: Results, columns: readonly Column[], count: number, width: number): void {
    const { logits } = this.parts.pairs;
    const screened = this.#screened;
    let pair = 0;
    let listed = 0;
    for (let n = 0; n < count; n++) {
      const row = (this.#peptides[n] ?? 0) * width;
      for (let c = 0; c < columns.length; c++, pair++) {
        const column = columns[c];
        if (column === undefined) continue;
        const at = row + column.index;
        const { knots, screenKnots } = column.facts;
        if (this.#passes[pair] === 1) {
          results.write(at, logits[2 * listed] ?? 0, logits[2 * listed + 1] ?? 0, knots, column.logOdds);
          listed++;
        } else {
          const ligand = screened[2 * pair + 1] ?? 0;
          results.writeRescaled(at, screened[2 * pair] ?? 0, ligand, screenKnots, knots, column.logOdds);
        }
      }
    }
  }
}

/** Reads an allele's calibration. @throws MODEL_MISSING */
function calibrationReader(model: ModelFile, header: Class1Header, rows: number) {
  const { percentiles, screen } = header;
  const knotsOf = calibrationRows(model, 'calibrationLigand', { rows, columns: percentiles.length });
  const column = percentiles.indexOf(screen.percentile);
  if (column < 0) throw model.malformed(`screen.percentile ${screen.percentile} is none of the percentiles`);
  const screenKnotsOf = calibrationRows(model, 'screenLigand', { rows, columns: percentiles.length });
  const affinityOf = calibrationRows(model, 'screenAffinity', { rows, columns: 1 });
  return ({ calibrationRow }: AlleleEntry): Calibration => {
    const screenKnots = screenKnotsOf(calibrationRow);
    return {
      knots: knotsOf(calibrationRow),
      screenKnots,
      fromAffinity: affinityOf(calibrationRow)[0] ?? 0,
      fromLigand: screenKnots[column] ?? 0,
    };
  };
}
