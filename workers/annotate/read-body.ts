/** Has the pieces of a body worked on by the threads and this one, and what comes of them delivered in file order. */
import { setImmediate } from 'node:timers/promises';
import { CompressedBytesError, type Piece } from '../../stages/shared/bgzf/index.js';
import type { InOrder } from './in-order.js';
import type { PieceOutcome, PieceTask } from './messages.js';
import type { OpenBody } from './open-body.js';
import type { PieceSizer } from './piece-sizer.js';
import type { PieceThreads } from './piece-threads.js';
import type { PieceWorker } from './piece-worker.js';

/** Pieces that may be done and wait for one before them. */
const mostWaiting = 32;
/** Memory of their outputs. */
const mostWaitingBytes = 96 * 1024 * 1024;

interface BodyReading {
  readonly kind: PieceTask['kind'];
  readonly body: OpenBody;
  readonly inOrder: InOrder;
  readonly worker: PieceWorker;
  readonly threads: PieceThreads;
  readonly sizer: Pick<PieceSizer, 'observe'>;
  /** Takes what came of the next piece, rows of the line that ends in it included. */
  readonly deliver: (outcome: Pick<PieceOutcome, 'output' | 'phased'>) => Promise<void>;
}

interface Entry {
  readonly task: PieceTask;
  readonly outcome: Promise<PieceOutcome>;
  done: PieceOutcome | null;
}

/** @throws what the pieces throw, the first in file order first */
export async function readBody(reading: BodyReading): Promise<void> {
  const { kind, body, inOrder, worker, threads, sizer } = reading;
  const entries: Entry[] = [];
  let isFirst = true;
  const failures: unknown[] = [];
  const next = async (): Promise<IteratorResult<Piece>> => {
    try {
      return await body.pieces.next();
    } catch (error) {
      failures.push(error);
      return { done: true, value: undefined };
    }
  };
  for (let piece = await next(); piece.done !== true; piece = await next()) {
    const task: PieceTask = { kind, piece: piece.value };
    if (isFirst) {
      // In this thread and in order: what makes a whole file useless is mostly told by its first lines.
      const { textBytes } = inOrder.read(task.piece);
      const output = worker.takeOutput();
      sizer.observe(textBytes, sizeOf(output));
      await reading.deliver({ output, phased: [] });
    } else {
      entries.push(entryOf(task, threads.submit(task) ?? worker.run(task)));
    }
    isFirst = false;
    // Messages of the threads arrive between turns of the event loop only.
    await setImmediate();
    await deliverFrom(entries, reading, isTooMuch);
  }
  await deliverFrom(entries, reading, () => true);
  for (const error of failures)
    throw error instanceof CompressedBytesError ? inOrder.truncatedBy(error) : error;
  inOrder.addEnd();
  await reading.deliver({ output: worker.takeOutput(), phased: [] });
}

function entryOf(task: PieceTask, outcome: Promise<PieceOutcome> | PieceOutcome): Entry {
  const entry: Entry = { task, outcome: Promise.resolve(outcome), done: null };
  // A failure is thrown where the piece's turn comes.
  entry.outcome.then(
    (done) => {
      entry.done = done;
    },
    () => undefined,
  );
  return entry;
}

function isTooMuch(entries: readonly Entry[]): boolean {
  const waiting = entries.reduce((sum, { done }) => sum + (done === null ? 0 : memoryOf(done.output)), 0);
  return entries.length > mostWaiting || waiting > mostWaitingBytes;
}

/** Delivers what is done, and waits for what is not while `mustWait`. */
async function deliverFrom(
  entries: Entry[],
  { inOrder, worker, sizer, deliver }: BodyReading,
  mustWait: (entries: readonly Entry[]) => boolean,
): Promise<void> {
  for (let [first] = entries; first !== undefined; [first] = entries) {
    if (first.done === null && !mustWait(entries)) return;
    const outcome = first.done ?? (await first.outcome);
    entries.shift();
    inOrder.addHead(first.task, outcome);
    const output = [...worker.takeOutput(), ...outcome.output];
    inOrder.addPiece(first.task, outcome);
    await deliver({ output, phased: outcome.phased });
    sizer.observe(outcome.edges.textBytes, sizeOf(outcome.output));
  }
}

function sizeOf(output: PieceOutcome['output']): number {
  return output.reduce((sum, { length }) => sum + length, 0);
}

function memoryOf(output: PieceOutcome['output']): number {
  return output.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
}
