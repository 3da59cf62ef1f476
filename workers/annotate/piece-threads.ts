/** The threads that work on pieces beside the command's own. */
import { Worker } from 'node:worker_threads';
import { AntigraphError } from '../../schemas/errors.js';
import { reviveFailure } from '../local/thread-failure.js';
import type { Background } from './annotation.js';
import type { FromThread, PieceOutcome, PieceTask, ReadingSetup, ToThread } from './messages.js';

/** A second piece waits in the thread, so that it never waits for the command's thread. */
const tasksPerThread = 2;

/** Old-space bound of one thread; what it holds is its reference's blocks and one piece. */
const threadMemoryMb = 2048;

export interface PieceThreads {
  /** Sends the piece to a thread that is ready for it; null: none is. */
  submit(task: PieceTask): Promise<PieceOutcome> | null;
  setBackground(background: Background): void;
  /** Memory of outputs that were written, to be used again. */
  recycle(buffers: readonly ArrayBuffer[]): void;
  close(): void;
}

interface Waiting {
  readonly resolve: (outcome: PieceOutcome) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly waiting: Waiting[];
  isReady: boolean;
}

/** Starts threads; until one is ready it is given nothing, so that nothing waits for its start. */
export function startPieceThreads(count: number, setup: ReadingSetup): PieceThreads {
  let spare: ArrayBuffer[] = [];
  const threads = Array.from({ length: count }, () => startThread(setup));
  return {
    submit(task) {
      const free = threads.filter(({ isReady, waiting }) => isReady && waiting.length < tasksPerThread);
      const [thread] = free.sort((a, b) => a.waiting.length - b.waiting.length);
      if (thread === undefined) return null;
      const taken = spare;
      spare = [];
      return new Promise((resolve, reject) => {
        thread.waiting.push({ resolve, reject });
        post(thread, { kind: 'task', task, spare: taken }, [task.piece.bytes.buffer, ...taken]);
      });
    },
    setBackground(background) {
      for (const thread of threads) post(thread, { kind: 'background', background }, []);
    },
    recycle(buffers) {
      spare.push(...buffers);
    },
    close() {
      for (const { worker } of threads) void worker.terminate();
    },
  };
}

function post({ worker }: Thread, message: ToThread, transferred: readonly ArrayBuffer[]): void {
  worker.postMessage(message, [...transferred]);
}

function startThread(setup: ReadingSetup): Thread {
  const worker = new Worker(new URL('./piece-thread.js', import.meta.url), {
    workerData: setup,
    resourceLimits: { maxOldGenerationSizeMb: threadMemoryMb },
  });
  const thread: Thread = { worker, waiting: [], isReady: false };
  const fail = (cause: Error): void => {
    thread.isReady = false;
    const error = new AntigraphError(
      'WORKER_LOST',
      `a thread that annotated variants was lost: ${cause.message}`,
      {
        fix: 'Run the same command again, with --jobs 1 if memory is short.',
        cause,
      },
    );
    for (const { reject } of thread.waiting.splice(0)) reject(error);
  };
  worker.on('message', (message: FromThread) => {
    if (message.kind === 'ready') {
      thread.isReady = true;
      return;
    }
    const waiting = thread.waiting.shift();
    if (message.kind === 'done') waiting?.resolve(message.outcome);
    else waiting?.reject(reviveFailure(message.failure));
  });
  worker.on('error', fail).on('exit', (code) => fail(new Error(`it ended with code ${code}`)));
  return thread;
}
