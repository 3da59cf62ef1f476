/** Threads of one script that answer messages in order; until one is ready it is given nothing, so that nothing waits for its start. */
import { Worker } from 'node:worker_threads';
import type { AntigraphError } from '../../schemas/errors.js';
import { reviveFailure, type ThreadFailure } from './thread-failure.js';

/** A second task waits in the thread, so that it never waits for the command's thread. */
const tasksPerThread = 2;

/** What a thread's script says: once that it is ready, then an answer to each task. */
export type FromTaskThread<Outcome> =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly outcome: Outcome }
  | { readonly kind: 'failed'; readonly failure: ThreadFailure };

export interface TaskThreads<Message, Outcome> {
  /** Sends a task to a thread that has room for it; null: none has. */
  submit(message: Message, transferred: readonly ArrayBuffer[]): Promise<Outcome> | null;
  /** Sends every thread what it is to know before the next task; it is not answered. */
  tell(message: Message): void;
  close(): void;
}

interface Waiting<Outcome> {
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: Error) => void;
}

interface Thread<Outcome> {
  readonly worker: Worker;
  readonly waiting: Waiting<Outcome>[];
  isReady: boolean;
}

interface ThreadScript {
  readonly count: number;
  readonly script: URL;
  /** Given to each as its worker data. */
  readonly setup: unknown;
  /** Bound of each thread's old space. */
  readonly memoryMb: number;
  /** The error of a thread that was lost. */
  readonly lost: (cause: Error) => AntigraphError;
}

/** Starts the threads. */
export function startTaskThreads<Message, Outcome>(options: ThreadScript): TaskThreads<Message, Outcome> {
  const threads = Array.from({ length: options.count }, () => startThread<Outcome>(options));
  return {
    submit(message, transferred) {
      const free = threads.filter(({ isReady, waiting }) => isReady && waiting.length < tasksPerThread);
      const [thread] = free.sort((a, b) => a.waiting.length - b.waiting.length);
      if (thread === undefined) return null;
      return new Promise((resolve, reject) => {
        thread.waiting.push({ resolve, reject });
        thread.worker.postMessage(message, [...transferred]);
      });
    },
    tell(message) {
      for (const { worker } of threads) worker.postMessage(message);
    },
    close() {
      for (const { worker } of threads) void worker.terminate();
    },
  };
}

function startThread<Outcome>({ script, setup, memoryMb, lost }: ThreadScript): Thread<Outcome> {
  const worker = new Worker(script, {
    workerData: setup,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
  const thread: Thread<Outcome> = { worker, waiting: [], isReady: false };
  const fail = (cause: Error): void => {
    thread.isReady = false;
    const error = lost(cause);
    for (const { reject } of thread.waiting.splice(0)) reject(error);
  };
  worker.on('message', (message: FromTaskThread<Outcome>) => {
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
