/** Small genes written as text, so that a test shows the bases it is about. */
import type { ReferenceBundle, Strand, Transcript } from '../../../../../schemas/reference.js';
import type { Consequence, GermlineVariant, Phase, Variant } from '../../../../../schemas/rows.js';
import {
  type AnnotatorOptions,
  createAnnotator,
} from '../../../../../stages/annotate-consequences/from-bundle/annotator.js';
import { indexPhases } from '../../../../../stages/annotate-consequences/from-bundle/phase-index.js';
import { reverseComplement } from '../../../../../stages/shared/genetic-code.js';
import { normaliseVariant } from '../../../../../stages/shared/normalise/index.js';
import { variantOf } from '../../../../support/variant.js';

const contigName = '1';

/**
 * A contig with one gene, in the transcript's direction: lower case = flank or intron, upper case = exon, '[' and ']' around the CDS
 * (stop codon included). On '-' the contig is the reverse complement of the text.
 */
export interface GeneText {
  readonly text: string;
  readonly strand: Strand;
  readonly transcript?: Partial<Transcript>;
  readonly phase?: 0 | 1 | 2;
  readonly isStartComplete?: boolean;
  readonly isEndComplete?: boolean;
}

interface Parsed {
  readonly bases: string;
  readonly exons: { start: number; end: number }[];
  readonly cds: { start: number; end: number } | null;
}

function parseGene(text: string): Parsed {
  let bases = '';
  let cdsStart: number | null = null;
  let cdsEnd: number | null = null;
  const exons: { start: number; end: number }[] = [];
  for (const letter of text.replace(/\s/g, '')) {
    if (letter === '[') cdsStart = bases.length;
    else if (letter === ']') cdsEnd = bases.length;
    else {
      if (letter !== letter.toLowerCase()) {
        const last = exons.at(-1);
        if (last !== undefined && last.end === bases.length) last.end += 1;
        else exons.push({ start: bases.length, end: bases.length + 1 });
      }
      bases += letter.toUpperCase();
    }
  }
  const cds = cdsStart === null || cdsEnd === null ? null : { start: cdsStart, end: cdsEnd };
  return { bases, exons, cds };
}

export interface Gene {
  readonly reference: ReferenceBundle;
  readonly transcript: Transcript;
  /**
   * A normalised variant, written as the changed bases in their surroundings on the transcript's strand: 'ATGG{C>T}AAAA',
   * 'CC{>G}TT' (insertion), 'CC{GTA>}TT' (deletion). The surroundings must occur once.
   */
  variant(change: string, more?: Partial<Variant>): Variant;
  /** Rows of a variant taken alone. */
  rowsOf(variant: Variant): Consequence[];
  /** Row of the change taken alone. */
  annotate(change: string): Consequence;
  /** Rows of changes of one file, phased as given. */
  annotateAll(changes: readonly (readonly [string, Phase | null])[]): Consequence[];
  /** A germline allele, written as `variant` takes it; heterozygous and unphased unless said. */
  germline(change: string, more?: Partial<GermlineVariant>): GermlineVariant;
  /** All rows of each variant of a file, beside the patient's germline. */
  annotateWith(
    variants: readonly Variant[],
    germline: readonly GermlineVariant[],
    options?: AnnotatorOptions,
  ): Consequence[][];
}

