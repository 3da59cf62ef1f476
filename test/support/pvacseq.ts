/** Reads pVACtools' test tables and cuts windows by its geometry out of our proteins. */
import { readFileSync } from 'node:fs';
import type { Consequence } from '../../schemas/rows.js';
import { type CsqVcf, sourceWith } from './csq-vcf.js';
import { variantOf } from './variant.js';

/** Relative to the repository root, where vitest runs. */
export const pvacseqData = '../shared/data/pvacseq';

export type PvacRow = Readonly<Record<string, string>>;

export function readTable(path: string): readonly PvacRow[] {
  const [header = '', ...lines] = readFileSync(`${pvacseqData}/${path}`, 'utf8').trimEnd().split(/\r?\n/);
  const names = header.split('\t');
  return lines.map((line) => {
    const values = line.split('\t');
    return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
  });
}

export function column(row: PvacRow, name: string): string {
  return row[name] ?? '';
}

/** FASTA text as name → sequence. */
export function readFasta(path: string): ReadonlyMap<string, string> {
  const entries = readFileSync(`${pvacseqData}/${path}`, 'utf8').split('>').filter(Boolean);
  return new Map(
    entries.map((entry) => {
      const [name = '', ...sequence] = entry.trim().split('\n');
      return [name, sequence.join('')];
    }),
  );
}

/** A FASTA of numbered sequences with its key file ('1:' then '- WT.id' lines) as WT.id / MT.id → sequence. */
export function readKeyedFasta(name: string): ReadonlyMap<string, string> {
  const sequences = readFasta(`fasta_generator/${name}.fasta`);
  const windows = new Map<string, string>();
  let number = '';
  for (const line of readFileSync(`${pvacseqData}/fasta_generator/${name}.key`, 'utf8').split('\n')) {
    if (/^\d+:$/.test(line)) number = line.slice(0, -1);
    const id = /^- '?(.*?)'?$/.exec(line)?.[1];
    if (id !== undefined) windows.set(id, sequences.get(number) ?? '');
  }
  return windows;
}

const termOfType = new Map([
  ['FS', 'frameshift_variant'],
  ['missense', 'missense_variant'],
  ['inframe_ins', 'inframe_insertion'],
  ['inframe_del', 'inframe_deletion'],
]);
const fields = [
  'Allele',
  'Consequence',
  'SYMBOL',
  'Gene',
  'Feature_type',
  'Feature',
  'Protein_position',
  'Amino_acids',
  'WildtypeProtein',
  'FrameshiftSequence',
];

/** A row of pVACseq's variant table as the VEP annotation it came from. */
export function annotationOf(row: PvacRow): CsqVcf {
  const ref = column(row, 'reference');
  const alt = column(row, 'variant');
  const entry = [
    ref.length === alt.length ? alt : alt.slice(1) || '-',
    termOfType.get(column(row, 'variant_type')) ?? '',
    column(row, 'gene_name'),
    column(row, 'ensembl_gene_id'),
    'Transcript',
    column(row, 'transcript_name'),
    column(row, 'protein_position'),
    column(row, 'amino_acid_change').replace(/^NA$/, ''),
    column(row, 'wildtype_amino_acid_sequence'),
    column(row, 'frameshift_amino_acid_sequence'),
  ];
  const position = Number(column(row, 'start')) + 1;
  const chrom = column(row, 'chromosome_name');
  return {
    variants: [variantOf({ chrom, position, ref, alt, csq: entry.join('|') })],
    source: sourceWith(fields),
  };
}

export interface WindowPair {
  readonly wildtype: string;
  readonly mutant: string;
}

interface Geometry {
  readonly position: number;
  readonly wildtypeLength: number;
  readonly mutantLength: number;
}

/** Lengths and place of the change as pVACseq counts them: untrimmed Amino_acids, up to a '*' or X. */
function geometryOf(row: PvacRow): Geometry {
  const [wildtype = '', mutant = ''] = column(row, 'amino_acid_change')
    .split('/')
    .map((residues) => (residues === '-' ? '' : (/^[^*X]*/.exec(residues)?.[0] ?? '')));
  const first = Number(column(row, 'protein_position').split('-')[0]);
  const isInsertion = column(row, 'amino_acid_change').startsWith('-/');
  return {
    position: isInsertion ? first : first - 1,
    wildtypeLength: wildtype.length,
    mutantLength: mutant.length,
  };
}

/**
 * The pair of windows pVACseq writes for a table row (FastaGenerator.execute of pVACtools), cut out of the proteins of our consequence;
 * null where it writes none: the change is not novel, a window has *, X or U, or is shorter than 8 residues.
 */
export function pvacseqWindows(
  row: PvacRow,
  consequence: Consequence,
  flank: number,
  downstream: number | null = null,
): WindowPair | null {
  const wildtype = consequence.wildtypeProtein ?? '';
  const mutant = consequence.mutantProtein?.replace('*', '') ?? '';
  const { position, wildtypeLength, mutantLength } = geometryOf(row);
  let pair: WindowPair;
  if (column(row, 'variant_type') === 'FS') {
    const start = Math.max(0, position - flank);
    pair = {
      wildtype: wildtype.slice(start, position + flank),
      mutant: mutant.slice(start, downstream === null ? undefined : position + downstream),
    };
  } else {
    const centre = column(row, 'variant_type') === 'inframe_ins' ? mutantLength : wildtypeLength;
    const length = Math.min(2 * flank + centre, wildtype.length);
    const isNearEnd = position >= flank && wildtype.length - 1 - position < flank;
    const start = isNearEnd ? wildtype.length - length : Math.max(0, position - flank);
    const isStopped = /\/.*[*X]/.test(column(row, 'amino_acid_change'));
    pair = {
      wildtype: wildtype.slice(start, start + length),
      mutant: mutant.slice(start, isStopped ? undefined : start + length + mutantLength - wildtypeLength),
    };
  }
  const isSkipped =
    /[*XU]/.test(pair.wildtype.replace(/^X/, '') + pair.mutant.replace(/^X/, '')) ||
    pair.wildtype.includes(pair.mutant) ||
    Math.min(pair.wildtype.length, pair.mutant.length) < 8;
  // The packaged output has the X of an incomplete first codon cut off.
  return isSkipped
    ? null
    : { wildtype: pair.wildtype.replace(/^X/, ''), mutant: pair.mutant.replace(/^X/, '') };
}

/** Distinct k-mers of `mutant` that `wildtype` does not have, without letters outside the 20. */
export function novelWindows(
  wildtype: string,
  mutant: string,
  lengths: readonly number[],
): readonly string[] {
  const novel = new Set<string>();
  for (const length of lengths) {
    for (let offset = 0; offset + length <= mutant.length; offset += 1) {
      const peptide = mutant.slice(offset, offset + length);
      if (!wildtype.includes(peptide) && /^[ACDEFGHIKLMNPQRSTVWY]+$/.test(peptide)) novel.add(peptide);
    }
  }
  return [...novel].sort();
}
