import type { Consequence } from '../../schemas/rows.js';

/** Whether peptides are made of the row: its mutant protein is certain, or stated under a named assumption. */
export function isUsable(row: Pick<Consequence, 'status' | 'hypothesis' | 'mutantProtein'>): boolean {
  return row.status === 'ok' || (row.hypothesis !== null && row.mutantProtein !== null);
}
