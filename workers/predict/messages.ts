/** What `antigraph predict` and its threads tell each other. */
import type { FromTaskThread } from '../local/task-threads.js';
import type { RowSetup } from './row-writer.js';

export interface PredictSetup {
  /** Name of a bundled predictor. */
  readonly predictor: string;
  readonly rows: RowSetup;
}

/** Peptides of one batch, a space between two: one string crosses threads faster than thousands. */
export type PredictTask = string;

/** Rows as TSV. */
export type PredictOutcome = Uint8Array<ArrayBuffer>;

export type FromPredictThread = FromTaskThread<PredictOutcome>;
