import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AntigraphError } from '../../../schemas/errors.js';
import { nearest } from '../../../schemas/nearest.js';
import { formatNumber } from '../../../stages/shared/tsv.js';
import { printable } from '../printable.js';
import { outputPath, parseOrNull, type TableRow, tableRows } from '../run-outputs.js';

/** `antigraph explain DIR CANDIDATE`: by rank, variant, gene or peptide; an allele that left the run is explained from the ledger. */
export async function explain(folder: string, wanted: string): Promise<void> {
  const shortlisted = readShortlist(folder).filter((entry) => names(entry).includes(wanted));
  const known = new Set<string>();
  const candidates = rowsOf(folder, 'candidates.tsv', (row) => isMeant(row, wanted));
  const alleles = rowsOf(folder, 'ledger.tsv', (row) => {
    // Names to offer in place of one that is not known: those of the first alleles will do.
    if (known.size < 2000)
      for (const name of [row['gene'], row['input'], idOf(row)].flatMap(named)) known.add(name);
    return isMeant(row, wanted);
  });
  if (shortlisted.length + candidates.length + alleles.length === 0) {
    const near = nearest(wanted, [...known], 3).join(', ') || 'none';
    throw new AntigraphError('CANDIDATE_UNKNOWN', `${folder} knows no candidate '${wanted}'`, {
      fix: `Give a rank, gene, peptide or chrom:pos:ref:alt. Nearest: ${near}.`,
    });
  }
  const lines = [
    ...shortlisted.flatMap(explainEntry),
    ...explainCandidates(candidates),
    ...alleles.map(explainAllele),
  ];
  process.stdout.write(`${lines.map(printable).join('\n')}\n`);
}

function named(name: string | null | undefined): string[] {
  return name === undefined || name === null || name === 'NA' ? [] : [name];
}

const entrySchema = z.object({
  pick: z.number(),
  rank: z.number(),
  tier: z.string(),
  probability: z.number(),
  flip: z.string(),
  variant: z.object({ id: z.string(), input: z.string(), gene: z.string(), hgvsP: z.string().nullable() }),
  best: z.object({
    peptide: z.string(),
    allele: z.string(),
    affinityNm: z.number().nullable(),
    percentileRank: z.number(),
    logit: z.number(),
    terms: z.array(z.object({ name: z.string(), value: z.string(), contribution: z.number() })),
    criteria: z.array(
      z.object({
        name: z.string(),
        passes: z.boolean().nullable(),
        value: z.string(),
        threshold: z.string(),
        source: z.string(),
      }),
    ),
    // Folders of earlier versions have neither.
    boardScore: z.number().nullable().default(null),
    boardParts: z
      .array(
        z.object({
          name: z.string(),
          value: z.string(),
          points: z.number().nullable(),
          outOf: z.number(),
        }),
      )
      .default([]),
  }),
});
type Entry = z.infer<typeof entrySchema>;

/** An antigen of the shortlist: where it stands, every criterion with its limit, and the terms that sum to its score. */
function explainEntry({ pick, rank, tier, probability, flip, variant, best }: Entry): readonly string[] {
  return [
    `${variant.gene} ${variant.hgvsP ?? ''} (${variant.input}): number ${pick} of the shortlist, rank ${rank}, tier ${tier}, probability ${formatNumber(probability)}`,
    `  best: ${best.peptide} on ${best.allele}, ${best.affinityNm === null ? 'affinity unknown' : `${formatNumber(best.affinityNm)} nM`}, percentile rank ${formatNumber(best.percentileRank)}`,
    '  criteria',
    ...best.criteria.map(({ name, passes, value, threshold, source }) => {
      const standing = passes === null ? 'unknown' : passes ? 'met' : 'FAILS';
      return `    ${standing.padEnd(8)} ${name.padEnd(16)} ${value}; needs ${threshold} (${source})`;
    }),
    `  score: logit ${best.logit}, the sum of`,
    ...best.terms.map(
      ({ name, value, contribution }) => `    ${String(contribution).padStart(8)}  ${name}: ${value}`,
    ),
    ...explainBoard(best),
    `  ${flip}`,
    '',
  ];
}

/** The points of each criterion of an expert board, apart from the probability. */
function explainBoard({ boardScore, boardParts }: Entry['best']): readonly string[] {
  if (boardParts.length === 0) return [];
  return [
    `  board score ${boardScore === null ? 'unknown' : formatNumber(boardScore)}, which orders nothing: points of what can be known`,
    ...boardParts.map(
      ({ name, value, points, outOf }) =>
        `    ${`${points === null ? '–' : formatNumber(points)} of ${outOf}`.padStart(9)}  ${name}${value === '' ? '' : `: ${value}`}`,
    ),
  ];
}

/** Peptide-allele pairs, strongest first, as in candidates.tsv. */
function explainCandidates(rows: readonly TableRow[]): readonly string[] {
  if (rows.length === 0) return [];
  const shown = [
    'rank',
    'tier',
    'gene',
    'peptide',
    'allele',
    'affinity_nm',
    'percentile_rank',
    'failed_criteria',
    'gates',
  ];
  const cells = [shown, ...rows.map((row) => shown.map((name) => row[name] ?? ''))];
  const widths = shown.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  return [
    `${rows.length} peptide-allele pairs`,
    ...cells.map((line) =>
      `  ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
    ),
    '',
  ];
}

/** What became of an allele of the file. */
function explainAllele(row: TableRow): string {
  const gene = row['gene'] === 'NA' ? '' : ` (${row['gene']})`;
  return row['status'] === 'omitted'
    ? `${row['input']}${gene}: left at ${row['stage']}, ${row['code']}: ${row['reason']}`
    : `${row['input']}${gene}: ${row['status']}`;
}

function readShortlist(folder: string): readonly Entry[] {
  const path = outputPath(folder, 'shortlist.json');
  const file = z
    .object({ shortlist: z.array(entrySchema) })
    .safeParse(parseOrNull(readFileSync(path, 'utf8')));
  if (file.success) return file.data.shortlist;
  throw new AntigraphError('INPUT_NOT_READABLE', `${path} is not a shortlist of this version`, {
    at: { file: path },
    fix: 'Run the same command into that folder again: it writes the file anew.',
  });
}

/** What an entry of the shortlist can be asked for by. */
function names({ rank, variant, best }: Entry): readonly string[] {
  return [String(rank), variant.id, variant.input, variant.gene, best.peptide];
}

/** Whether a row of candidates.tsv or ledger.tsv is of the rank, variant, gene or peptide. */
function isMeant(row: TableRow, wanted: string): boolean {
  return [row['rank'], row['input'], row['gene'], row['peptide'], idOf(row)].includes(wanted);
}

/** The normalised id; null for an allele that left before it had one. */
function idOf(row: TableRow): string | null {
  return row['chrom'] === 'NA' ? null : [row['chrom'], row['pos'], row['ref'], row['alt']].join(':');
}

/** The rows that are meant; none where the folder lacks the table. */
function rowsOf(folder: string, name: string, isWanted: (row: TableRow) => boolean): readonly TableRow[] {
  const path = join(folder, name);
  const rows: TableRow[] = [];
  if (!existsSync(path)) return rows;
  for (const row of tableRows(path)) if (isWanted(row)) rows.push(row);
  return rows;
}
