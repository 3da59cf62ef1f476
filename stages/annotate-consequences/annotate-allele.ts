/** What becomes of one variant under the reference bundle: its rows, and its omission where none can give peptides. */
import { AntigraphError } from '../../schemas/errors.js';
import type { Omission } from '../../schemas/omissions.js';
import type { ReferenceBundle } from '../../schemas/reference.js';
import type { Consequence, Variant } from '../../schemas/rows.js';
import { omissionOfAllele } from './allele-omission.js';
import { createEventAnnotator, type EventOptions } from './annotate-event.js';
import { type AnnotatorOptions, createAnnotator } from './from-bundle/annotator.js';
import type { MatesOf } from './from-bundle/haplotype-member.js';

export interface AnnotatedAllele {
  readonly rows: readonly Consequence[];
  readonly omission: Omission | null;
}

/** Annotates variants of any kind one by one: the stage in file order, `antigraph annotate` in several threads. @throws REFERENCE_MISSING */
export function alleleAnnotator(options: {
  readonly reference: ReferenceBundle | null;
  readonly params: AnnotatorOptions & EventOptions;
  readonly matesOf: MatesOf;
}): (variant: Variant) => AnnotatedAllele {
  const annotate = createAnnotator(demandReference(options.reference), options.params);
  const annotateEvent = createEventAnnotator(options.reference, {
    ...options.params,
    matesOf: options.matesOf,
  });
  return (variant) => {
    if (variant.event !== null) return annotateEvent(variant, variant.event);
    const rows = annotate(variant, options.matesOf);
    return { rows, omission: omissionOfAllele(variant, rows, 'no transcript of the reference overlaps it') };
  };
}

function demandReference(reference: ReferenceBundle | null): ReferenceBundle {
  if (reference !== null) return reference;
  throw new AntigraphError(
    'REFERENCE_MISSING',
    'annotation from the reference needs a reference bundle, and none was given',
    {
      fix: "Give --reference R (built by 'antigraph reference build'), or --use-csq to take the VCF's own VEP annotation.",
    },
  );
}
