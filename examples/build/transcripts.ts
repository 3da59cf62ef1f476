import { createIntron, type GeneModel, locateCoding, type Span } from './gene-model.js';
import { createRandom, randomBases } from './prng.js';
import { translate } from './sequence.js';

/** One transcript of a gene; spans as in GeneModel. */
export type Transcript = {
  readonly id: string;
  readonly name: string;
  readonly biotype: string;
  readonly supportLevel: string;
  readonly tags: readonly string[];
  readonly exons: readonly Span[];
  /** Empty for a transcript that is not translated. The last three bases are the stop codon. */
  readonly coding: readonly Span[];
};

const lengthOf = (spans: readonly Span[]): number =>
  spans.reduce((sum, span) => sum + span.end - span.start, 0);

function splice(model: GeneModel, spans: readonly Span[]): string {
  return spans.map((span) => model.sequence.slice(span.start, span.end)).join('');
}

function principal(model: GeneModel): Transcript {
  return {
    id: model.source.transcriptId,
    name: `${model.source.name}-201`,
    biotype: 'protein_coding',
    supportLevel: '1',
    tags: ['basic', 'Ensembl_canonical', 'MANE_Select'],
    exons: model.exons,
    coding: model.coding,
  };
}

/** Keeps what lies in [start, end) of each span. */
function clip(spans: readonly Span[], start: number, end: number): Span[] {
  return spans
    .map((span) => ({ start: Math.max(span.start, start), end: Math.min(span.end, end) }))
    .filter((span) => span.start < span.end);
}

/** Δ40p53: the same exons, translated from the ATG of codon 40 (LRG_321p8). */
function innerStart(model: GeneModel): Transcript {
  const start = locateCoding(model, 118);
  return {
    id: 'EXT00000000001.1',
    name: `${model.source.name}-ex2`,
    biotype: 'protein_coding',
    supportLevel: '5',
    tags: ['basic'],
    exons: model.exons,
    coding: clip(model.coding, start, model.sequence.length),
  };
}

/** Keeps the intron behind the second exon; not translated. */
function retainedIntron(model: GeneModel): Transcript {
  const [first, second, third, ...rest] = model.exons;
  if (first === undefined || second === undefined || third === undefined) throw new Error('too few exons');
  return {
    id: 'EXT00000000002.1',
    name: `${model.source.name}-ex2`,
    biotype: 'retained_intron',
    supportLevel: '3',
    tags: [],
    exons: [first, { start: second.start, end: third.end }, ...rest],
    coding: [],
  };
}

/** Leaves out one coding exon whose length is no multiple of three and is read up to the stop that follows. */
function skippedExon(model: GeneModel, codingExon: number): Transcript {
  // Exon 0 is not coding, so the coding exon n is exon n + 1.
  const exons = model.exons.filter((_, index) => index !== codingExon + 1);
  const open = model.coding.filter((_, index) => index !== codingExon);
  const stop = translate(splice(model, open)).indexOf('*');
  let left = (stop + 1) * 3;
  if (stop < 0 || left >= lengthOf(open)) throw new Error(`${model.source.name}: no premature stop`);
  const coding: Span[] = [];
  for (const span of open) {
    if (left === 0) break;
    const taken = Math.min(left, span.end - span.start);
    coding.push({ start: span.start, end: span.start + taken });
    left -= taken;
  }
  return {
    id: 'EXT00000000003.1',
    name: `${model.source.name}-ex2`,
    biotype: 'nonsense_mediated_decay',
    supportLevel: '2',
    tags: [],
    exons,
    coding,
  };
}

/** Every transcript of a gene, the principal one first. */
export function listTranscripts(model: GeneModel): Transcript[] {
  const transcripts = [principal(model)];
  if (model.source.name === 'TP53') transcripts.push(innerStart(model));
  if (model.source.name === 'KRAS') transcripts.push(retainedIntron(model));
  if (model.source.name === 'BRAF') transcripts.push(skippedExon(model, 3));
  return transcripts;
}

/** A made-up gene of two exons that codes for nothing. */
export function createNonCodingGene(): { model: GeneModel; transcript: Transcript } {
  const random = createRandom('lncRNA');
  const first = randomBases(random, 260);
  const intron = createIntron('lncRNA');
  const sequence = first + intron + randomBases(random, 410);
  const exons = [
    { start: 0, end: first.length },
    { start: first.length + intron.length, end: sequence.length },
  ];
  const model: GeneModel = {
    source: {
      accession: 'none',
      name: 'EXLNC1',
      chromosome: '2',
      strand: '+',
      geneId: 'EXG00000000001',
      transcriptId: 'EXT00000000004.1',
      uniprot: 'none',
      exonLengths: [],
      codingSequence: '',
    },
    sequence,
    exons,
    coding: [],
  };
  const transcript: Transcript = {
    id: model.source.transcriptId,
    name: 'EXLNC1-201',
    biotype: 'lncRNA',
    supportLevel: '1',
    tags: ['basic', 'Ensembl_canonical'],
    exons,
    coding: [],
  };
  return { model, transcript };
}
