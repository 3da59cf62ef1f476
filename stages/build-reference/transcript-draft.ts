import type { FeatureLine } from './annotation-lines.js';

/** A transcript while its annotation lines come in, in any order. Coordinates 0-based half-open. */
export interface TranscriptDraft {
  /** Key within the annotation: the GTF transcript_id or the GFF3 ID. */
  readonly key: string;
  readonly file: string;
  readonly line: number;
  contig: string;
  strand: string;
  /** Extent of the transcript's own line; null when there was none. */
  extent: { readonly start: number; readonly end: number } | null;
  id: string;
  geneId: string;
  geneName: string;
  biotype: string | null;
  proteinId: string | null;
  tags: readonly string[];
  /** Tags that CDS lines imply. */
  readonly cdsTags: string[];
  supportLevel: number | null;
  hasStartCodon: boolean;
  isMalformed: boolean;
  /** start, end, start, end … */
  readonly exons: number[];
  /** start, end, phase, start, end, phase … */
  readonly cdsParts: number[];
  /** Parts of the stop codon, where the annotation has them as features of their own. */
  readonly stopParts: number[];
  /** Codons read as selenocysteine: start, end … */
  readonly selenocysteines: number[];
}

/** An empty draft, first met at that line. */
export function newDraft(
  key: string,
  file: string,
  { line, contig, strand }: Pick<FeatureLine, 'line' | 'contig' | 'strand'>,
): TranscriptDraft {
  return {
    key,
    file,
    line,
    contig,
    strand,
    extent: null,
    id: key,
    geneId: '',
    geneName: '',
    biotype: null,
    proteinId: null,
    tags: [],
    cdsTags: [],
    supportLevel: null,
    hasStartCodon: false,
    isMalformed: false,
    exons: [],
    cdsParts: [],
    stopParts: [],
    selenocysteines: [],
  };
}

/** `2 (assigned to previous version 11)` → 2; NA and anything outside 1-5 → null. */
export function parseSupportLevel(text: string | undefined): number | null {
  const level = /^\s*([1-5])(?!\d)/.exec(text ?? '')?.[1];
  return level === undefined ? null : Number(level);
}

/** `ENST00000311936` and `8` → `ENST00000311936.8`; an id that has its version, or none given, stays. */
export function withVersion(id: string, version: string | undefined): string {
  return version === undefined || version === '' || /\.\d+$/.test(id) ? id : `${id}.${version}`;
}

/** Gene ids go without version, so that GENCODE's and Ensembl's files give the same. */
export function geneIdWithoutVersion(id: string): string {
  return id.replace(/^(ENS[A-Z]*G\d+)\.\d+/, '$1');
}
