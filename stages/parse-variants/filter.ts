import type { ParseVariantsParams } from './params.js';

/** Names in FILTER; none for '.', ['PASS'] where all passed. */
export function filterNames(filter: string): string[] {
  return filter === '.' || filter === ''
    ? []
    : filter.split(';').filter((name) => name !== '' && name !== '.');
}

/** Whether a FILTER column is accepted; a record with several filter names needs all of them accepted. */
export type FilterPolicy = (filter: string) => boolean;

/** '.' means that no filters were applied (VCF 4.3 §1.6.1), which is no reason to leave a record out. */
export function filterPolicy(filters: ParseVariantsParams['filters']): FilterPolicy {
  if (filters === 'all') return () => true;
  const accepted = new Set(filters === 'pass' ? ['PASS'] : ['PASS', ...filters]);
  return (filter) =>
    filter === 'PASS' || filter === '.' || filterNames(filter).every((name) => accepted.has(name));
}
