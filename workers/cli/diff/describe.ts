import { printable } from '../printable.js';
import type { FateChange } from './compare-ledgers.js';
import type { Difference } from './compare-requests.js';
import type { ShortlistDifference } from './compare-shortlists.js';

/** All that differs between two runs. */
export interface RunDifference {
  readonly runs: { readonly before: string; readonly after: string };
  /** In what was asked and with what it was made. */
  readonly asked: readonly Difference[];
  readonly shortlist: ShortlistDifference;
  readonly ledger: readonly FateChange[];
  /** Files under --out with other bytes. */
  readonly outputs: readonly string[];
}

/** The difference in lines for people. */
export function describeDifference(difference: RunDifference): string {
  const { runs, asked, shortlist, ledger, outputs } = difference;
  const { entered, left, changed } = shortlist;
  if (asked.length + entered.length + left.length + changed.length + ledger.length + outputs.length === 0) {
    return 'no difference\n';
  }
  const sections = [
    [`run ${runs.before} → ${runs.after}`],
    ...groupsOf(asked),
    shortlistLines(shortlist),
    [
      `ledger: ${ledger.length === 1 ? '1 allele' : `${ledger.length} alleles`} with another fate`,
      ...ledger.map(fateLine),
    ],
    [`files that differ: ${outputs.length === 0 ? 'none' : outputs.join(', ')}`],
  ];
  return `${sections.flat().map(printable).join('\n')}\n`;
}

function groupsOf(asked: readonly Difference[]): readonly (readonly string[])[] {
  const names = [...new Set(asked.map(({ group }) => group))];
  return names.map((group) => [
    `${group}:`,
    ...asked
      .filter((each) => each.group === group)
      .map(({ name, before, after }) => `  ${name.padEnd(30)} ${before ?? 'none'} → ${after ?? 'none'}`),
  ]);
}

function shortlistLines({ before, after, entered, left, changed }: ShortlistDifference): readonly string[] {
  return [
    `shortlist: ${before} → ${after} antigens; ${entered.length} entered, ${left.length} left, ${changed.length} changed`,
    ...entered.map(
      (antigen) => `  entered  ${named(antigen)}  rank ${antigen.rank}; before: ${antigen.elsewhere}`,
    ),
    ...left.map((antigen) => `  left     ${named(antigen)}  rank ${antigen.rank}; now: ${antigen.elsewhere}`),
    ...changed.map(({ antigen, rankBefore, changes }) => {
      const isMoved = rankBefore !== antigen.rank;
      const why = changes.map((change) => `${change.what} ${change.before} → ${change.after}`).join('; ');
      const rank = isMoved ? `rank ${rankBefore} → ${antigen.rank}` : `rank ${antigen.rank}`;
      return `  ${isMoved ? 'moved   ' : 'changed '} ${named(antigen)}  ${rank}: ${why || 'others moved'}`;
    }),
  ];
}

function named(antigen: { readonly gene: string; readonly hgvsP: string; readonly variant: string }): string {
  const change = antigen.hgvsP.replace(/^[^:]*:/, '');
  return `${antigen.gene} ${change === 'NA' ? antigen.variant : `${change} ${antigen.variant}`}`;
}

function fateLine({ input, before, after }: FateChange): string {
  return `  ${input}  ${before ?? 'not in the file'} → ${after ?? 'not in the file'}`;
}
