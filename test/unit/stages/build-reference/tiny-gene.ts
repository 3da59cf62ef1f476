/**
 * A gene of two exons that reads MAK, in every annotation style. Coding bases in capitals:
 * ttttt ccATGGC gtaaag CAAATGAccc ttttt; exons 6-12 and 19-28 (1-based), stop codon 23-25.
 */
export const tinyFasta = '>1 tiny\ntttttccATGGCgtaaagCAAATGAcccttttt\n';
export const tinyReverseFasta = '>1 tiny, other strand\naaaaagggTCATTTGctttacGCCATggaaaaa\n';

function gtfLine(
  type: string,
  start: number,
  end: number,
  attributes: string,
  phase = '.',
  source = 'x',
): string {
  return ['1', source, type, start, end, '.', '+', phase, attributes].join('\t');
}

const ensembl =
  'gene_id "ENSG01"; gene_version "3"; transcript_id "ENST01"; transcript_version "8"; gene_name "TINY"; gene_biotype "protein_coding"; transcript_biotype "protein_coding"; tag "basic"; tag "MANE_Select"; tag "Ensembl_canonical"; tag "appris_principal_1"; transcript_support_level "2 (assigned to previous version 11)";';
const gencode =
  'gene_id "ENSG01.3"; transcript_id "ENST01.8"; gene_type "protein_coding"; gene_name "TINY"; transcript_type "protein_coding"; level 2; protein_id "ENSP01.4"; transcript_support_level "2"; tag "basic"; tag "MANE_Select"; tag "Ensembl_canonical"; tag "appris_principal_1";';
const refseq =
  'gene_id "TINY"; transcript_id "NM_01.8"; db_xref "GeneID:1"; gbkey "mRNA"; gene "TINY"; tag "MANE Select"; transcript_biotype "mRNA";';
const protein = 'protein_id "ENSP01"; protein_version "4";';

export const ensemblGtf = [
  '#!genome-build GRCh38.p13',
  gtfLine(
    'gene',
    6,
    28,
    'gene_id "ENSG01"; gene_version "3"; gene_name "TINY"; gene_biotype "protein_coding";',
  ),
  gtfLine('transcript', 6, 28, ensembl),
  gtfLine('exon', 6, 12, ensembl),
  gtfLine('CDS', 8, 12, `${ensembl} ${protein}`, '0'),
  gtfLine('start_codon', 8, 10, ensembl, '0'),
  gtfLine('exon', 19, 28, ensembl),
  gtfLine('CDS', 19, 22, `${ensembl} ${protein}`, '1'),
  gtfLine('stop_codon', 23, 25, ensembl, '0'),
  gtfLine('five_prime_utr', 6, 7, ensembl),
  gtfLine('three_prime_utr', 26, 28, ensembl),
  '',
].join('\n');

export const gencodeGtf = [
  '##description: evidence-based annotation of the human genome (GRCh38)',
  gtfLine(
    'gene',
    6,
    28,
    'gene_id "ENSG01.3"; gene_type "protein_coding"; gene_name "TINY"; level 2;',
    '.',
    'HAVANA',
  ),
  gtfLine('transcript', 6, 28, gencode, '.', 'HAVANA'),
  gtfLine('exon', 6, 12, gencode, '.', 'HAVANA'),
  gtfLine('CDS', 8, 12, gencode, '0', 'HAVANA'),
  gtfLine('exon', 19, 28, gencode, '.', 'HAVANA'),
  gtfLine('CDS', 19, 22, gencode, '1', 'HAVANA'),
  gtfLine('stop_codon', 23, 25, gencode, '0', 'HAVANA'),
  '',
].join('\n');

export const refseqGtf = [
  '#gtf-version 2.2',
  gtfLine('gene', 6, 28, 'gene_id "TINY"; transcript_id ""; gene "TINY"; gene_biotype "protein_coding";'),
  gtfLine('transcript', 6, 28, refseq),
  gtfLine('exon', 6, 12, refseq),
  gtfLine('exon', 19, 28, refseq),
  gtfLine('CDS', 8, 12, `${refseq} protein_id "NP_01.4";`, '0'),
  gtfLine('CDS', 19, 22, `${refseq} protein_id "NP_01.4";`, '1'),
  gtfLine('stop_codon', 23, 25, refseq, '0'),
  '',
].join('\n');

