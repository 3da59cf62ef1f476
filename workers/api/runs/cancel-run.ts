import type { TenantId } from '../../../schemas/service.js';
import type { RunId } from '../../../schemas/tasks.js';
import { runJournal } from '../../service/run-journal.js';
import type { ApiDependencies } from '../dependencies.js';
import { unknownRun } from './run-view.js';

/** Keeps the wish to stop and tells the workers; a run that has ended stays as it is. @throws RUN_UNKNOWN */
export async function cancelRun(
  wish: { readonly tenant: TenantId; readonly run: RunId; readonly by: string },
  { store, dispatcher, audit, logger }: Pick<ApiDependencies, 'store' | 'dispatcher' | 'audit' | 'logger'>,
): Promise<void> {
  const { tenant, run, by } = wish;
  const answer = await runJournal(tenant, store.tenant(tenant)).cancel(run, by);
  if (answer === null) throw unknownRun(run);
  if (answer === 'ended') return;
  await audit.append({ actor: by, tenant, action: 'run-cancelled', run });
  try {
    await dispatcher.cancel(tenant, run);
  } catch {
    // The store has the wish: the sweep carries it to the workers.
    logger.warn({ run }, 'the queue was not told of a cancellation');
  }
}
