/** Rows of what is no sequence allele: each kind of event has its folder. */
import type { Omission } from '../../schemas/omissions.js';
import type { ReferenceBundle } from '../../schemas/reference.js';
import type { Consequence, Variant } from '../../schemas/rows.js';
import type { VariantEvent } from '../../schemas/variant-event.js';
import { createJunctionAnnotator } from './altered-splicing/annotate-junction.js';
import type { MatesOf } from './from-bundle/haplotype-member.js';
import { createFusionAnnotator } from './from-fusions/index.js';
import { annotateProtein } from './from-proteins/index.js';

export interface AnnotatedEvent {
  readonly rows: readonly Consequence[];
  /** Of the whole event where no row is usable, else null. */
  readonly omission: Omission | null;
}

export interface EventOptions {
  /** Pairs of transcripts that a fusion gets rows for, each way it may be read. Default 4. */
  readonly fusionTranscriptPairs?: number;
  /** Alleles on every molecule are in the proteins of junctions too. */
  readonly matesOf?: MatesOf;
}

/** Annotates one event at a time, in any order. */
export function createEventAnnotator(
  reference: ReferenceBundle | null,
  options: EventOptions = {},
): (variant: Variant, event: VariantEvent) => AnnotatedEvent {
  const transcriptPairs = options.fusionTranscriptPairs ?? 4;
  const annotateFusion = createFusionAnnotator({ reference, transcriptPairs });
  const annotateJunction = createJunctionAnnotator(reference, options.matesOf);
  return (variant, event) => {
    switch (event.kind) {
      case 'fusion':
        return annotateFusion(variant, event);
      case 'protein':
        return { rows: [annotateProtein(variant, event)], omission: null };
      case 'junction':
        return annotateJunction(variant, event);
    }
  };
}
