/** The protein of a transcript with another exon structure, beside the one it would have without. */
import type { ReferenceBundle } from '../../../schemas/reference.js';
import type { Consequence } from '../../../schemas/rows.js';
import { differingStretch, type Stretch } from '../../shared/protein-difference.js';
import type { CodingModel } from '../from-bundle/coding-model.js';
import type { GenomicEdit } from '../from-bundle/genomic-edit.js';
import type { HaplotypeMember } from '../from-bundle/haplotype-member.js';
import { placeEdit } from '../from-bundle/place-edit.js';
import type { TranscriptView } from '../from-bundle/transcript-view.js';
import type { AlteredStructure } from './altered-mrna.js';
import { type AlteredReading, type Refused, readStructure } from './translate-altered.js';

export interface AlteredProtein {
  readonly kind: 'protein';
  /** With '*' where a stop was read. */
  readonly protein: string;
  /** Of the molecule before the tumour: with its germline alleles. */
  readonly wildtype: string;
  /** Where the structure's protein differs from the one of the same molecule without it. */
  readonly stretch: Stretch;
  /** Whether translation ends in annotated sequence read in another frame than the annotated one. */
  readonly isFrameshift: boolean;
  readonly nmd: Consequence['nmd'];
  /** Ids of the neighbours whose changes are in it, in the order given. */
  readonly mates: readonly string[];
}

export type AlteredOutcome = AlteredProtein | { readonly kind: 'unchanged' } | Refused;

/**
 * The protein of the structure; `proven` are alleles that lie on the same molecule, somatic and germline. One that overlaps the structure's
 * own changes is not applied.
 */
export function proteinOfStructure(
  reference: ReferenceBundle,
  view: TranscriptView,
  structure: AlteredStructure,
  proven: readonly HaplotypeMember[] = [],
): AlteredOutcome {
  const model = view.coding();
  if (model === null) return { kind: 'refused', reason: 'the transcript has no coding sequence' };
  if (model.defect !== null) {
    return { kind: 'refused', reason: `the wild-type protein cannot be read: ${model.defect}` };
  }
  const mates = applicableMates(structure.edits, placedOn(reference, view, proven));
  const edits = [...structure.edits, ...editsOf(mates)];
  const altered = readStructure(
    reference,
    view,
    model,
    mates.length === 0 ? structure : { ...structure, edits },
  );
  if (altered.kind === 'refused') return altered;
  if (mates.length === 0) return outcomeOf(model, altered, []);
  const { exons } = view.map;
  const without = readStructure(reference, view, model, { ...structure, exons, edits: editsOf(mates) });
  if (without.kind === 'refused') return without;
  const germline = editsOf(mates.filter(({ isGermline }) => isGermline));
  const before = readStructure(reference, view, model, { ...structure, exons, edits: germline });
  if (before.kind === 'refused') return before;
  return outcomeBeside(model, { altered, without, before }, mates);
}

/** An indel written at an exon's edge may stand within the exon as well: it is where the certain row takes it to be. */
function placedOn(
  reference: ReferenceBundle,
  view: TranscriptView,
  members: readonly HaplotypeMember[],
): readonly HaplotypeMember[] {
  return members.map((member) => ({ ...member, edit: placeEdit(reference, view, member.edit).edit }));
}

function editsOf(members: readonly HaplotypeMember[]): GenomicEdit[] {
  return members.map(({ edit }) => edit);
}

/** Those that touch neither the edits nor a member before them. */
function applicableMates(
  edits: readonly GenomicEdit[],
  proven: readonly HaplotypeMember[],
): readonly HaplotypeMember[] {
  const mates: HaplotypeMember[] = [];
  for (const mate of proven) {
    const taken = [...edits, ...editsOf(mates)];
    if (!taken.some((edit) => isOverlapping(edit, mate.edit))) mates.push(mate);
  }
  return mates;
}

/** Insertions at one place overlap too: which comes first is not known. */
function isOverlapping(a: GenomicEdit, b: GenomicEdit): boolean {
  const isSameInsertion = a.start === a.end && a.start === b.start && a.end === b.end;
  return isSameInsertion || (a.start < b.end && a.end > b.start);
}

function textOf(model: CodingModel, { intact, residues, isStopRead }: AlteredReading): string {
  const protein = model.protein.slice(0, intact) + residues;
  return isStopRead ? `${protein}*` : protein;
}

/** Beside the reference's own protein: what lies before the change need not be compared. */
function outcomeOf(model: CodingModel, altered: AlteredReading, mates: readonly string[]): AlteredOutcome {
  const { intact, residues, isFrameshift, nmd } = altered;
  const stretch = differingStretch(model.protein.slice(intact), residues, !altered.endsAsAnnotated);
  if (stretch === null) return { kind: 'unchanged' };
  return {
    kind: 'protein',
    protein: textOf(model, altered),
    wildtype: model.proteinText,
    stretch: { start: intact + stretch.start, end: intact + stretch.end },
    isFrameshift,
    nmd,
    mates,
  };
}

interface Readings {
  readonly altered: AlteredReading;
  /** Of the annotated structure with the same neighbours. */
  readonly without: AlteredReading;
  /** Of the annotated structure with the germline ones alone. */
  readonly before: AlteredReading;
}

function outcomeBeside(
  model: CodingModel,
  { altered, without, before }: Readings,
  mates: readonly HaplotypeMember[],
): AlteredOutcome {
  const protein = textOf(model, altered);
  const isEndKept = altered.endsAsAnnotated && without.endsAsAnnotated;
  const stretch = differingStretch(textOf(model, without), protein, !isEndKept);
  if (stretch === null) return { kind: 'unchanged' };
  const { isFrameshift, nmd } = altered;
  return {
    kind: 'protein',
    protein,
    wildtype: textOf(model, before),
    stretch,
    isFrameshift,
    nmd,
    mates: mates.map(({ variantId }) => variantId),
  };
}
