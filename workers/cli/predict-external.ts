/** `antigraph predict` with other predictors than one bundled: installed tools, saved outputs, a consensus. */
import type { MhcClass } from '../../schemas/hla.js';
import type { OmissionCode } from '../../schemas/omissions.js';
import type { PeptideMhcPredictor, PredictionBlock, Predictions } from '../../schemas/predictor.js';
import { panelOf } from '../../stages/predict-binding/index.js';
import { tsvLine } from '../../stages/shared/tsv.js';
import { endingTools } from '../local/ending-tools.js';
import { checkPredictorClass, openPredictor, type PredictorRequest } from '../local/open-predictor.js';
import { givenAlleles } from './given-alleles.js';
import { countPeptides, peptideBatches } from './read-peptides.js';
import { writeToStdout } from './stdout.js';

const columns = [
  'peptide',
  'allele',
  'affinity_nm',
  'percentile_rank',
  'presentation_score',
  'predictor',
  'version',
  'status',
];
const defaultBatchSize = 4096;
const coreLength = 9;

export interface PredictOptions {
  readonly alleles: string;
  readonly peptides: string;
  readonly class: MhcClass;
  readonly predictor?: string;
  /** Adds the column of the binding core. */
  readonly cores?: boolean;
}

/** One row per peptide × allele; of a consensus one for each predictor and then its own. */
export async function predictExternal(options: PredictOptions, request: PredictorRequest): Promise<void> {
  const alleles = givenAlleles(options.alleles, options.class);
  // Read twice: what can be wrong with the file is found before a tool is started.
  await countPeptides(options.peptides);
  await endingTools(async () => {
    const predictor = await openPredictor(request);
    checkPredictorClass(predictor, options.class);
    panelOf(predictor, alleles);
    const extras = { halfLife: predictor.givesHalfLife === true, core: options.cores === true };
    let text = tsvLine([
      ...columns,
      ...(extras.halfLife ? ['half_life_hours'] : []),
      ...(extras.core ? ['core'] : []),
    ]);
    for await (const batch of peptideBatches(options.peptides, predictor.batchSize ?? defaultBatchSize)) {
      const block = await predictor.predict(batch, alleles);
      const lines = linesOf(block, predictor, { peptides: batch, alleles, extras });
      await writeToStdout(Buffer.from(text + [...lines].join('')));
      text = '';
    }
  });
}

interface Asked {
  readonly peptides: readonly string[];
  readonly alleles: readonly string[];
  readonly extras: { readonly halfLife: boolean; readonly core: boolean };
}

function* linesOf(
  block: PredictionBlock,
  { name, version }: Pick<PeptideMhcPredictor, 'name' | 'version'>,
  { peptides, alleles, extras }: Asked,
): Generator<string> {
  for (const [row, peptide] of peptides.entries()) {
    for (const [column, allele] of alleles.entries()) {
      const at = row * alleles.length + column;
      const line = (said: Named, core: string | null) =>
        tsvLine([
          peptide,
          allele,
          ...cells(said, at, peptide),
          ...(extras.halfLife ? [numberAt(said.numbers.halfLifeHours, at)] : []),
          ...(extras.core ? [core] : []),
        ]);
      for (const member of block.members ?? []) yield line({ numbers: member, ...member }, null);
      yield line({ numbers: block, name, version }, coreOf(block, at, peptide));
    }
  }
}

interface Named {
  readonly numbers: Predictions;
  readonly name: string;
  readonly version: string;
}

function cells({ numbers, name, version }: Named, at: number, peptide: string) {
  const values = [numbers.affinityNm, numbers.percentileRank, numbers.presentationScore].map((one) =>
    numberAt(one, at),
  );
  // Some predictors give a rank and no affinity: such a pair is predicted all the same.
  const isPredicted = [...values, numberAt(numbers.halfLifeHours, at)].some((value) => value !== null);
  return [...values, name, version, isPredicted ? 'ok' : unpredicted(peptide)];
}

function numberAt(numbers: Float32Array | undefined, at: number): number | null {
  const value = numbers?.[at];
  return value === undefined || Number.isNaN(value) ? null : value;
}

function coreOf({ coreOffset }: PredictionBlock, at: number, peptide: string): string | null {
  const offset = coreOffset?.[at] ?? -1;
  return offset < 0 ? null : peptide.slice(offset, offset + coreLength);
}

/** Why there is no number: a letter no predictor takes, else the predictor itself (a length it does not know). */
function unpredicted(peptide: string): OmissionCode {
  return /^[ACDEFGHIKLMNPQRSTVWY]+$/.test(peptide) ? 'NOT_PREDICTED' : 'PEPTIDE_UNUSABLE';
}
