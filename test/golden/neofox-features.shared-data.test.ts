import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { blosum62 } from '../../stages/compute-features/neoantigen-scores/blosum62.js';
import {
  amplitude,
  differentialAgretopicity,
  isImprovedBinder,
} from '../../stages/compute-features/neoantigen-scores/differential-binding.js';
import { class1Immunogenicity } from '../../stages/compute-features/neoantigen-scores/immunogenicity.js';
import {
  blosum62Kernel,
  selfSimilarity,
} from '../../stages/compute-features/neoantigen-scores/self-similarity.js';
import { transformed } from '../../stages/rank-candidates/score.js';

/** 4,870 neoantigens of Balachandran 2017 with the features of NeoFox, an independent tool; it prints five significant digits or decimals. */
const folder = '../shared/data/features';
type Row = Readonly<Record<string, string>>;
const [header = '', ...lines] = gunzipSync(readFileSync(`${folder}/neofox_balachandran.tsv.gz`))
  .toString('utf8')
  .trimEnd()
  .split('\n');
const names = header.split('\t');
const rows: readonly Row[] = lines.map((line) =>
  Object.fromEntries(line.split('\t').map((cell, index) => [names[index] ?? '', cell])),
);

const number = (row: Row, column: string) => Number(row[column]);
const isGiven = (row: Row, ...columns: readonly string[]) =>
  columns.every((column) => row[column] !== 'NA' && row[column] !== undefined);

/** Affinities are printed to 0.1 nM or five digits, results to five: what is made of printed numbers can be off by this much. */
const isAsPrinted = (ours: number, theirs: number) =>
  Math.abs(ours - theirs) <= 6e-5 * Math.max(1, Math.abs(theirs));

function agreement(column: string, ours: (row: Row) => number | null, among: readonly Row[] = rows) {
  const given = among.filter((row) => isGiven(row, column));
  const differing = given.filter((row) => {
    const value = ours(row);
    return value === null || !isAsPrinted(value, number(row, column));
  });
  const examples = differing
    .slice(0, 3)
    .map((row) => `${row['Best_affinity_MHCI_epitope']} ${ours(row)} ${row[column]}`);
  return { rows: given.length, differing: examples };
}

const affinities = (row: Row, kind = '') =>
  [
    number(row, `Best_affinity_MHCI_${kind}score`),
    number(row, `Best_affinity_MHCI_${kind}score_WT`),
  ] as const;

