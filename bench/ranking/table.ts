import type { Estimate, ScoreFigures } from './figures.js';
import type { PositiveFigures } from './positives.js';

export interface ScoreRow extends ScoreFigures {
  readonly score: string;
  /** Within-allele AUC minus that of binding alone, the same alleles drawn. */
  readonly minusBinding: Estimate;
}

export interface SetFigures {
  readonly name: string;
  readonly source: string;
  readonly pairs: number;
  readonly positives: number;
  readonly repeatedRows: number;
  readonly contradictingPairs: number;
  readonly notPredicted: number;
  readonly allelesCounted: readonly string[];
  readonly scores: readonly ScoreRow[];
  /** Pairs that share no core with the other set, and weights fitted on that; null: nothing fitted. */
  readonly crossed: {
    readonly pairs: number;
    readonly dropped: number;
    readonly scores: readonly (ScoreRow & { readonly minusPrior: Estimate })[];
  } | null;
}

function shown({ value, interval95: [low, high] }: Estimate, decimals = 3): string {
  return `${value.toFixed(decimals)} (${low.toFixed(decimals)}–${high.toFixed(decimals)})`;
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return line(header) + line(header.map(() => '---')) + rows.map(line).join('');
}

const columns = [
  'set',
  'score',
  'AUC within an allele',
  'minus binding alone',
  'AP ÷ prevalence within an allele',
  'pooled AUC',
  'pooled AP',
  'AP ÷ prevalence',
];

function cells(set: string, row: ScoreRow): readonly string[] {
  return [
    set,
    row.score,
    shown(row.aucWithinAllele),
    shown(row.minusBinding),
    shown(row.apOverPrevalenceWithinAllele, 2),
    shown(row.pooledAuc),
    shown(row.pooledAp),
    shown(row.pooledApOverPrevalence, 2),
  ];
}

/** In brackets: 95 % bootstrap interval over alleles. */
export function markdown(sets: readonly SetFigures[]): string {
  return table(
    columns,
    sets.flatMap((set) => [
      ...set.scores.map((row) => cells(set.name, row)),
      ...(set.crossed?.scores ?? []).map((row) =>
        cells(`${set.name}, ${set.crossed?.pairs} pairs apart from the other set`, row),
      ),
    ]),
  );
}

/** In brackets: 95 % bootstrap interval over patients. */
export function positivesMarkdown({ rows, patients, shares }: PositiveFigures): string {
  return table(
    [`of ${rows} positives of ${patients} patients, the mean share that`, ''],
    shares.map(({ what, share }) => [
      what,
      share === null ? '–' : shown({ value: share.mean, interval95: share.interval95 }),
    ]),
  );
}
