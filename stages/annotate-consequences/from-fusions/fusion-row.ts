/** The consequence row of a fusion on one pair of transcripts. */
import type { Transcript } from '../../../schemas/reference.js';
import type { Consequence, Variant } from '../../../schemas/rows.js';
import type { FusionEvent } from '../../../schemas/variant-event.js';
import { numberOfMrnaOffset } from '../from-bundle/hgvs-nucleotide.js';
import type { FusedMrna } from './fused-mrna.js';
import type { FusionProtein } from './fusion-protein.js';

type RowStatus = Pick<Consequence, 'status' | 'statusReason' | 'hypothesis'>;

export interface PairOnEvent {
  readonly variant: Variant;
  readonly event: FusionEvent;
  readonly fused: FusedMrna;
}

/** The name of a partner for which the reference has no transcript (Bruford 2021, doi:10.1038/s41375-021-01436-6). */
const unknownPartner = '?';

/** What is known of the pair whether or not it gives a protein. */
function rowBase({
  variant,
  fused,
}: PairOnEvent): Omit<
  Consequence,
  | 'consequence'
  | 'hgvsC'
  | 'proteinStart'
  | 'wildtypeProtein'
  | 'mutantProtein'
  | 'mutantStretch'
  | 'isFrameshift'
  | 'nmd'
  | keyof RowStatus
> {
  const five = fused.five.view.transcript;
  const three = fused.three?.view.transcript ?? null;
  const levels = [five.supportLevel, three === null ? null : three.supportLevel];
  const known = levels.filter((level) => level !== null);
  return {
    variantId: variant.id,
    alleleOrdinal: variant.alleleOrdinal,
    input: variant.input,
    gene: isWithinOne(fused) ? five.geneName : joined(five.geneName, three?.geneName),
    geneId: isWithinOne(fused) ? five.geneId : joined(five.geneId, three?.geneId),
    transcript: isWithinOne(fused) ? five.id : joined(five.id, three?.id),
    proteinId: null,
    biotype: five.biotype,
    strand: five.strand,
    hgvsP: null,
    phaseGroup: [variant.id],
    phaseState: 'alone',
    source: 'bundle',
    isManeSelect: five.isManeSelect && (three?.isManeSelect ?? false),
    isCanonical: five.isCanonical && (three?.isCanonical ?? false),
    supportLevel: known.length < levels.length ? null : Math.max(...known),
    transcriptFlags: [...new Set([...five.tags, ...(three?.tags ?? [])])],
    proteoform: proteoformOf(fused),
  };
}

function proteoformOf({ hypothesis, three }: FusedMrna): string {
  if (hypothesis === null) return '';
  return three === null ? 'run-on' : 'skip-broken-exon';
}

function joined(five: string, three: string | undefined): string {
  return `${five}::${three ?? unknownPartner}`;
}

/** The row of a pair of which no protein is stated. */
export function rowWithoutProtein(
  pair: PairOnEvent,
  wildtypeProtein: string | null,
  status: { readonly code: string; readonly reason: string },
): Consequence {
  return {
    ...rowBase(pair),
    consequence: [termOf(pair.fused)],
    hgvsC: hgvsOf(pair),
    proteinStart: null,
    wildtypeProtein,
    mutantProtein: null,
    mutantStretch: null,
    isFrameshift: false,
    nmd: 'unknown',
    hypothesis: null,
    status: status.code,
    statusReason: status.reason,
  };
}

/** The row of a pair with its protein; `notes` are what a reader should know, such as a frame that the table states otherwise. */
export function rowWithProtein(
  pair: PairOnEvent,
  wildtypeProtein: string,
  translated: FusionProtein,
  notes: readonly string[],
): Consequence {
  const { fused, event } = pair;
  const { protein, stretch, isInFrame, isStopRead, nmd } = translated;
  const isShifted = isInFrame === false;
  const assumed = fused.three === null ? 'EVENT_UNRESOLVED' : 'SPLICE_ALTERED';
  const isDisputed =
    event.statedFrame !== null && (event.statedFrame === 'in-frame') !== (isInFrame === true);
  const frameNote = isDisputed
    ? [
        `${event.tool} states ${event.statedFrame}, the reference gives ${isInFrame === true ? 'in-frame' : 'out-of-frame'}`,
      ]
    : [];
  return {
    ...rowBase(pair),
    consequence: [...(isShifted ? ['frameshift_variant'] : []), termOf(fused)],
    hgvsC: hgvsOf(pair),
    proteinStart: stretch.start < protein.length ? stretch.start + 1 : null,
    wildtypeProtein,
    mutantProtein: isStopRead ? `${protein}*` : protein,
    mutantStretch: stretch,
    isFrameshift: isInFrame !== true,
    nmd,
    hypothesis: fused.hypothesis,
    status: fused.hypothesis === null ? 'ok' : assumed,
    statusReason: [...(fused.hypothesis === null ? [] : [fused.hypothesis]), ...frameNote, ...notes].join(
      '; ',
    ),
  };
}

/** A joint that leads from a transcript back into the same one: a deletion or a duplication within a gene. */
function isWithinOne({ five, three }: FusedMrna): boolean {
  return five.view === three?.view;
}

/** gene_fusion is SO:0001565, exon_loss_variant SO:0001572 (whole exons left out), protein_altering_variant SO:0001818. */
function termOf(fused: FusedMrna): string {
  if (!isWithinOne(fused)) return 'gene_fusion';
  return fused.isSpliced && fused.threeStart > fused.fiveLength
    ? 'exon_loss_variant'
    : 'protein_altering_variant';
}

/**
 * HGVS "RNA adjoined transcripts" (SVD-WG007): 'NM_152263.2:r.-115_775::NM_002609.3:r.1580_*1924'. Null where bases of neither mRNA lie at
 * the joint, within one transcript, and for a joint of DNA, whose mRNA is inferred.
 */
function hgvsOf({ event, fused }: PairOnEvent): string | null {
  const { five, three, fiveLength, threeStart, between } = fused;
  if (event.level === 'dna' || three === null || between !== '' || isWithinOne(fused)) return null;
  const numbered = ({ id }: Transcript, first: string, last: string): string => `${id}:r.${first}_${last}`;
  const left = five.view;
  const right = three.view;
  return [
    numbered(
      left.transcript,
      numberOfMrnaOffset(0, left.extent),
      numberOfMrnaOffset(fiveLength - 1, left.extent),
    ),
    numbered(
      right.transcript,
      numberOfMrnaOffset(threeStart, right.extent),
      numberOfMrnaOffset(right.map.mrnaLength - 1, right.extent),
    ),
  ].join('::');
}
