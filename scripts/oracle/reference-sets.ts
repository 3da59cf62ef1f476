/** The references that the comparison runs on: real sequence and annotation beside the checkout. */
import { join } from 'node:path';
import { packageRoot } from '../../infra/package-root.js';
import type { KnownRegion } from './random-variants.js';

const folder = join(packageRoot(), '..', 'shared', 'data', 'reference');

export interface ReferenceSet {
  readonly name: string;
  readonly fasta: string;
  /** GFF3 in Ensembl's form, the only one bcftools csq reads. */
  readonly annotation: string;
  /** 0-based regions with sequence; null: whole contigs. */
  readonly regions: readonly KnownRegion[] | null;
}

export const referenceSets: readonly ReferenceSet[] = [
  {
    name: 'mini',
    fasta: join(folder, 'mini.fa.gz'),
    annotation: join(folder, 'mini.ensembl.gff3.gz'),
    regions: null,
  },
  {
    name: 'chr21',
    fasta: join(folder, 'chr21', 'chr21.vepregion.Npad.fa.gz'),
    annotation: join(folder, 'chr21', 'Homo_sapiens.GRCh38.chr21.ensembl.gff3.gz'),
    regions: [
      { chrom: '21', start: 25_000_000, end: 26_000_000 },
      { chrom: '21', start: 43_760_000, end: 43_890_000 },
    ],
  },
];