describe('features of an independent tool', () => {
  it('amplitude is equal in all 4,870 rows', () => {
    const found = agreement('Amplitude_MHCI_affinity', (row) => amplitude(...affinities(row)));
    expect(found).toEqual({ rows: 4870, differing: [] });
  });

  it('differential agretopicity is equal in all 3,159 rows', () => {
    // Affinities above 9,999 nM are printed to 1 nM: their difference can be off by that.
    const column = 'DAI_MHCI_affinity_cutoff500nM';
    const found = agreement(column, (row) => {
      const ours = differentialAgretopicity(...affinities(row));
      return Math.abs(ours - number(row, column)) <= 1 ? number(row, column) : ours;
    });
    expect(found).toEqual({ rows: 3159, differing: [] });
  });

  it('immunogenicity is equal in all 3,159 rows', () => {
    const found = agreement('IEDB_Immunogenicity_MHCI_cutoff500nM', (row) =>
      class1Immunogenicity(row['Best_affinity_MHCI_epitope'] ?? '', row['Best_affinity_MHCI_allele'] ?? ''),
    );
    expect(found).toEqual({ rows: 3159, differing: [] });
  });

  it('recognition potential, amplitude × likeness to known epitopes, is equal in all 3,091 rows that have both', () => {
    const column = 'Recognition_Potential_MHCI_affinity_9mer';
    const among = rows.filter((row) => isGiven(row, 'Amplitude_MHCI_affinity_9mer'));
    const found = agreement(
      column,
      (row) => {
        const printed = number(row, 'Amplitude_MHCI_affinity_9mer');
        const ours = printed * number(row, 'Pathogensimiliarity_MHCI_affinity_9mer');
        const theirs = number(row, column);
        // The likeness is printed to five decimals and multiplied by up to 1,000; amplitude and product to five digits each.
        const rounding = printed * 5.1e-6 + 1.1e-4 * Math.max(0.1, theirs);
        return Math.abs(ours - theirs) <= rounding ? theirs : ours;
      },
      among,
    );
    expect(found).toEqual({ rows: 3091, differing: [] });
  });

  it('self-similarity is equal in all 2,192 rows', () => {
    const [first = '', ...matrix] = readFileSync(`${folder}/BLOSUM62-2.matrix.txt`, 'utf8')
      .trimEnd()
      .split('\n');
    const columns = first.trim().split(/\s+/);
    const kernel = new Map(
      matrix.flatMap((line) => {
        const [row = '', ...cells] = line.trim().split(/\s+/);
        return cells.map((cell, index): [string, number] => [
          `${row}${columns[index]}`,
          Number(cell) ** 0.11387,
        ]);
      }),
    );
    const found = agreement('Selfsimilarity_MHCI_conserved_binder', (row) =>
      selfSimilarity(
        row['Best_rank_MHCI_score_epitope'] ?? '',
        row['Best_rank_MHCI_score_epitope_WT'] ?? '',
        (a, b) => kernel.get(a + b) ?? Number.NaN,
      ),
    );
    expect(found).toEqual({ rows: 2192, differing: [] });
  });

  it('self-similarity with BLOSUM62 in half bits, as a run computes it, is off by 0.0016 on average and 0.0081 at most', () => {
    const column = 'Selfsimilarity_MHCI_conserved_binder';
    const differences = rows
      .filter((row) => isGiven(row, column))
      .map((row) =>
        Math.abs(
          number(row, column) -
            selfSimilarity(
              row['Best_rank_MHCI_score_epitope'] ?? '',
              row['Best_rank_MHCI_score_epitope_WT'] ?? '',
              blosum62Kernel,
            ),
        ),
      );
    expect(differences).toHaveLength(2192);
    expect(Math.max(...differences)).toBeLessThan(0.0081);
    expect(differences.reduce((sum, value) => sum + value, 0) / differences.length).toBeLessThan(0.00165);
  });

  it('improved binder is equal in all 4,870 rows', () => {
    const found = agreement('Improved_Binder_MHCI', (row) =>
      isImprovedBinder(number(row, 'Best_rank_MHCI_score'), number(row, 'Best_rank_MHCI_score_WT')) ? 1 : 0,
    );
    expect(found).toEqual({ rows: 4870, differing: [] });
  });

  it('BLOSUM62 is that of the kernel, rounded to half bits', () => {
    const [first = '', ...matrix] = readFileSync(`${folder}/BLOSUM62-2.matrix.txt`, 'utf8')
      .trimEnd()
      .split('\n');
    const columns = first.trim().split(/\s+/);
    for (const line of matrix) {
      const [row = '', ...cells] = line.trim().split(/\s+/);
      const rounded = cells.map((cell) => Math.round(2 * Math.log2(Number(cell))) + 0);
      expect(columns.map((column) => blosum62(row, column))).toEqual(rounded);
    }
  });

  it("Vaxrank's logistic of the best affinity is its whole binding score in 2,931 rows, and nowhere more than that", () => {
    // Elsewhere other alleles and lengths, which the table lacks, add to it.
    const transform = {
      kind: 'falling-logistic',
      midpoint: 350,
      width: 150,
      isOneAtZero: true,
      zeroFrom: 5000,
    } as const;
    const pairs = rows.map((row) => [
      transformed(transform, number(row, 'Best_affinity_MHCI_score')),
      number(row, 'vaxrank_binding_score'),
    ]);
    expect(pairs.filter(([ours = 0, theirs = 0]) => Math.abs(ours - theirs) < 6e-6)).toHaveLength(2931);
    expect(pairs.filter(([ours = 0, theirs = 0]) => ours > theirs + 6e-5)).toEqual([]);
  });
});
