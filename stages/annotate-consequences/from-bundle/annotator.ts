/** Annotation of variants from a reference bundle. */
import type { ReferenceBundle } from '../../../schemas/reference.js';
import type { Consequence, Variant } from '../../../schemas/rows.js';
import { annotateTranscript } from './annotate-transcript.js';
import { editOfVariant } from './genomic-edit.js';
import type { MatesOf } from './haplotype-effect.js';
import { createViewCache } from './transcript-view.js';

const noMates: MatesOf = () => [];

/** One row per transcript that overlaps the variant, by transcript index; [] for an intergenic one. */
type Annotator = (variant: Variant, matesOf?: MatesOf) => Consequence[];

/** An annotator that keeps what it computed of recent transcripts. Variants may come in any order; sorted ones hit the cache. */
export function createAnnotator(reference: ReferenceBundle): Annotator {
  const viewOf = createViewCache(reference);
  return (variant, matesOf = noMates) => {
    const contig = reference.resolveContig(variant.chrom);
    if (contig === null) return [];
    const edit = editOfVariant(variant);
    const rows: Consequence[] = [];
    for (const transcript of reference.transcriptsOverlapping(contig.name, edit.start, edit.end)) {
      // An insertion at the very edge of a transcript lies outside it.
      const isInside = edit.end > transcript.start && edit.start < transcript.end;
      if (!isInside) continue;
      rows.push(annotateTranscript({ reference, view: viewOf(transcript), variant, edit, matesOf }));
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
