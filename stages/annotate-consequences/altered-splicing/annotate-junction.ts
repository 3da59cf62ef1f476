/** The proteins of a splice junction: one row for each coding transcript that it fits. */
import type { Omission } from '../../../schemas/omissions.js';
import type { ReferenceBundle } from '../../../schemas/reference.js';
import type { Consequence, Variant } from '../../../schemas/rows.js';
import type { JunctionEvent } from '../../../schemas/variant-event.js';
import { withoutVersion } from '../../shared/without-version.js';
import { alleleOmission, omissionOfAllele } from '../allele-omission.js';
import { type MatesOf, neighboursOn, noNeighbours } from '../from-bundle/haplotype-member.js';
import { createViewCache, type TranscriptView } from '../from-bundle/transcript-view.js';
import { type AlteredOutcome, proteinOfStructure } from './altered-protein.js';
import { type JunctionStructure, structureOfJunction } from './junction-structure.js';

interface Fit {
  readonly view: TranscriptView;
  readonly structure: JunctionStructure;
}

export interface AnnotatedJunction {
  readonly rows: readonly Consequence[];
  /** Of the whole junction where no row is usable, else null. */
  readonly omission: Omission | null;
}

/**
 * Annotates one junction at a time. Of the coding transcripts on its strand those count that have most of its ends as splice sites, and of
 * those the ones the table names, if it names any of them. A row is certain where reads show the junction: the rest of the transcript is
 * taken as annotated, with the alleles that the patient has on every molecule.
 */
export function createJunctionAnnotator(
  reference: ReferenceBundle | null,
  matesOf: MatesOf = () => noNeighbours,
): (variant: Variant, event: JunctionEvent) => AnnotatedJunction {
  if (reference === null) {
    const reason = 'a junction has a protein only through the exons of a reference (--reference)';
    return (variant) => ({ rows: [], omission: alleleOmission(variant, 'EVENT_UNRESOLVED', reason) });
  }
  const viewOf = createViewCache(reference, 512);
  return (variant, event) => {
    const rows = fitsOf(reference, viewOf, event).map((fit) => {
      const { proven } = neighboursOn(fit.view.transcript, variant, matesOf);
      const structure = { exons: fit.structure.exons, edits: [] };
      return rowOf(variant, event, fit, proteinOfStructure(reference, fit.view, structure, proven));
    });
    if (rows.length > 0) return { rows, omission: omissionOfAllele(variant, rows, '') };
    const reason = 'no coding transcript of the reference has exons that this junction could join';
    return { rows, omission: alleleOmission(variant, 'EVENT_UNRESOLVED', reason) };
  };
}

function fitsOf(
  reference: ReferenceBundle,
  viewOf: (transcript: TranscriptView['transcript']) => TranscriptView,
  event: JunctionEvent,
): readonly Fit[] {
  const contig = reference.resolveContig(event.chrom);
  if (contig === null) return [];
  const fits: Fit[] = [];
  for (const transcript of reference.transcriptsOverlapping(contig.name, event.start, event.end)) {
    const isOnStrand = event.strand === null || event.strand === transcript.strand;
    if (!isOnStrand || transcript.cds === null) continue;
    const view = viewOf(transcript);
    const structure = structureOfJunction(view.map, event);
    if (structure !== null) fits.push({ view, structure });
  }
  const most = Math.max(...fits.map(({ structure }) => structure.knownEnds));
  const best = fits.filter(({ structure }) => structure.knownEnds === most);
  const names = new Set(event.transcripts.map(withoutVersion));
  const named = best.filter(({ view }) => names.has(withoutVersion(view.transcript.id)));
  return named.length > 0 ? named : best;
}

type Effect = Pick<
  Consequence,
  | 'proteinStart'
  | 'wildtypeProtein'
  | 'mutantProtein'
  | 'mutantStretch'
  | 'isFrameshift'
  | 'nmd'
  | 'proteoform'
  | 'hypothesis'
  | 'status'
  | 'statusReason'
>;

function rowOf(
  variant: Variant,
  event: JunctionEvent,
  { view, structure }: Fit,
  outcome: AlteredOutcome,
): Consequence {
  const { transcript } = view;
  const effect = effectOf(event, view, structure, outcome);
  const mates = outcome.kind === 'protein' ? outcome.mates : [];
  return {
    variantId: variant.id,
    alleleOrdinal: variant.alleleOrdinal,
    input: variant.input,
    gene: transcript.geneName,
    geneId: transcript.geneId,
    transcript: transcript.id,
    proteinId: transcript.proteinId,
    biotype: transcript.biotype,
    strand: transcript.strand,
    consequence: [...(effect.isFrameshift ? ['frameshift_variant'] : []), ...structure.terms],
    hgvsC: null,
    hgvsP: effect.mutantProtein === null ? null : `${transcript.proteinId ?? transcript.id}:p.?`,
    ...effect,
    phaseGroup: [variant.id, ...mates],
    phaseState: mates.length > 0 ? 'phased' : 'alone',
    source: 'bundle',
    isManeSelect: transcript.isManeSelect,
    isCanonical: transcript.isCanonical,
    supportLevel: transcript.supportLevel,
    transcriptFlags: view.flags,
  };
}

function effectOf(
  { reads, isRetention }: JunctionEvent,
  view: TranscriptView,
  structure: JunctionStructure,
  outcome: AlteredOutcome,
): Effect {
  if (outcome.kind !== 'protein') {
    const isUnchanged = outcome.kind === 'unchanged';
    const model = view.coding();
    return {
      proteinStart: null,
      wildtypeProtein: model === null || model.defect !== null ? null : model.proteinText,
      mutantProtein: null,
      mutantStretch: null,
      isFrameshift: false,
      nmd: isUnchanged ? 'not_applicable' : 'unknown',
      proteoform: '',
      hypothesis: null,
      status: isUnchanged ? 'NOT_CODING' : 'SPLICE_ALTERED',
      statusReason: `${structure.change}: ${isUnchanged ? 'the protein is unchanged' : outcome.reason}`,
    };
  }
  const isSeen = reads !== null && reads > 0;
  const unseen = isSeen || isRetention ? [] : [`${structure.change}, which no reads show`];
  const assumptions = [...unseen, ...(structure.assumption === null ? [] : [structure.assumption])];
  const hypothesis = assumptions.length === 0 ? null : assumptions.join('; ');
  return {
    proteinStart: outcome.stretch.start + 1,
    wildtypeProtein: outcome.wildtype,
    mutantProtein: outcome.protein,
    mutantStretch: outcome.stretch,
    isFrameshift: outcome.isFrameshift,
    nmd: outcome.nmd,
    proteoform: hypothesis === null ? '' : structure.proteoform,
    hypothesis,
    status: hypothesis === null ? 'ok' : 'SPLICE_ALTERED',
    statusReason: hypothesis ?? structure.change,
  };
}
