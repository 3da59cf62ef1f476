import { AntigraphError } from '../../schemas/errors.js';

/** What Redis answered, or that it did not, as an error of ours. */
export function queueUnavailable(cause: unknown): AntigraphError {
  const found = cause instanceof Error ? cause.message : String(cause);
  return new AntigraphError(
    'QUEUE_UNAVAILABLE',
    `the queue (Redis) does not do what it was asked: ${found}`,
    {
      fix: "Look at the server that ANTIGRAPH_REDIS_URL names with 'antigraph doctor'. Accepted runs are in the store and go on when it is back.",
      cause,
    },
  );
}

/** Does it, with what Redis throws as an error of ours. @throws QUEUE_UNAVAILABLE */
export async function reachingQueue<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof AntigraphError ? error : queueUnavailable(error);
  }
}
