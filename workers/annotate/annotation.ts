/** How the alleles of one line are annotated: from the bundle, or from the file's own annotation. */
import type { z } from 'zod';
import type { ReferenceBundle } from '../../schemas/reference.js';
import type { GermlineVariant, Variant, VcfSource } from '../../schemas/rows.js';
import { type AnnotatedAllele, alleleAnnotator } from '../../stages/annotate-consequences/annotate-allele.js';
import { annotateFromVcf } from '../../stages/annotate-consequences/from-annotation/index.js';
import { refuseGermline } from '../../stages/annotate-consequences/from-annotation/refuse-germline.js';
import { createAnnotator } from '../../stages/annotate-consequences/from-bundle/annotator.js';
import {
  createPhaseIndex,
  type PhaseInput,
} from '../../stages/annotate-consequences/from-bundle/phase-index.js';
import type { annotateConsequences } from '../../stages/annotate-consequences/index.js';

export type AnnotateParams = z.infer<(typeof annotateConsequences)['params']>;

/** The alleles of the whole file and of the germline file that may lie on one molecule with others; plain data. */
export interface Background {
  readonly phased: readonly PhaseInput[];
  readonly germline: readonly GermlineVariant[];
}

export const noBackground: Background = { phased: [], germline: [] };

interface AnnotationOptions {
  readonly params: AnnotateParams;
  /** What the header says. */
  readonly source: VcfSource;
  readonly reference: ReferenceBundle | null;
  readonly background: Background;
}

/** The annotation of each of a line's variants, in order. */
export type AnnotateLine = (variants: readonly Variant[]) => readonly AnnotatedAllele[];

/** @throws REFERENCE_MISSING, VCF_CSQ_MISSING, USAGE where what is asked for cannot be had */
export function lineAnnotator(options: AnnotationOptions): AnnotateLine {
  return options.params.annotationSource === 'csq' ? fromCsq(options) : fromBundle(options);
}

function fromBundle({ params, reference, background }: AnnotationOptions): AnnotateLine {
  const index = createPhaseIndex({ maxDistance: params.phaseDistanceBases, reference });
  for (const variant of background.phased) index.add(variant);
  for (const variant of background.germline) index.addGermline(variant);
  const annotate = alleleAnnotator({ reference, params, matesOf: index.matesOf });
  return (variants) => variants.map(annotate);
}

function fromCsq({ params, source, reference }: AnnotationOptions): AnnotateLine {
  refuseGermline(source);
  const annotate = reference === null ? null : createAnnotator(reference, params);
  const annotateLine: AnnotateLine = (variants) => {
    const found = new Map(variants.map(({ alleleOrdinal }) => [alleleOrdinal, emptyAnnotation()] as const));
    annotateFromVcf({
      variants,
      source,
      reference,
      events: params,
      emit: (row) => found.get(row.alleleOrdinal)?.rows.push(row),
      omit: (omission) => {
        const allele = found.get(omission.alleleOrdinal);
        if (omission.scope === 'allele' && allele !== undefined) allele.omission = omission;
      },
      ...(annotate === null ? {} : { fromBundle: annotate }),
    });
    return [...found.values()];
  };
  annotateLine([]);
  return annotateLine;
}

function emptyAnnotation(): {
  rows: AnnotatedAllele['rows'][number][];
  omission: AnnotatedAllele['omission'];
} {
  return { rows: [], omission: null };
}
