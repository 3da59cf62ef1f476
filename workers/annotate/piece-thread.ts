/** A thread of `antigraph annotate`: works on the pieces it is sent, one at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import { describeFailure } from '../local/thread-failure.js';
import { openReferenceFile } from '../reference/open-reference.js';
import type { FromThread, PieceOutcome, ReadingSetup, ToThread } from './messages.js';
import { PieceWorker } from './piece-worker.js';

const setup: ReadingSetup = workerData;
const worker = new PieceWorker(setup, setup.reference === null ? null : openReferenceFile(setup.reference));

parentPort?.on('message', (message: ToThread) => {
  if (message.kind === 'background') {
    worker.setBackground(message.background);
    return;
  }
  try {
    worker.recycle(message.spare);
    const outcome = worker.run(message.task);
    reply({ kind: 'done', outcome }, memoryOf(outcome));
  } catch (error) {
    reply({ kind: 'failed', failure: describeFailure(error) }, []);
  }
});
reply({ kind: 'ready' }, []);

function reply(message: FromThread, transferred: readonly ArrayBuffer[]): void {
  parentPort?.postMessage(message, [...transferred]);
}

function memoryOf({ output, edges }: PieceOutcome): ArrayBuffer[] {
  const parts = [...output, edges.tail, ...(edges.head === null ? [] : [edges.head])];
  return parts.map(({ buffer }) => buffer);
}
