/** The stretches of protein that the patient's germline makes and the reference lacks: they are self. */
import type { ReferenceBundle } from '../../../schemas/reference.js';
import type { GermlineSegment, GermlineVariant, Variant } from '../../../schemas/rows.js';
import { editOfVariant } from './genomic-edit.js';
import { codingSiteOf, effectWith } from './haplotype-effect.js';
import { type HaplotypeMember, type MatesOf, neighboursOn } from './haplotype-member.js';
import { createPhaseIndex } from './phase-index.js';
import { placeEdit } from './place-edit.js';
import { createViewCache, type TranscriptView } from './transcript-view.js';
import { unstatedEffectOf } from './unstated-effect.js';

/** The longest peptide of class II has 25 residues, so it reaches so far beyond the one residue that makes it new. */
const flankResidues = 24;

/**
 * Segments of germline alleles in file order, then transcripts by index; equal sequences of a gene once, with the first transcript.
 * Each allele is taken with the germline alleles proven on its molecule; one on both molecules with those that are on both as well,
 * because its heterozygous neighbours have segments of their own.
 * @param maxDistance as indexPhases takes it
 */
export function* germlineSegments(
  germline: Iterable<GermlineVariant>,
  reference: ReferenceBundle,
  maxDistance: number,
): Generator<GermlineSegment> {
  // As if somatic, each of them: then the effect is that of all against the reference.
  const index = createPhaseIndex({ maxDistance, reference });
  for (const allele of germline) index.add(asVariant(allele));
  const { matesOf } = index;
  const viewOf = createViewCache(reference);
  const seen = new Set<string>();
  for (const allele of germline) {
    const variant = asVariant(allele);
    const edit = editOfVariant(variant);
    for (const transcript of reference.transcriptsOverlapping(allele.chrom, edit.start, edit.end)) {
      if (transcript.cds === null || edit.end <= transcript.start || edit.start >= transcript.end) continue;
      const segment = segmentOf({ allele, variant, reference, view: viewOf(transcript), matesOf });
      if (segment === null) continue;
      const key = `${segment.gene} ${segment.sequence}`;
      if (seen.has(key)) continue;
      seen.add(key);
      yield segment;
    }
  }
}

interface SegmentQuestion {
  readonly allele: GermlineVariant;
  readonly variant: Variant;
  readonly reference: ReferenceBundle;
  readonly view: TranscriptView;
  readonly matesOf: MatesOf;
}

function segmentOf(question: SegmentQuestion): GermlineSegment | null {
  const { variant, reference, view } = question;
  const edit = editOfVariant(variant);
  const placement = placeEdit(reference, view, edit);
  if (unstatedEffectOf(view, edit, placement) !== null) return null;
  const site = codingSiteOf(reference, view, { variant, alone: [variant.id], placement });
  const { translation, stretch, status, group } = effectWith(site, matesOnMolecule(question));
  if (status !== 'ok' || translation === null || stretch === null) return null;
  const { geneName: gene, id: transcript } = view.transcript;
  const { protein } = translation;
  const sequence = protein.slice(Math.max(0, stretch.start - flankResidues), stretch.end + flankResidues);
  return { gene, transcript, variantIds: group, sequence };
}

function matesOnMolecule({ allele, variant, view, matesOf }: SegmentQuestion): readonly HaplotypeMember[] {
  const { proven } = neighboursOn(view.transcript, variant, matesOf);
  return allele.isHomozygous === true ? proven.filter(({ isOnEvery }) => isOnEvery) : proven;
}

/** A germline allele as the variant that the effect is asked of. */
function asVariant({ id, chrom, position, ref, alt, line, phase, isHomozygous }: GermlineVariant): Variant {
  return {
    id,
    input: id,
    alleleOrdinal: line,
    line,
    chrom,
    position,
    ref,
    alt,
    name: null,
    filters: [],
    tumor: null,
    normal: null,
    rna: null,
    geneExpression: null,
    transcriptExpression: null,
    phase: isHomozygous === true ? { set: `chrom:${chrom}`, haplotype: 0, isHomozygous } : phase,
    genotype: isHomozygous === false ? '0/1' : null,
    csq: null,
    ann: null,
    spliceScores: null,
    event: null,
    isSomaticFlagged: null,
  };
}
