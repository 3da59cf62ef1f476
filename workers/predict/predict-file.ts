/** `antigraph predict` with a bundled predictor: a file of peptides to a table of predictions, by several threads, in bounded memory. */
import { setImmediate } from 'node:timers/promises';
import { AntigraphError } from '../../schemas/errors.js';
import type { PeptideMhcPredictor } from '../../schemas/predictor.js';
import { startTaskThreads } from '../local/task-threads.js';
import { batchScorer } from './batch-scorer.js';
import type { PredictOutcome, PredictTask } from './messages.js';
import { headerLine } from './row-writer.js';

/** About 30 ms of work: enough to outweigh a message between threads, few enough that the last batches end together. */
const pairsPerBatch = 16_384;
/** Batches beside the one being written, a job: scored, or waiting in a thread. */
const batchesPerJob = 4;
/** Fewer pairs than this are done before a thread has started. */
const fewestPairs = 60_000;
/** Old-space bound of one thread: it holds a model and a batch. */
const threadMemoryMb = 1024;

export interface PredictRequest {
  readonly predictor: PeptideMhcPredictor;
  readonly alleles: readonly string[];
  readonly withCores: boolean;
  /** Peptides that will come; an estimate will do. */
  readonly peptideCount: number;
  /** Batches of the size asked for, in order. */
  readonly batches: (size: number) => AsyncIterable<readonly string[]>;
  /** Threads at work, this one included. */
  readonly jobs: number;
  /** Resolves when the reader has taken the bytes, or the system for it. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
}

/** Writes the table: peptides in order, of each its alleles in order. */
export async function predictFile(request: PredictRequest): Promise<void> {
  const { predictor, alleles, withCores, peptideCount, jobs, write } = request;
  const rows = { alleles, predictor: predictor.name, version: predictor.version, withCores };
  const score = batchScorer(predictor, rows);
  const threads = startTaskThreads<PredictTask, PredictOutcome>({
    count: peptideCount * alleles.length < fewestPairs ? 0 : jobs - 1,
    script: new URL('./predict-thread.js', import.meta.url),
    setup: { predictor: predictor.name, rows },
    memoryMb: threadMemoryMb,
    lost: (cause) =>
      new AntigraphError('WORKER_LOST', `a thread that scored peptides was lost: ${cause.message}`, {
        fix: 'Run the same command again, with --jobs 1 if memory is short.',
        cause,
      }),
  });
  const waiting: Entry[] = [];
  try {
    await write(Buffer.from(headerLine(rows)));
    const size = Math.max(1, Math.floor(pairsPerBatch / alleles.length));
    for await (const peptides of request.batches(size)) {
      waiting.push(entryOf(threads.submit(peptides.join(' '), []) ?? score(peptides)));
      // Messages of the threads arrive between turns of the event loop only.
      await setImmediate();
      await deliverFrom(waiting, write, jobs * batchesPerJob);
    }
    await deliverFrom(waiting, write, 0);
  } finally {
    threads.close();
  }
}

interface Entry {
  readonly outcome: Promise<PredictOutcome>;
  isDone: boolean;
}

function entryOf(outcome: Promise<PredictOutcome>): Entry {
  const entry: Entry = { outcome, isDone: false };
  // A failure is thrown where the batch's turn comes.
  outcome.then(
    () => {
      entry.isDone = true;
    },
    () => undefined,
  );
  return entry;
}

/** Writes what is done, and waits for what is not while more than `most` are waiting. */
async function deliverFrom(waiting: Entry[], write: PredictRequest['write'], most: number): Promise<void> {
  for (let [first] = waiting; first !== undefined; [first] = waiting) {
    if (!first.isDone && waiting.length <= most) return;
    waiting.shift();
    await write(await first.outcome);
  }
}
