/** A thread of `antigraph predict`: scores the batches it is sent and writes their rows, one at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import { openBundledPredictor } from '../../infra/predictors/bundled/index.js';
import { describeFailure } from '../local/thread-failure.js';
import { batchScorer } from './batch-scorer.js';
import type { FromPredictThread, PredictSetup, PredictTask } from './messages.js';

const setup: PredictSetup = workerData;
const score = batchScorer(openBundledPredictor(setup.predictor), setup.rows);

parentPort?.on('message', (task: PredictTask) => {
  void score(task.split(' '))
    .then((outcome) => reply({ kind: 'done', outcome }, [outcome.buffer]))
    .catch((error: unknown) => reply({ kind: 'failed', failure: describeFailure(error) }, []));
});
// Code and weights are loaded before there is anything to do.
void score(['A']).then(() => reply({ kind: 'ready' }, []));

function reply(message: FromPredictThread, transferred: readonly ArrayBuffer[]): void {
  parentPort?.postMessage(message, [...transferred]);
}
