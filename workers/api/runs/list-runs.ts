import type { TenantStore } from '../../../pipeline/ports.js';
import type { RunPage, RunView } from '../../../schemas/api.js';
import type { TenantId } from '../../../schemas/service.js';
import { cursorOf, placeOf } from '../cursor.js';
import { indexPage, placePattern } from './run-index.js';
import { viewRun } from './run-view.js';

/** A page of runs, latest submission first. @throws PARAMETER_INVALID for a cursor that is none */
export async function listRuns(
  tenant: TenantId,
  store: TenantStore,
  query: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<RunPage> {
  const runs: RunView[] = [];
  let after = placeOf(query.cursor, placePattern);
  while (runs.length < query.limit) {
    const wanted = query.limit - runs.length;
    const entries = await indexPage(store.documents, {
      limit: wanted,
      ...(after === undefined ? {} : { after }),
    });
    const views = await Promise.all(entries.map(({ run }) => viewRun(tenant, store, run)));
    for (const [index, view] of views.entries()) {
      // An earlier attempt's entry, one of a submission that joined a run, or one that was never accepted: the latest stands elsewhere.
      if (view?.submittedAtMs === entries[index]?.submittedAtMs && view !== null) runs.push(view);
    }
    after = entries.at(-1)?.name;
    if (entries.length < wanted || after === undefined) return { runs, nextCursor: null };
  }
  return { runs, nextCursor: after === undefined ? null : cursorOf(after) };
}
