/** Annotation of variants from a reference bundle. */
import type { ReferenceBundle } from '../../../schemas/reference.js';
import type { Consequence, Variant } from '../../../schemas/rows.js';
import { spliceHypotheses } from '../altered-splicing/splice-hypotheses.js';
import { annotateTranscript, type VariantOnTranscripts } from './annotate-transcript.js';
import { editOfVariant } from './genomic-edit.js';
import { type MatesOf, noNeighbours } from './haplotype-member.js';
import { createNeighbourhood } from './overlapping-views.js';

const noMates: MatesOf = () => noNeighbours;

/** Rows of each transcript that overlaps the variant, by transcript index: the certain one, then its hypotheses; [] for an intergenic one. */
export type Annotator = (variant: Variant, matesOf?: MatesOf) => Consequence[];

export interface AnnotatorOptions {
  /** Lowest score of a splice predictor that counts, 0-1. Default: SpliceAI's recommended 0.5 (doi:10.1016/j.cell.2018.12.015). */
  readonly spliceScoreThreshold?: number;
  /** Residues around the changed stretch within which a neighbour of unknown phase matters. Default 13. */
  readonly phaseReachResidues?: number;
  /** Possibilities of unknown phase stated for one variant and transcript. Default 4. */
  readonly maxPhasePossibilities?: number;
}

/** An annotator that keeps what it computed of recent transcripts. Variants may come in any order; sorted ones hit the cache. */
export function createAnnotator(reference: ReferenceBundle, options: AnnotatorOptions = {}): Annotator {
  const threshold = options.spliceScoreThreshold ?? 0.5;
  const limits = {
    reachResidues: options.phaseReachResidues ?? 13,
    maxPossibilities: options.maxPhasePossibilities ?? 4,
  };
  const viewsNear = createNeighbourhood(reference);
  return (variant, matesOf = noMates) => {
    const contig = reference.resolveContig(variant.chrom);
    if (contig === null) return [];
    const edit = editOfVariant(variant);
    const rows: Consequence[] = [];
    // Most variants of a genome lie in no transcript and need none.
    let question: VariantOnTranscripts | null = null;
    for (const view of viewsNear(contig.name, edit.start, edit.end)) {
      const { transcript } = view;
      // An insertion at the very edge of a transcript lies outside it.
      const isInside = edit.end > transcript.start && edit.start < transcript.end;
      if (!isInside) continue;
      question ??= { reference, variant, edit, alone: [variant.id], matesOf, limits };
      const primary = annotateTranscript(question, view, rows);
      if (primary.status === 'SPLICE_ALTERED' || variant.spliceScores !== null) {
        rows.push(...spliceHypotheses({ reference, view, variant, edit, matesOf, primary, threshold }));
      }
    }
    return rows;
  };
}

const annotators = new WeakMap<ReferenceBundle, Annotator>();

/**
 * The consequences of one variant taken alone, by transcript index; [] if no transcript overlaps it. The variant is expected normalised
 * (left-aligned, on the reference's contig); computed parts of transcripts are kept for as long as the bundle lives.
 */
export function annotateVariant(variant: Variant, reference: ReferenceBundle): Consequence[] {
  let annotator = annotators.get(reference);
  if (annotator === undefined) {
    annotator = createAnnotator(reference);
    annotators.set(reference, annotator);
  }
  return annotator(variant);
}
