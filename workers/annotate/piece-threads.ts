/** The threads that work on pieces beside the command's own. */
import { AntigraphError } from '../../schemas/errors.js';
import { startTaskThreads } from '../local/task-threads.js';
import type { Background } from './annotation.js';
import type { PieceOutcome, PieceTask, ReadingSetup, ToThread } from './messages.js';

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

/** Starts threads; until one is ready it is given nothing. */
export function startPieceThreads(count: number, setup: ReadingSetup): PieceThreads {
  let spare: readonly ArrayBuffer[] = [];
  const threads = startTaskThreads<ToThread, PieceOutcome>({
    count,
    script: new URL('./piece-thread.js', import.meta.url),
    setup,
    memoryMb: threadMemoryMb,
    lost: (cause) =>
      new AntigraphError('WORKER_LOST', `a thread that annotated variants was lost: ${cause.message}`, {
        fix: 'Run the same command again, with --jobs 1 if memory is short.',
        cause,
      }),
  });
  return {
    submit(task) {
      const outcome = threads.submit({ kind: 'task', task, spare }, [task.piece.bytes.buffer, ...spare]);
      if (outcome !== null) spare = [];
      return outcome;
    },
    setBackground(background) {
      threads.tell({ kind: 'background', background });
    },
    recycle(buffers) {
      spare = [...spare, ...buffers];
    },
    close() {
      threads.close();
    },
  };
}
