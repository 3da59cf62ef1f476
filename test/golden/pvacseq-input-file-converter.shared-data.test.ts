/**
 * pVACtools' own tests of its VCF reader (tests/test_input_file_converter.py, inputs and outputs as packaged with 7.1.5), answered by
 * our stages. Differences are listed with their reasons in docs/validation/pvacseq.md.
 */
import { describe, expect, it } from 'vitest';
import type { Consequence } from '../../schemas/rows.js';
import { readCsqVcf } from '../support/csq-vcf.js';
import { parseVcf } from '../support/parse-vcf.js';
import {
  annotationOf,
  column,
  novelWindows,
  type PvacRow,
  pvacseqData,
  pvacseqWindows,
  readFasta,
  readTable,
} from '../support/pvacseq.js';
import { annotateCsq, generate } from '../support/run-stages.js';

const folder = `${pvacseqData}/input_file_converter`;

/** VCF name → table name, where it is not the same. */
const cases: readonly (readonly [string, string])[] = [
  ['input', 'output'],
  ['input.empty_tx_gx', 'output_empty_tx_gx'],
  ['input.gx', 'output_gx'],
  ['input.tx', 'output_tx'],
  ['input.readcount', 'output_readcounts'],
  ...[
    'frameshift_variant_feature_elongation',
    'frameshift_variant_feature_truncation',
    'inframe_deletion_aa_deletion',
    'inframe_deletion_aa_replacement',
    'inframe_insertion_aa_insertion',
    'inframe_insertion_aa_replacement',
    'multiple_transcripts',
    'multiple_transcripts_per_alt',
    'mutation_at_relative_beginning_of_full_sequence',
    'mutation_at_relative_end_of_full_sequence',
    'no_gene_name',
    'short_wildtype_sequence',
    'total_length',
  ].map((name) => [`input_${name}`, `output_${name}`] as const),
];

/** `pos:ref:alt transcript`; their start is 0-based and, for an indel, that of the base after the anchor. */
function keyOf(row: PvacRow): string {
  const ref = column(row, 'reference');
  const alt = column(row, 'variant');
  const start = Number(column(row, 'start'));
  const position = alt.length === ref.length ? start + 1 : start;
  return `${column(row, 'chromosome_name')}:${position}:${ref}:${alt} ${column(row, 'transcript_name')}`;
}

/** The mutant protein by the plainest reading of a table row. */
function mutantOf(row: PvacRow): string {
  const frameshift = column(row, 'frameshift_amino_acid_sequence');
  if (frameshift !== '') return frameshift;
  const wildtype = column(row, 'wildtype_amino_acid_sequence');
  const [from = '', to = ''] = column(row, 'amino_acid_change').split('/');
  const first = Number(column(row, 'protein_position').split('-')[0]);
  const start = from === '-' ? first : first - 1;
  const removed = from === '-' ? 0 : from.length;
  return wildtype.slice(0, start) + to.replace('-', '') + wildtype.slice(start + removed);
}

function nullable(text: string): string | null {
  return text === '' || text === 'NA' ? null : text;
}

describe('packaged VEP files', () => {
  it.each(cases)('%s gives the rows of %s', (input, output) => {
    const { rows } = annotateCsq(readCsqVcf(`${folder}/${input}.vcf`));
    const ours = new Map<string, Consequence>();
    for (const row of rows) if (row.status === 'ok') ours.set(`${row.input} ${row.transcript}`, row);
    const theirs = readTable(`input_file_converter/${output}.tsv`);
    expect([...ours.keys()].sort()).toEqual(theirs.map(keyOf).sort());
    for (const row of theirs) {
      expect(ours.get(keyOf(row))).toMatchObject({
        gene: column(row, 'gene_name'),
        geneId: column(row, 'ensembl_gene_id'),
        biotype: column(row, 'biotype').replace('NA', ''),
        hgvsC: nullable(column(row, 'hgvsc')),
        hgvsP: nullable(column(row, 'hgvsp')),
        wildtypeProtein: column(row, 'wildtype_amino_acid_sequence'),
        mutantProtein: mutantOf(row),
        isFrameshift: column(row, 'variant_type') === 'FS',
        isCanonical: column(row, 'canonical') === 'True',
        isManeSelect: column(row, 'mane_select') === 'True',
      });
    }
  });

  it.each(cases)('%s gives the windows and peptides of %s', (input, output) => {
    const { rows } = annotateCsq(readCsqVcf(`${folder}/${input}.vcf`));
    for (const row of readTable(`input_file_converter/${output}.tsv`)) {
      const ours = rows.filter((one) => `${one.input} ${one.transcript}` === keyOf(row));
      const [theirs] = annotateCsq(annotationOf(row)).rows;
      const [first] = ours;
      if (first === undefined || theirs === undefined) throw new Error(`no row for ${keyOf(row)}`);
      const pair = pvacseqWindows(row, first, 10);
      expect(pair).toEqual(pvacseqWindows(row, theirs, 10));
      const peptides = generate(ours, { skipSelf: false }).peptides.map((peptide) => peptide.peptide);
      const expected = novelWindows(
        column(row, 'wildtype_amino_acid_sequence'),
        pair?.mutant ?? '',
        [8, 9, 10, 11],
      );
      expect([...new Set(peptides)].sort()).toEqual(expected);
    }
  });

  it('carries the transcript support level where VEP wrote one', () => {
    const { rows } = annotateCsq(readCsqVcf(`${folder}/input_total_length.vcf`));
    expect(rows.map((row) => row.supportLevel)).toEqual([3]);
  });

  it('omits a record without CSQ and gives it a reason, where theirs leaves it out', () => {
    const { rows, omissions } = annotateCsq(readCsqVcf(`${folder}/input.no_csq.vcf`));
    expect(rows).toEqual([]);
    expect(omissions).toMatchObject([{ scope: 'allele', code: 'NO_ANNOTATION', input: '22:18020272:G:A' }]);
  });

  it('reports a position beyond the protein, where theirs keeps a row that makes no window', () => {
    const { rows, omissions } = annotateCsq(readCsqVcf(`${folder}/input_position_out_of_bounds.vcf`));
    expect(rows).toMatchObject([{ status: 'TRANSCRIPT_REFERENCE_MISMATCH', transcript: 'ENST00000262608' }]);
    expect(omissions).toMatchObject([{ scope: 'allele', code: 'TRANSCRIPT_REFERENCE_MISMATCH' }]);
  });

  it('makes nothing of an annotation entry that is cut but says that it is', () => {
    const { rows, omissions } = annotateCsq(readCsqVcf(`${folder}/input_truncated_middle.vcf`));
    expect(rows.filter((row) => row.status === 'ok')).toEqual([]);
    expect(omissions).toMatchObject([
      { scope: 'item', code: 'RECORD_MALFORMED' },
      { scope: 'allele', code: 'NOT_CODING' },
    ]);
  });
});

