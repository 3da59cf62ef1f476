import { Worker } from 'node:worker_threads';
import type { TaskRunner } from '../../pipeline/ports.js';
import { AntigraphError } from '../../schemas/errors.js';
import type { TenantId } from '../../schemas/service.js';
import type { Manifest } from '../../schemas/tasks.js';
import { reviveFailure } from './thread-failure.js';
import type { TaskMessage, TaskReply, ThreadSetup } from './thread-messages.js';

export interface ThreadPool {
  /**
   * Runs tasks of one patient; `labels` name the inputs in messages, `place` says whose corner of the store they are in and which
   * reference they want (none: the store of the command line, and its reference). Runners of a pool share its threads.
   */
  runner(
    labels: Readonly<Record<string, string>>,
    place?: { readonly tenant: TenantId; readonly reference: string | null },
  ): TaskRunner;
  close(): Promise<void>;
}

/** Old-space bound of one thread: far above what a patient needs (see bench), far below what would take the machine down. */
const threadMemoryMb = 4096;

/** Task runners on worker threads, made when first needed and kept; a lost thread fails its task, not the pool. */
export function threadPool(setup: ThreadSetup): ThreadPool {
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  const take = (): Worker => idle.pop() ?? start();
  const start = (): Worker => {
    const worker = new Worker(new URL('./task-thread.js', import.meta.url), {
      workerData: setup,
      resourceLimits: { maxOldGenerationSizeMb: threadMemoryMb },
    });
    all.add(worker);
    return worker;
  };
  const drop = (worker: Worker) => {
    all.delete(worker);
    void worker.terminate();
  };
  const run = async (message: TaskMessage, signal: AbortSignal): Promise<Manifest> => {
    const worker = take();
    try {
      const manifest = await exchange(worker, message, signal);
      idle.push(worker);
      return manifest;
    } catch (error) {
      drop(worker);
      throw error;
    }
  };
  return {
    runner: (labels, place) => ({
      run: (spec, key, signal) =>
        run(
          { spec, key, labels, tenant: place?.tenant ?? null, reference: place?.reference ?? null },
          signal,
        ),
    }),
    async close() {
      await Promise.all([...all].map((worker) => worker.terminate()));
    },
  };
}

function exchange(worker: Worker, message: TaskMessage, signal: AbortSignal): Promise<Manifest> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void) => {
      // Only our own listeners: a Worker keeps internal ones that deliver its messages.
      worker.off('message', onReply).off('error', onError).off('exit', onExit);
      signal.removeEventListener('abort', onAbort);
      finish();
    };
    const onAbort = () => settle(() => reject(cancelled(signal)));
    const onReply = (reply: TaskReply) =>
      settle(() => (reply.kind === 'done' ? resolve(reply.manifest) : reject(reviveFailure(reply.failure))));
    const onError = (cause: Error) => settle(() => reject(lost(message.spec.stage, cause)));
    const onExit = (code: number) =>
      settle(() => reject(lost(message.spec.stage, new Error(`the thread ended with code ${code}`))));
    signal.addEventListener('abort', onAbort, { once: true });
    worker.on('message', onReply).on('error', onError).on('exit', onExit);
    worker.postMessage(message);
  });
}

function cancelled(signal: AbortSignal): AntigraphError {
  return signal.reason instanceof AntigraphError
    ? signal.reason
    : new AntigraphError('CANCELLED', 'the run was stopped');
}

function lost(stage: string, cause: Error): AntigraphError {
  const isMemory = 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return new AntigraphError('WORKER_LOST', `the thread that ran ${stage} was lost: ${cause.message}`, {
    fix: isMemory
      ? `It needed more than ${threadMemoryMb} MB. Use fewer peptide lengths (--set generate-peptides.classILengths=[9]) or report the input's size.`
      : 'Run the same command again: finished tasks are not repeated.',
    cause,
  });
}
