/**
 * pVACtools' own tests of its window generator (tests/test_fasta_generator.py, inputs and outputs as packaged with 7.1.5), answered by
 * our stages. Differences are listed with their reasons in docs/validation/pvacseq.md.
 */
import { describe, expect, it } from 'vitest';
import type { Consequence } from '../../schemas/rows.js';
import { peptideWindow } from '../../stages/shared/peptide-window.js';
import {
  annotationOf,
  column,
  novelWindows,
  type PvacRow,
  pvacseqWindows,
  readKeyedFasta,
  readTable,
} from '../support/pvacseq.js';
import { annotateCsq, generate } from '../support/run-stages.js';

interface Case {
  readonly name: string;
  /** Without 'output_', where the expected files are named otherwise. */
  readonly output?: string;
  /** Half of the window length of the packaged test: 21 residues unless it says otherwise. */
  readonly flank?: number;
  readonly downstream?: number;
}

const cases: readonly Case[] = [
  { name: 'input', output: 'peptide_sequence_length_17', flank: 8 },
  { name: 'input', output: 'peptide_sequence_length_21' },
  { name: 'input', output: 'peptide_sequence_length_31', flank: 15 },
  { name: 'mutation_at_relative_beginning_of_full_sequence' },
  { name: 'mutation_at_relative_end_of_full_sequence' },
  { name: 'short_wildtype_sequence' },
  { name: 'multiple_transcripts' },
  { name: 'multiple_transcripts_per_alt' },
  { name: 'inframe_insertion_aa_replacement' },
  { name: 'inframe_insertion_aa_insertion' },
  { name: 'inframe_deletion_aa_replacement' },
  { name: 'inframe_deletion_range' },
  { name: 'protein_altering_variant_insertion' },
  { name: 'frameshift_variant_feature_truncation' },
  { name: 'frameshift_variant_feature_truncation2', downstream: 100 },
  { name: 'frameshift_variant_feature_elongation' },
  {
    name: 'frameshift_variant_feature_elongation',
    output: 'downstream_sequence_length_limit',
    downstream: 20,
  },
  { name: 'frameshift_variant_range' },
  { name: 'X_sequence', flank: 15 },
  { name: 'dnp' },
];

function tableOf(name: string): readonly PvacRow[] {
  return readTable(`fasta_generator/${name === 'input' ? 'input' : `input_${name}`}.tsv`);
}

function consequenceOf(row: PvacRow): Consequence {
  const [consequence] = annotateCsq(annotationOf(row)).rows;
  if (consequence === undefined) throw new Error('no consequence');
  return consequence;
}

describe('windows of the packaged tables', () => {
  it.each(cases)(
    '$name gives the packaged WT and MT sequences ($output)',
    ({ name, output, flank, downstream }) => {
      const expected = readKeyedFasta(`output_${output ?? name}`);
      const windows = new Map<string, string>();
      for (const row of tableOf(name)) {
        const pair = pvacseqWindows(row, consequenceOf(row), flank ?? 10, downstream ?? null);
        if (pair === null) continue;
        windows.set(`WT.${column(row, 'index')}`, pair.wildtype);
        windows.set(`MT.${column(row, 'index')}`, pair.mutant);
      }
      expect(windows).toEqual(expected);
    },
  );

  it.each(cases.filter((one) => one.downstream === undefined && (one.flank ?? 10) >= 10))(
    '$name yields the peptides that can be cut from the packaged windows, no more and no fewer',
    ({ name, output }) => {
      const expected = readKeyedFasta(`output_${output ?? name}`);
      for (const row of tableOf(name)) {
        const { peptides } = generate([consequenceOf(row)]);
        const wildtype = column(row, 'wildtype_amino_acid_sequence');
        const window = expected.get(`MT.${column(row, 'index')}`) ?? '';
        const distinct = [...new Set(peptides.map((peptide) => peptide.peptide))].sort();
        expect(distinct).toEqual(novelWindows(wildtype, window, [8, 9, 10, 11]));
      }
    },
  );

  it.each(['input_no_aa_change', 'input_inframe_deletion_aa_deletion', 'input_asterisk_sequence'])(
    '%s gives no window here either',
    (name) => {
      for (const row of readTable(`fasta_generator/${name}.tsv`)) {
        const consequence = consequenceOf(row);
        expect(pvacseqWindows(row, consequence, 10)).toBeNull();
        expect(generate([consequence]).peptides).toEqual([]);
      }
    },
  );

  it('makes no window where the position lies beyond the protein, and says why', () => {
    const [row = {}] = readTable('fasta_generator/input_position_out_of_bounds.tsv');
    expect(consequenceOf(row)).toMatchObject({
      status: 'TRANSCRIPT_REFERENCE_MISMATCH',
      mutantProtein: null,
    });
  });

  it('makes no peptide of a mutant protein of three residues', () => {
    const [row = {}] = readTable('fasta_generator/input_short_fasta_sequence.tsv');
    const consequence = consequenceOf(row);
    expect(consequence.mutantProtein).toBe('IGK');
    expect(generate([consequence]).peptides).toEqual([]);
  });

  it('keeps the peptides around a substitution whose window reaches a selenocysteine', () => {
    // pVACseq drops the whole window of L157R of GPX4 because U stands 23 residues away; no 8-11-mer over residue 157 holds it.
    const [row = {}] = readTable('fasta_generator/input_U_sequence.tsv');
    const { peptides, omissions } = generate([consequenceOf(row)]);
    expect(peptides).toHaveLength(8 + 9 + 10 + 11);
    expect(omissions).toEqual([]);
  });
});

describe('our own window', () => {
  it('is the 27-mer with the substitution at position 14', () => {
    const [row = {}] = tableOf('input');
    const window = peptideWindow(consequenceOf(row), 13);
    expect(window).toHaveLength(27);
    expect(window.charAt(13)).toBe('H');
    expect(window.slice(3, 24)).toBe(
      readKeyedFasta('output_peptide_sequence_length_21').get(`MT.${column(row, 'index')}`),
    );
  });

  it('equals the packaged mutant window of single substitutions at both ends of a protein', () => {
    for (const name of [
      'mutation_at_relative_beginning_of_full_sequence',
      'mutation_at_relative_end_of_full_sequence',
    ]) {
      const [row = {}] = tableOf(name);
      const expected = readKeyedFasta(`output_${name}`).get(`MT.${column(row, 'index')}`);
      expect(peptideWindow(consequenceOf(row), 10)).toBe(expected);
    }
  });
});
