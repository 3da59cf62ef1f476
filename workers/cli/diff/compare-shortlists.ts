import type { TableRow } from '../run-outputs.js';
import type { RunFolder } from './run-folder.js';

/** An antigen of one of the shortlists. */
interface Antigen {
  /** chrom:pos:ref:alt, normalised. */
  readonly variant: string;
  readonly gene: string;
  readonly hgvsP: string;
  readonly rank: string;
  readonly tier: string;
  readonly peptide: string;
  readonly allele: string;
}

/** One column whose value changed. */
interface Change {
  readonly what: 'tier' | 'probability' | 'best peptide' | 'best allele' | 'transcript' | 'window';
  readonly before: string;
  readonly after: string;
}

export interface ShortlistDifference {
  readonly before: number;
  readonly after: number;
  /** `elsewhere`: what the other run's ledger says of it. */
  readonly entered: readonly (Antigen & { readonly elsewhere: string })[];
  readonly left: readonly (Antigen & { readonly elsewhere: string })[];
  /** On both, at another rank or with other values; no change but the rank: others overtook it or fell back. */
  readonly changed: readonly {
    readonly antigen: Antigen;
    readonly rankBefore: string;
    readonly changes: readonly Change[];
  }[];
}

const compared = [
  ['tier', 'tier'],
  ['probability', 'probability'],
  ['best peptide', 'best_peptide'],
  ['best allele', 'best_allele'],
  ['transcript', 'transcript'],
  ['window', 'window'],
] as const;

/** Antigens are the same where their variant is. Entered and changed ones in the later list's order, left ones in the earlier's. */
export function compareShortlists(before: RunFolder, after: RunFolder): ShortlistDifference {
  const [earlier, later] = [byVariant(before.shortlist), byVariant(after.shortlist)];
  return {
    before: before.shortlist.length,
    after: after.shortlist.length,
    entered: onlyIn(later, earlier, before.ledger),
    left: onlyIn(earlier, later, after.ledger),
    changed: [...later].flatMap(([variant, row]) => {
      const old = earlier.get(variant);
      if (old === undefined) return [];
      const changes = compared.flatMap(([what, column]) => {
        const [was, is] = [old[column] ?? 'NA', row[column] ?? 'NA'];
        return was === is ? [] : [{ what, before: was, after: is }];
      });
      const rankBefore = old['rank'] ?? 'NA';
      if (changes.length === 0 && rankBefore === row['rank']) return [];
      return [{ antigen: antigenOf(variant, row), rankBefore, changes }];
    }),
  };
}

function byVariant(rows: readonly TableRow[]): ReadonlyMap<string, TableRow> {
  return new Map(rows.map((row) => [variantOf(row), row]));
}

function variantOf(row: TableRow): string {
  return [row['chrom'], row['pos'], row['ref'], row['alt']].join(':');
}

function antigenOf(variant: string, row: TableRow): Antigen {
  const cell = (name: string) => row[name] ?? 'NA';
  return {
    variant,
    gene: cell('gene'),
    hgvsP: cell('hgvs_p'),
    rank: cell('rank'),
    tier: cell('tier'),
    peptide: cell('best_peptide'),
    allele: cell('best_allele'),
  };
}

function onlyIn(
  rows: ReadonlyMap<string, TableRow>,
  others: ReadonlyMap<string, TableRow>,
  otherLedger: Iterable<TableRow>,
): readonly (Antigen & { readonly elsewhere: string })[] {
  const wanted = new Set([...rows.keys()].filter((variant) => !others.has(variant)));
  const fates = new Map<string, TableRow>();
  if (wanted.size > 0) {
    for (const row of otherLedger) if (wanted.has(variantOf(row))) fates.set(variantOf(row), row);
  }
  return [...rows].flatMap(([variant, row]) => {
    if (others.has(variant)) return [];
    const fate = fates.get(variant);
    const elsewhere =
      fate === undefined ? 'not in the file' : `${fate['code'] ?? 'NA'}: ${fate['reason'] ?? 'NA'}`;
    return [{ ...antigenOf(variant, row), elsewhere }];
  });
}
