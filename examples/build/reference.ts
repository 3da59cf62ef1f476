import { forwardSequence, type GeneModel, type Span, toForward } from './gene-model.js';
import { createRandom, randomBases } from './prng.js';
import { wrap } from './sequence.js';
import type { Transcript } from './transcripts.js';

export const buildLabel = 'example-1';

/** A gene on its contig; `start` is the 0-based contig offset of its forward sequence. */
export type PlacedGene = {
  readonly model: GeneModel;
  readonly transcripts: readonly Transcript[];
  readonly contig: string;
  readonly start: number;
};

export type Reference = {
  readonly contigs: ReadonlyMap<string, string>;
  readonly genes: readonly PlacedGene[];
};

/** Bases between genes and at both ends of a contig: room for intergenic variants and symbolic deletions. */
const spacerLength = 1200;

/** Puts genes, given in genome order, on contigs named after their real chromosomes. */
export function placeGenes(
  genes: readonly { readonly model: GeneModel; readonly transcripts: readonly Transcript[] }[],
): Reference {
  const contigs = new Map<string, string>();
  const placed: PlacedGene[] = [];
  for (const { model, transcripts } of genes) {
    const contig = `chr${model.source.chromosome}`;
    const spacer = (side: string): string =>
      randomBases(createRandom(`spacer ${contig} ${side}`), spacerLength, 0.41);
    const before = contigs.get(contig) ?? spacer('start');
    placed.push({ model, transcripts, contig, start: before.length });
    contigs.set(contig, before + forwardSequence(model) + spacer(model.source.name));
  }
  return { contigs, genes: placed };
}

export function formatFasta(reference: Reference): string {
  return [...reference.contigs]
    .map(([name, sequence]) => `>${name} ${buildLabel}\n${wrap(sequence)}`)
    .join('');
}

/** Splits a list of spans after `length` bases. */
function splitAfter(spans: readonly Span[], length: number): [Span[], Span[]] {
  const head: Span[] = [];
  const tail: Span[] = [];
  let left = length;
  for (const span of spans) {
    const cut = span.start + Math.min(left, span.end - span.start);
    left -= cut - span.start;
    if (cut > span.start) head.push({ start: span.start, end: cut });
    if (cut < span.end) tail.push({ start: cut, end: span.end });
  }
  return [head, tail];
}

/** The parts of the exons before `start` and from `end` on: the two UTRs. */
function untranslated(exons: readonly Span[], start: number, end: number): [Span[], Span[]] {
  const five = exons
    .filter((exon) => exon.start < start)
    .map((exon) => ({ ...exon, end: Math.min(exon.end, start) }));
  const three = exons
    .filter((exon) => exon.end > end)
    .map((exon) => ({ ...exon, start: Math.max(exon.start, end) }));
  return [five, three];
}

function transcriptLines(gene: PlacedGene, transcript: Transcript): string[] {
  const { source } = gene.model;
  const biotype = transcript.biotype === 'lncRNA' ? 'lncRNA' : 'protein_coding';
  const geneFields = `gene_id "${source.geneId}"; gene_name "${source.name}"; gene_biotype "${biotype}";`;
  const transcriptFields =
    `${geneFields} transcript_id "${transcript.id}"; transcript_name "${transcript.name}"; ` +
    `transcript_biotype "${transcript.biotype}";`;
  const tail = `${transcript.tags.map((tag) => ` tag "${tag}";`).join('')} transcript_support_level "${transcript.supportLevel}";`;
  const line = (feature: string, span: Span, frame: string, extra = ''): string => {
    const forward = toForward(gene.model, span);
    const [first, last] = [gene.start + forward.start + 1, gene.start + forward.end];
    const columns = [gene.contig, buildLabel, feature, first, last, '.', source.strand, frame];
    return `${columns.join('\t')}\t${transcriptFields}${extra}${tail}`;
  };
  const exonNumber = (span: Span): string => {
    const index = transcript.exons.findIndex((exon) => exon.start <= span.start && span.end <= exon.end);
    return ` exon_number "${index + 1}";`;
  };
  const [first, last] = [transcript.exons[0], transcript.exons.at(-1)];
  if (first === undefined || last === undefined) throw new Error(`${transcript.id} has no exon`);
  const lines = [line('transcript', { start: first.start, end: last.end }, '.')];
  for (const exon of transcript.exons) lines.push(line('exon', exon, '.', exonNumber(exon)));
  const codingStart = transcript.coding[0]?.start;
  const codingEnd = transcript.coding.at(-1)?.end;
  if (codingStart === undefined || codingEnd === undefined) return lines;
  const codingLength = transcript.coding.reduce((sum, span) => sum + span.end - span.start, 0);
  // GTF 2.2: the stop codon is not part of CDS; frame = bases to skip to reach the next codon.
  const [translated, stopCodon] = splitAfter(transcript.coding, codingLength - 3);
  const [startCodon] = splitAfter(transcript.coding, 3);
  const framed = (feature: string, spans: readonly Span[]): void => {
    let done = 0;
    for (const span of spans) {
      lines.push(line(feature, span, String((3 - (done % 3)) % 3), exonNumber(span)));
      done += span.end - span.start;
    }
  };
  framed('CDS', translated);
  framed('start_codon', startCodon);
  framed('stop_codon', stopCodon);
  const [five, three] = untranslated(transcript.exons, codingStart, codingEnd);
  for (const span of five) lines.push(line('five_prime_utr', span, '.', exonNumber(span)));
  for (const span of three) lines.push(line('three_prime_utr', span, '.', exonNumber(span)));
  return lines;
}

function geneLine(gene: PlacedGene): string {
  const { source, sequence } = gene.model;
  const biotype = source.codingSequence === '' ? 'lncRNA' : 'protein_coding';
  const columns = [
    gene.contig,
    buildLabel,
    'gene',
    gene.start + 1,
    gene.start + sequence.length,
    '.',
    source.strand,
    '.',
  ];
  return `${columns.join('\t')}\tgene_id "${source.geneId}"; gene_name "${source.name}"; gene_biotype "${biotype}";`;
}

export function formatGtf(reference: Reference): string {
  const lines = [
    `#!genome-build ${buildLabel}`,
    '#!description coding sequences of public records on synthetic coordinates; not a human genome build',
  ];
  for (const gene of reference.genes) {
    lines.push(geneLine(gene));
    for (const transcript of gene.transcripts) lines.push(...transcriptLines(gene, transcript));
  }
  return `${lines.join('\n')}\n`;
}
