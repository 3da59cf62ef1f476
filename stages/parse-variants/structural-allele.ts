/** ALTs that join two places of the genome (VCF 4.3 §5): breakends, and the symbolic alleles that say the same. */
import type { OmissionCode } from '../../schemas/omissions.js';
import type { ReferenceBundle } from '../../schemas/reference.js';
import type { FusionEvent } from '../../schemas/variant-event.js';
import { parseCount, parts } from '../shared/read-support/numbers.js';
import { infoValue } from '../shared/vcf/index.js';
import type { AlleleAtHand } from './describe-allele.js';
import { formatBreakend, type Joint, jointKey, parseBreakend } from './events/fusions/breakend.js';
import { sumOfKnown } from './events/fusions/fusion-call.js';
import { placeOn } from './events/fusions/place-on-reference.js';

export interface LocatedJoint {
  readonly kind: 'located';
  readonly joint: Joint;
  readonly chrom: string;
  readonly variant: { readonly position: number; readonly ref: string; readonly alt: string };
  readonly event: FusionEvent;
  /** The same for the mate's record. */
  readonly key: string;
}

type NotLocated = { readonly kind: 'omitted'; readonly code: OmissionCode; readonly reason: string };

/** Whether the ALT has a form that may join two places: brackets, a breakend without a mate, or a symbol. */
export function isStructural(alt: string): boolean {
  // Nearly all ALTs are one base.
  return alt.length > 1 && /[[\]]|^<.+>$|^\.[A-Za-z]+$|^[A-Za-z]+\.$/.test(alt);
}

/** The joint of a breakend or symbolic allele on the reference, or why it leaves. */
export function locateJoint(allele: AlleleAtHand, reference: ReferenceBundle): LocatedJoint | NotLocated {
  const { record, alt, info } = allele;
  const isBreakend = !alt.startsWith('<');
  const joint = isBreakend
    ? (parseBreakend(record, alt) ?? 'a single breakend: the place it is joined to is not known')
    : symbolicJoint(record, alt, info);
  if (typeof joint === 'string') {
    const code = isBreakend ? 'ALLELE_BREAKEND' : 'ALLELE_SYMBOLIC';
    return { kind: 'omitted', code, reason: `'${alt.slice(0, 40)}': ${joint}` };
  }
  const left = placeOn(reference, joint.left);
  if (left.kind === 'omitted') return left;
  const right = placeOn(reference, joint.right);
  if (right.kind === 'omitted') return right;
  const written = record.ref.charAt(0).toUpperCase();
  // A symbolic duplication's joint begins at END, whose base the record does not state.
  const isStated = joint.left.position === record.position && /^[ACGT]$/.test(written);
  if (isStated && left.base !== 'N' && left.base !== written) {
    return {
      kind: 'omitted',
      code: 'REF_MISMATCH',
      reason: `REF is ${written}, the reference has ${left.base}`,
    };
  }
  const placed: Joint = {
    left: left.end,
    right: right.end,
    insertedBases: joint.insertedBases.toUpperCase(),
  };
  return {
    kind: 'located',
    joint: placed,
    chrom: left.end.chrom,
    variant: { position: left.end.position, ref: left.base, alt: formatBreakend(placed, left.base) },
    event: eventOf(placed, allele),
    key: jointKey(placed),
  };
}

function eventOf(
  joint: Joint,
  { samples: { tumor }, index, alternateCount, alt }: AlleleAtHand,
): FusionEvent {
  // Manta's PR and SR hold one count for REF and each ALT, GRIDSS's RP and SR the variant's alone.
  const readsIn = (keys: readonly string[]): number | null =>
    sumOfKnown(
      keys.map((key) => {
        const counts = parts(tumor?.get(key) ?? null);
        return parseCount(counts.length === alternateCount + 1 ? counts[index] : counts[0]);
      }),
    );
  const unnamed = { gene: null, transcript: null };
  return {
    kind: 'fusion',
    tool: alt.startsWith('<') ? `VCF ${alt}` : 'VCF breakend',
    level: 'dna',
    left: { ...joint.left, ...unnamed },
    right: { ...joint.right, ...unnamed },
    insertedBases: joint.insertedBases,
    statedFrame: null,
    statedPeptide: null,
    junctionReads: readsIn(['SR']),
    spanningReads: readsIn(['PR', 'RP']),
    confidence: null,
  };
}

/** Sides kept at POS and at END by Delly's CT, the ends of the strands that are joined. */
const sidesOfConnection: Readonly<Record<string, readonly ['left' | 'right', 'left' | 'right']>> = {
  '3to5': ['left', 'right'],
  '5to3': ['right', 'left'],
  '3to3': ['left', 'left'],
  '5to5': ['right', 'right'],
};

/**
 * A deletion joins the base before it with the base after its END, a tandem duplication its END with its first base (POS is the base
 * before). A text says why there is no one joint.
 */
function symbolicJoint(
  { chrom, position }: { readonly chrom: string; readonly position: number },
  alt: string,
  info: string,
): Joint | string {
  const type = /^<([A-Z]+)[:>]/.exec(alt)?.[1] ?? '';
  const end = endOf(position, info);
  const left = { chrom, position };
  const insertedBases = '';
  if (type === 'INV') return 'an inversion has two joints; give them as breakends';
  if (type !== 'DEL' && type !== 'DUP' && type !== 'TRA' && type !== 'BND') return 'no sequence is given';
  if (end === null || position < 1) return 'neither END nor SVLEN says where it ends';
  if (type === 'DEL' || type === 'DUP') {
    if (end <= position) return 'its END lies before its first base';
    if (type === 'DEL') {
      return {
        left: { ...left, keeps: 'left' },
        right: { chrom, position: end + 1, keeps: 'right' },
        insertedBases,
      };
    }
    return {
      left: { chrom, position: end, keeps: 'left' },
      right: { chrom, position: position + 1, keeps: 'right' },
      insertedBases,
    };
  }
  const mate = infoValue(info, 'CHR2');
  const sides = sidesOfConnection[infoValue(info, 'CT') ?? ''];
  if (mate === null || mate === '' || sides === undefined) {
    return 'CHR2 and CT do not say which sides are joined; give it as breakends';
  }
  return {
    left: { ...left, keeps: sides[0] },
    right: { chrom: mate, position: end, keeps: sides[1] },
    insertedBases,
  };
}

function endOf(position: number, info: string): number | null {
  const end = parseCount(infoValue(info, 'END'));
  if (end !== null) return end < 1 ? null : end;
  const length = parseCount(infoValue(info, 'SVLEN')?.replace(/^-/, ''));
  return length === null || length === 0 ? null : position + length;
}
