/**
 * A patient whose antigens are events: two genes that fuse in the middle of a peptide of influenza's matrix protein (GILG|FVFTL, presented by
 * HLA-A*02:01), a cancer-testis gene, and a gene that shares a stretch with it. Proteins are made up around published epitopes.
 */
import { contigOf, filesOfGenes, positionOf, type SplicedGene } from './spliced-genes.js';

const codons: Readonly<Record<string, string>> = {
  A: 'GCT',
  C: 'TGC',
  D: 'GAT',
  E: 'GAA',
  F: 'TTT',
  G: 'GGA',
  H: 'CAT',
  I: 'ATT',
  K: 'AAA',
  L: 'CTG',
  M: 'ATG',
  N: 'AAC',
  P: 'CCA',
  Q: 'CAG',
  R: 'CGT',
  S: 'TCA',
  T: 'ACC',
  V: 'GTT',
  W: 'TGG',
  Y: 'TAT',
};

function codonsOf(protein: string): string {
  return [...protein].map((residue) => codons[residue] ?? 'NNN').join('');
}

/** Two coding exons with UTRs of five bases; the intron lies between two codons. */
function gene(name: string, strand: '+' | '-', first: string, second: string): SplicedGene {
  const exons = [`GGCTT${codonsOf(first)}`, `${codonsOf(second)}TAAGCCTT`];
  const codingEnd = 5 + 3 * (first.length + second.length) + 3;
  return { name, strand, exons, introns: ['GTAAGTCTTCTTTCTTGCAG'], coding: [5, codingEnd] };
}

export const sharedWithSelf = 'EGRGTGGSTGDADGP';
export const proteins = {
  five: { first: 'MKTAYIAKQRQISWVKGILG', second: 'DSPERWNAYHQE' },
  three: { first: 'MSEQNNTEMWRD', second: 'FVFTLKHWPSDARQNEYWHK' },
  testis: { first: `MQA${sharedWithSelf}GGPGIPDG`, second: 'NAGGPGEAGATSLLMWITQCFLPVFLAQPPSG' },
  other: { first: 'MDWKHRYPE', second: `HNK${sharedWithSelf}WRYDKPEHRNFE` },
} as const;

const five = gene('FIVE', '+', proteins.five.first, proteins.five.second);
const three = gene('THREE', '-', proteins.three.first, proteins.three.second);
const testis = gene('TESTIS', '-', proteins.testis.first, proteins.testis.second);
const other = gene('OTHER', '+', proteins.other.first, proteins.other.second);

export const files = filesOfGenes([five, three, testis, other]);

/** The last base of the exon before the joint, the first one after it. */
const joint = {
  left: `${contigOf(five)}:${positionOf(five, 5 + 3 * proteins.five.first.length - 1)}`,
  right: `${contigOf(three)}:${positionOf(three, 5 + 3 * proteins.three.first.length)}`,
};
export const fusionInput = `fusion:FIVE::THREE:${joint.left}:${joint.right}`;

const columns = {
  '#gene1': 'FIVE',
  gene2: 'THREE',
  'strand1(gene/fusion)': '+/+',
  'strand2(gene/fusion)': '-/-',
  breakpoint1: joint.left,
  breakpoint2: joint.right,
  split_reads1: '9',
  split_reads2: '5',
  discordant_mates: '6',
  confidence: 'high',
  reading_frame: 'in-frame',
  direction1: 'downstream',
  direction2: 'downstream',
};
export const fusions = `${Object.keys(columns).join('\t')}\n${Object.values(columns).join('\t')}\n`;

/** The 5' partner's intron joined to the 3' partner's: the genome's side of the same fusion, as two records. */
const broken = {
  left: positionOf(five, 5 + 3 * proteins.five.first.length - 1, 7),
  right: positionOf(three, 5 + 3 * proteins.three.first.length - 1, 11),
};
const [fiveContig, threeContig] = [contigOf(five), contigOf(three)];

function baseAt(contig: string, position: number): string {
  const record = files.fasta.split('>').find((text) => text.startsWith(`${contig}\n`)) ?? '';
  return (record.split('\n')[1] ?? '').charAt(position - 1);
}

const missense = positionOf(other, 5 + 3);
export const inputs = {
  missense: `${contigOf(other)}:${missense}:G:C`,
  breakend: `${fiveContig}:${broken.left}:${baseAt(fiveContig, broken.left)}:${baseAt(fiveContig, broken.left)}]${threeContig}:${broken.right}]`,
  mate: `${threeContig}:${broken.right}:${baseAt(threeContig, broken.right)}:${baseAt(threeContig, broken.right)}]${fiveContig}:${broken.left}]`,
  fusion: fusionInput,
  testis: 'protein:TESTIS_HUMAN',
  viral: 'protein:PP65_HCMV',
} as const;

const record = (input: string, id: string, info: string): string => {
  const [chrom = '', pos = '', ref = '', ...alt] = input.split(':');
  return [chrom, pos, id, ref, alt.join(':'), '.', 'PASS', info].join('\t');
};
export const vcf = [
  '##fileformat=VCFv4.3',
  '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO',
  record(inputs.missense, '.', '.'),
  record(inputs.breakend, 'bnd1', 'SVTYPE=BND;MATEID=bnd2'),
  record(inputs.mate, 'bnd2', 'SVTYPE=BND;MATEID=bnd1'),
  '',
].join('\n');

export const antigens = [
  '>TESTIS_HUMAN gene=TESTIS tpm=40 origin=self',
  proteins.testis.first + proteins.testis.second,
  '>PP65_HCMV gene=UL83 tpm=12.5 origin=viral',
  'RKSASSATACTSGVMTRGRLKAESTVAPEEDTDEDSDNEIHNPAVFTWPPWQAGILARNLVPMVATVQGQNLKYQEFF',
  '',
].join('\n');

export const expression = 'gene_id\tgene_name\ttpm\nG-FIVE\tFIVE\t30\nG-THREE\tTHREE\t2\n';