/** The gene, its reference and ways to change it. */
export function buildGene(gene: GeneText): Gene {
  const { bases, exons, cds } = parseGene(gene.text);
  const length = bases.length;
  const isForward = gene.strand === '+';
  const contig = isForward ? bases : reverseComplement(bases);
  const flip = ({ start, end }: { start: number; end: number }): { start: number; end: number } =>
    isForward ? { start, end } : { start: length - end, end: length - start };
  const placed = exons.map(flip).sort((a, b) => a.start - b.start);
  const transcript: Transcript = {
    index: 0,
    id: 'ENST1.1',
    geneId: 'ENSG1.1',
    geneName: 'GENE1',
    contig: contigName,
    strand: gene.strand,
    start: placed[0]?.start ?? 0,
    end: placed.at(-1)?.end ?? 0,
    biotype: cds === null ? 'lncRNA' : 'protein_coding',
    exons: placed,
    cds:
      cds === null
        ? null
        : {
            ...flip(cds),
            phase: gene.phase ?? 0,
            isStartComplete: gene.isStartComplete ?? true,
            isEndComplete: gene.isEndComplete ?? true,
          },
    proteinId: cds === null ? null : 'ENSP1.1',
    geneticCode: 1,
    selenocysteines: [],
    isManeSelect: true,
    isManePlusClinical: false,
    isCanonical: true,
    supportLevel: 1,
    appris: null,
    tags: [],
    ...gene.transcript,
  };
  const reference = referenceOf(contig, transcript);
  const annotate = createAnnotator(reference);
  let ordinal = 0;
  const variant: Gene['variant'] = (change, more = {}) => {
    const edit = locate(bases, change);
    const start = isForward ? edit.start : length - edit.start - edit.ref.length;
    const ref = isForward ? edit.ref : reverseComplement(edit.ref);
    const alt = isForward ? edit.alt : reverseComplement(edit.alt);
    const basesOf = (from: number, to: number): string => contig.slice(Math.max(0, from), to);
    const before = basesOf(start - 1, start);
    const raw = { position: start, ref: before + ref, alt: before + alt };
    const normal = normaliseVariant(raw, basesOf);
    ordinal += 1;
    return variantOf({ ...normal, chrom: contigName, alleleOrdinal: ordinal, line: ordinal, ...more });
  };
  const single = (found: Consequence | undefined): Consequence => {
    if (found === undefined) throw new Error('the variant overlaps no transcript');
    return found;
  };
  return {
    reference,
    transcript,
    variant,
    rowsOf: (each) => annotate(each),
    annotate: (change) => single(annotate(variant(change))[0]),
    annotateAll: (changes) => {
      const variants = changes.map(([change, phase]) => variant(change, { phase }));
      const matesOf = indexPhases(variants, 1_000_000);
      return variants.map((each) => single(annotate(each, matesOf)[0]));
    },
    germline: (change, more = {}) => {
      const { id, chrom, position, ref, alt, line } = variant(change);
      return { id, chrom, position, ref, alt, line, phase: null, isHomozygous: false, ...more };
    },
    annotateWith: (variants, germline, options = {}) => {
      const matesOf = indexPhases(variants, 1_000_000, { germline, reference });
      const annotateSo = createAnnotator(reference, options);
      return variants.map((each) => annotateSo(each, matesOf));
    },
  };
}

function locate(bases: string, change: string): { start: number; ref: string; alt: string } {
  const [, before = '', ref = '', alt = '', after = ''] =
    /^([A-Z]*)\{([A-Z]*)>([A-Z]*)\}([A-Z]*)$/.exec(change.toUpperCase()) ?? [];
  const context = before + ref + after;
  const at = bases.indexOf(context);
  if (context === '' || at < 0 || bases.indexOf(context, at + 1) >= 0) {
    throw new Error(`${change} is not found exactly once`);
  }
  return { start: at + before.length, ref, alt };
}

function referenceOf(contig: string, transcript: Transcript): ReferenceBundle {
  const contigs = [{ name: contigName, length: contig.length }];
  return {
    digest: 'fixture',
    summary: {
      name: 'fixture',
      build: 'none',
      formatVersion: 1,
      geneCount: 1,
      transcriptCount: 1,
      codingTranscriptCount: 1,
      sources: [],
    },
    contigs,
    resolveContig: (name) => contigs.find((each) => each.name === name) ?? null,
    sequence: (_, start, end) => contig.slice(Math.max(0, start), Math.max(0, end)),
    transcriptsOverlapping: (_, start, end) => {
      const isTouched =
        start === end
          ? start >= transcript.start && start <= transcript.end
          : start < transcript.end && end > transcript.start;
      return isTouched ? [transcript] : [];
    },
    transcriptById: (id) => (id === transcript.id ? transcript : null),
    transcripts: () => [transcript],
    proteinOf: () => '',
    codingBases: () => 0,
    proteome: () => [],
  };
}
