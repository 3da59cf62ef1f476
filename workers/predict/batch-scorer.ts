import type { PeptideMhcPredictor } from '../../schemas/predictor.js';
import type { PredictOutcome } from './messages.js';
import { type RowSetup, rowWriter } from './row-writer.js';

/** Scores peptides and writes their rows. */
export function batchScorer(
  predictor: PeptideMhcPredictor,
  rows: RowSetup,
): (peptides: readonly string[]) => Promise<PredictOutcome> {
  const write = rowWriter(rows);
  return async (peptides) => write(peptides, await predictor.predict(peptides, rows.alleles));
}
