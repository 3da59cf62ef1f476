/** Genes given as exons and introns → annotation and sequence, one contig for each, five bases on either side. */
import type { ReferenceBundle } from '../../schemas/reference.js';
import { buildReferenceInMemory } from '../../stages/build-reference/in-memory.js';
import { reverseComplement } from '../../stages/shared/genetic-code.js';

export interface SplicedGene {
  /** Gene NAME on contig `c-NAME`, ids G-NAME and T-NAME. */
  readonly name: string;
  readonly strand: '+' | '-';
  /** On the transcript's strand, 5' to 3'. */
  readonly exons: readonly string[];
  /** One less than exons. */
  readonly introns: readonly string[];
  /** mRNA offsets of the start codon's first base and of the end of the stop codon; null: not coding. */
  readonly coding: readonly [number, number] | null;
  /** mRNA offset of a stop codon that the annotation reads as selenocysteine; it lies within one exon. */
  readonly selenocysteine?: number;
}

const pad = 'CCCCC';

export function contigOf({ name }: SplicedGene): string {
  return `c-${name}`;
}

function premrnaOf({ exons, introns }: SplicedGene): string {
  return exons.map((exon, index) => exon + (introns[index] ?? '')).join('');
}

/** 1-based genomic position of a base of the unspliced transcript. */
function positionOfPremrna(gene: SplicedGene, offset: number): number {
  const last = premrnaOf(gene).length - 1;
  return pad.length + 1 + (gene.strand === '+' ? offset : last - offset);
}

/** Unspliced offsets of each exon, half-open, with the mRNA offset of its first base. */
function exonPlaces(gene: SplicedGene): readonly { start: number; end: number; mrna: number }[] {
  let at = 0;
  let mrna = 0;
  return gene.exons.map((exon, index) => {
    const place = { start: at, end: at + exon.length, mrna };
    at += exon.length + (gene.introns[index] ?? '').length;
    mrna += exon.length;
    return place;
  });
}

/** 1-based genomic position of an mRNA base; intron bases lie behind the exon's last one: `intoIntron` counts them. */
export function positionOf(gene: SplicedGene, mrnaOffset: number, intoIntron = 0): number {
  const place = [...exonPlaces(gene)].reverse().find(({ mrna }) => mrna <= mrnaOffset);
  if (place === undefined) throw new Error(`${gene.name} has no mRNA base ${mrnaOffset}`);
  return positionOfPremrna(gene, place.start + mrnaOffset - place.mrna + intoIntron);
}

function linesOf(gene: SplicedGene): readonly string[] {
  const { name, strand, coding } = gene;
  const biotype = coding === null ? 'lncRNA' : 'protein_coding';
  const ids = `gene_id "G-${name}"; gene_name "${name}"; gene_biotype "${biotype}";`;
  const transcript = `${ids} transcript_id "T-${name}"; transcript_biotype "${biotype}";`;
  const line = (type: string, start: number, end: number, attributes: string, phase = '.'): string => {
    const places = [positionOfPremrna(gene, start), positionOfPremrna(gene, end - 1)].sort((a, b) => a - b);
    return [contigOf(gene), 'x', type, ...places, '.', strand, phase, attributes].join('\t');
  };
  const exons = exonPlaces(gene);
  const whole = premrnaOf(gene).length;
  const { selenocysteine: recoded } = gene;
  const selenocysteineLines = exons.flatMap(({ start, end, mrna }) => {
    if (recoded === undefined || recoded < mrna || recoded >= mrna + end - start) return [];
    const at = start + recoded - mrna;
    return [line('Selenocysteine', at, at + 3, transcript)];
  });
  const [codingStart, codingEnd] = coding ?? [0, 0];
  const codingLines = exons.flatMap(({ start, end, mrna }) => {
    const from = Math.max(codingStart, mrna);
    const to = Math.min(codingEnd, mrna + end - start);
    if (from >= to) return [];
    const phase = String((3 - ((from - codingStart) % 3)) % 3);
    return [
      line('CDS', start + from - mrna, start + to - mrna, `${transcript} protein_id "P-${name}";`, phase),
    ];
  });
  return [
    line('gene', 0, whole, ids),
    line('transcript', 0, whole, transcript),
    ...exons.map(({ start, end }) => line('exon', start, end, transcript)),
    ...codingLines,
    ...selenocysteineLines,
  ];
}

/** GTF and FASTA of the genes. */
export function filesOfGenes(genes: readonly SplicedGene[]): {
  readonly gtf: string;
  readonly fasta: string;
} {
  const sequenceOf = (gene: SplicedGene): string => {
    const premrna = premrnaOf(gene);
    return pad + (gene.strand === '+' ? premrna : reverseComplement(premrna)) + pad;
  };
  return {
    gtf: `${genes.flatMap(linesOf).join('\n')}\n`,
    fasta: genes.map((gene) => `>${contigOf(gene)}\n${sequenceOf(gene)}\n`).join(''),
  };
}

export function referenceOfGenes(genes: readonly SplicedGene[]): ReferenceBundle {
  const { gtf, fasta } = filesOfGenes(genes);
  return buildReferenceInMemory({ annotation: gtf, fasta, name: 'spliced-genes' });
}