/** Ensembl sorts by position, so parts may come before their transcript. */
export const ensemblGff3 = [
  '##gff-version 3',
  gtfLine('CDS', 8, 12, 'ID=CDS:ENSP01;Parent=transcript:ENST01;protein_id=ENSP01;protein_version=4', '0'),
  gtfLine(
    'gene',
    6,
    28,
    'ID=gene:ENSG01;Name=TINY;biotype=protein_coding;description=tiny%3B gene;gene_id=ENSG01;version=3',
  ),
  gtfLine(
    'mRNA',
    6,
    28,
    'ID=transcript:ENST01;Parent=gene:ENSG01;Name=TINY-201;biotype=protein_coding;tag=basic,MANE_Select,Ensembl_canonical,appris_principal_1;transcript_id=ENST01;transcript_support_level=2 (assigned to previous version 11);version=8',
  ),
  gtfLine('exon', 6, 12, 'Parent=transcript:ENST01;rank=1;version=1'),
  gtfLine('exon', 19, 28, 'Parent=transcript:ENST01;rank=2;version=1'),
  gtfLine('CDS', 19, 25, 'ID=CDS:ENSP01;Parent=transcript:ENST01;protein_id=ENSP01;protein_version=4', '1'),
  '###',
  '',
].join('\n');

const gencodeAttributes =
  'gene_id=ENSG01.3;transcript_id=ENST01.8;gene_type=protein_coding;gene_name=TINY;transcript_type=protein_coding;protein_id=ENSP01.4;transcript_support_level=2;tag=basic,MANE_Select,Ensembl_canonical,appris_principal_1';
export const gencodeGff3 = [
  '##gff-version 3',
  gtfLine('gene', 6, 28, 'ID=ENSG01.3;gene_id=ENSG01.3;gene_type=protein_coding;gene_name=TINY'),
  gtfLine('transcript', 6, 28, `ID=ENST01.8;Parent=ENSG01.3;${gencodeAttributes}`),
  gtfLine('exon', 6, 12, `ID=exon:ENST01.8:1;Parent=ENST01.8;${gencodeAttributes}`),
  gtfLine('CDS', 8, 12, `ID=CDS:ENST01.8;Parent=ENST01.8;${gencodeAttributes}`, '0'),
  gtfLine('exon', 19, 28, `ID=exon:ENST01.8:2;Parent=ENST01.8;${gencodeAttributes}`),
  gtfLine('CDS', 19, 25, `ID=CDS:ENST01.8;Parent=ENST01.8;${gencodeAttributes}`, '1'),
  gtfLine('stop_codon', 23, 25, `ID=stop_codon:ENST01.8;Parent=ENST01.8;${gencodeAttributes}`, '0'),
  '',
].join('\n');

export const refseqGff3 = [
  '##gff-version 3',
  '##sequence-region 1 1 33',
  gtfLine('region', 1, 33, 'ID=1:1..33;Dbxref=taxon:9606;gbkey=Src'),
  gtfLine(
    'gene',
    6,
    28,
    'ID=gene-TINY;Dbxref=GeneID:1;Name=TINY;gbkey=Gene;gene=TINY;gene_biotype=protein_coding',
  ),
  gtfLine(
    'mRNA',
    6,
    28,
    'ID=rna-NM_01.8;Parent=gene-TINY;gbkey=mRNA;gene=TINY;tag=MANE Select;transcript_id=NM_01.8',
  ),
  gtfLine('exon', 6, 12, 'ID=exon-NM_01.8-1;Parent=rna-NM_01.8;gbkey=mRNA;transcript_id=NM_01.8'),
  gtfLine('exon', 19, 28, 'ID=exon-NM_01.8-2;Parent=rna-NM_01.8;gbkey=mRNA;transcript_id=NM_01.8'),
  gtfLine('CDS', 8, 12, 'ID=cds-NP_01.4;Parent=rna-NM_01.8;gene=TINY;protein_id=NP_01.4', '0'),
  gtfLine('CDS', 19, 25, 'ID=cds-NP_01.4;Parent=rna-NM_01.8;gene=TINY;protein_id=NP_01.4', '1'),
  '',
].join('\n');

export interface GtfPart {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly phase?: string;
}

/** GTF of one transcript T1 of gene G1 from 1-based parts. */
export function gtfOf(
  parts: readonly GtfPart[],
  options: { readonly strand?: string; readonly contig?: string; readonly attributes?: string } = {},
): string {
  const { strand = '+', contig = '1', attributes = '' } = options;
  return parts
    .map(({ type, start, end, phase = '.' }) =>
      [
        contig,
        'x',
        type,
        start,
        end,
        '.',
        strand,
        phase,
        `gene_id "G1"; transcript_id "T1"; ${attributes}`,
      ].join('\t'),
    )
    .join('\n');
}
