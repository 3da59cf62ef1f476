/** Values of vaxrank's manufacturability, as pVACseq 's calculate_manufacturability prints them, are those that synthetic peptides are judged by. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { largestHydropathy, meanHydropathy } from '../../stages/design-construct/synthetic-peptides.js';

const table = '../shared/data/pvacseq/calculate_manufacturability/output_from_fasta.tsv';

describe('manufacturability of 46 peptides', () => {
  const [header = '', ...rows] = readFileSync(table, 'utf8').trimEnd().split('\n');
  const columns = header.split('\t');
  const cell = (row: string, name: string) => row.split('\t')[columns.indexOf(name)] ?? '';

  it('has the hydropathies that the usual tool prints', () => {
    expect(rows).toHaveLength(46);
    for (const row of rows) {
      const peptide = cell(row, 'peptide_sequence');
      expect(meanHydropathy(peptide.slice(-7))).toBeCloseTo(Number(cell(row, 'cterm_7mer_gravy_score')), 9);
      expect(largestHydropathy(peptide)).toBeCloseTo(Number(cell(row, 'max_7mer_gravy_score')), 9);
    }
  });
});