describe('packaged files that theirs refuses or leaves empty, read by parse-variants', () => {
  it.each(['input_truncated_middle', 'input_truncated_end'])('%s is refused as malformed', async (name) => {
    await expect(parseVcf(`${folder}/${name}.vcf`)).rejects.toMatchObject({ code: 'VCF_RECORD_MALFORMED' });
  });

  it('leaves out an allele that the tumour genotype does not have', async () => {
    const { variants, omissions } = await parseVcf(`${folder}/input_hom_ref_genotype.vcf`);
    expect(variants).toEqual([]);
    expect(omissions).toMatchObject([{ code: 'NOT_IN_TUMOR' }]);
  });

  it('keeps an allele whose genotype was not called, which theirs drops without a word', async () => {
    const parsed = await parseVcf(`${folder}/input_uncalled_genotype.vcf`);
    expect(annotateCsq(parsed).rows).toMatchObject([{ status: 'ok', transcript: 'ENST00000431388' }]);
  });

  it('leaves out a symbolic deletion with its reason', async () => {
    const { variants, omissions } = await parseVcf(`${folder}/input_sv.vcf.gz`);
    expect(variants).toEqual([]);
    expect(omissions).toMatchObject([{ code: 'ALLELE_SYMBOLIC' }]);
  });
});

describe('packaged protein FASTA', () => {
  it('equals the windows of generate_protein_fasta for every variant it lists', () => {
    const expected = readFasta('generate_protein_fasta/output.fasta');
    const { rows } = annotateCsq(readCsqVcf(`${pvacseqData}/generate_protein_fasta/input.vcf.gz`));
    const found = new Map<string, string>();
    for (const name of expected.keys()) {
      const id = /^WT\.(.*)$/.exec(name)?.[1];
      if (id === undefined) continue;
      const { row, table } = rowNamed(id, rows);
      const pair = pvacseqWindows(table, row, 10);
      found.set(name, pair?.wildtype ?? '');
      found.set(`MT.${id}`, pair?.mutant ?? '');
    }
    expect(found).toEqual(expected);
  });
});

/** Our row of an id such as 2.RBM47.ENST00000381793.2.inframe_del.495-502AAAAAAAA/A, and the table columns it states. */
function rowNamed(id: string, rows: readonly Consequence[]): { row: Consequence; table: PvacRow } {
  const match = /^\d+\.(.+?)\.(ENST[\d.]+?)\.(missense|inframe_ins|inframe_del|FS)\.(\d+(?:-\d+)?)(.*)$/.exec(
    id,
  );
  const [, gene = '', transcript = '', type = '', position = '', change = ''] = match ?? [];
  const isFrameshift = type === 'FS';
  const row = rows.find(
    (one) =>
      one.transcript === transcript &&
      one.gene === gene &&
      one.status === 'ok' &&
      one.isFrameshift === isFrameshift &&
      (isFrameshift ? one.input.endsWith(`:${change.replace('/', ':')}`) : isChange(one, position, change)),
  );
  if (row === undefined) throw new Error(`no row for ${id}`);
  const table = {
    variant_type: type,
    protein_position: position,
    amino_acid_change: isFrameshift ? '' : change,
  };
  return { row, table };
}

function isChange(row: Consequence, position: string, change: string): boolean {
  const table = {
    wildtype_amino_acid_sequence: row.wildtypeProtein ?? '',
    protein_position: position,
    amino_acid_change: change,
  };
  return row.mutantProtein === mutantOf(table);
}
