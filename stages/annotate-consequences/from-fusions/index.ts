/** Fusions → proteins: from the reference's transcripts at the joint, else from the peptide that the table states. */
import type { Omission } from '../../../schemas/omissions.js';
import type { ReferenceBundle } from '../../../schemas/reference.js';
import type { Consequence, Variant } from '../../../schemas/rows.js';
import type { FusionEvent } from '../../../schemas/variant-event.js';
import { isUsable } from '../../shared/usable-consequence.js';
import { alleleOmission, omissionOfAllele } from '../allele-omission.js';
import { createViewCache } from '../from-bundle/transcript-view.js';
import { createGenePlaces } from './gene-places.js';
import { orientedJoints } from './oriented-joint.js';
import { type Failure, readJoint } from './read-joint.js';
import { rowFromTable } from './table-protein.js';

interface AnnotatedFusion {
  readonly rows: readonly Consequence[];
  /** Of the whole event where no row is usable, else null. */
  readonly omission: Omission | null;
}

interface FusionAnnotatorOptions {
  readonly reference: ReferenceBundle | null;
  /** Pairs of transcripts that get a row, for each direction in which the joint may be read. */
  readonly transcriptPairs: number;
}

type FusionAnnotator = (variant: Variant, event: FusionEvent) => AnnotatedFusion;

/** Rows by pair of transcripts, likeliest first. */
export function createFusionAnnotator({
  reference,
  transcriptPairs,
}: FusionAnnotatorOptions): FusionAnnotator {
  if (reference === null) {
    const failure: Failure = { code: 'PROTEIN_UNKNOWN', reason: 'no reference was given' };
    return (variant, event) => byTable(variant, event, failure);
  }
  const context = {
    reference,
    viewOf: createViewCache(reference),
    placesOfGene: createGenePlaces(reference),
  };
  return (variant, event) => {
    const readings = orientedJoints(event).map((joint) =>
      readJoint({ variant, event, joint, context, transcriptPairs }),
    );
    const rows = readings.flatMap((reading) => reading.rows);
    if (rows.some(isUsable)) return { rows, omission: null };
    const failures = readings.flatMap(({ failure }) => (failure === null ? [] : [failure]));
    // What the reference does say of a pair of transcripts (a stop before the joint, say) goes before the table.
    if (rows.length > 0) return { rows, omission: omissionOfAllele(variant, rows, '') };
    return byTable(variant, event, mostTelling(failures));
  };
}

/** Of the two ways to read a joint the one in which the 5' side is a gene. */
function mostTelling(failures: readonly Failure[]): Failure {
  const reason = failures.map((failure) => failure.reason).join('; ');
  const telling = failures.find(({ code }) => code !== 'EVENT_UNRESOLVED') ?? failures[0];
  return { code: telling?.code ?? 'EVENT_UNRESOLVED', reason };
}

function byTable(variant: Variant, event: FusionEvent, { code, reason }: Failure): AnnotatedFusion {
  const stated = rowFromTable(variant, event, reason);
  if (stated !== null) return { rows: [stated], omission: null };
  return { rows: [], omission: alleleOmission(variant, code, reason) };
}
