import type { OperatorAction } from '../../../schemas/api.js';
import type { ApiDependencies } from '../dependencies.js';

/** Short enough for a request to wait; the figures show the rest. */
const drainLimitMs = 10_000;
const pageSize = 200;

/** Does what the operator asks, and keeps who asked; gives how many tasks it was about. */
export async function act(
  action: OperatorAction,
  by: string,
  { dispatcher, audit }: Pick<ApiDependencies, 'dispatcher' | 'audit'>,
): Promise<number> {
  await audit.append({ actor: by, tenant: null, action: 'operator-action', subject: action.action });
  switch (action.action) {
    case 'pause':
      await dispatcher.pause();
      return 0;
    case 'resume':
      await dispatcher.resume();
      return 0;
    case 'drain':
      return dispatcher.drain(drainLimitMs);
    case 'retry':
      return (await dispatcher.retry(action.task)) ? 1 : 0;
    case 'retry-failed':
      return retryAll(dispatcher);
  }
}

async function retryAll(dispatcher: ApiDependencies['dispatcher']): Promise<number> {
  let [retried, skipped] = [0, 0];
  for (;;) {
    // What was put back is not listed any more, so the next page begins after those that could not be.
    const failed = await dispatcher.failedTasks({ from: skipped, limit: pageSize });
    for (const { id } of failed) {
      if (await dispatcher.retry(id)) retried += 1;
      else skipped += 1;
    }
    if (failed.length < pageSize) return retried;
  }
}
