import type { TableRow } from '../run-outputs.js';

/** An allele that came to another end; null: the file of that run does not have it. */
export interface FateChange {
  /** As the file wrote it; with #2, #3 … where it wrote it more than once. */
  readonly input: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Alleles that left at another stage or for another code, in the order of the earlier ledger, new ones at the end. */
export function compareLedgers(before: Iterable<TableRow>, after: Iterable<TableRow>): readonly FateChange[] {
  const [earlier, later] = [fatesOf(before), fatesOf(after)];
  return [...new Set([...earlier.keys(), ...later.keys()])].flatMap((input) => {
    const [was, is] = [earlier.get(input) ?? null, later.get(input) ?? null];
    return was === is ? [] : [{ input, before: was, after: is }];
  });
}

function fatesOf(ledger: Iterable<TableRow>): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  const fates = new Map<string, string>();
  for (const row of ledger) {
    const input = row['input'] ?? 'NA';
    const count = (counts.get(input) ?? 0) + 1;
    counts.set(input, count);
    fates.set(count === 1 ? input : `${input} #${count}`, fateOf(row));
  }
  return fates;
}

function fateOf(row: TableRow): string {
  const { status = 'NA', stage = 'NA', code = 'NA' } = row;
  return status === 'omitted' ? `${code} (${stage})` : status;
}
