/** The mRNA that a joint makes of two transcripts. */
import type { TranscriptAtJoint } from './transcript-at-joint.js';

/** How the two mRNAs are put together. */
export interface FusedMrna {
  readonly five: TranscriptAtJoint;
  /** Null: the joint leads into sequence without a transcript on that strand. */
  readonly three: TranscriptAtJoint | null;
  /** Bases of the 5' partner's mRNA that are kept. */
  readonly fiveLength: number;
  /** Bases that are neither's mRNA: introns at the joint, inserted bases; without a 3' transcript what follows in the genome. */
  readonly between: string;
  /** Offset of the first base of the 3' partner's mRNA that is kept. */
  readonly threeStart: number;
  /** An exon-exon junction lies at the joint. */
  readonly isSpliced: boolean;
  /** What the splicing at the joint assumes; null: nothing. */
  readonly hypothesis: string | null;
}

interface Partners {
  readonly five: TranscriptAtJoint;
  readonly three: TranscriptAtJoint;
  readonly insertedBases: string;
}

/** The mRNA of a joint seen in RNA: exact to the base; introns at the joint were read, so they stay. */
export function fuseRna({ five, three, insertedBases }: Partners): FusedMrna {
  return {
    five,
    three,
    fiveLength: five.mrnaOffset,
    between: five.intronBases() + insertedBases + three.intronBases(),
    threeStart: three.mrnaOffset,
    isSpliced: five.isAtExonEdge && three.isAtExonEdge && insertedBases === '',
    hypothesis: null,
  };
}

/**
 * The mRNA of a joint in DNA. Both ends in introns: one hybrid intron with the 5' partner's donor and the 3' partner's acceptor, which is
 * spliced out. Both in exons: one hybrid exon. One in an exon, one in an intron: the broken exon has lost a splice site, and that it is
 * skipped is an assumption. Null: then no exon is left to splice to.
 */
export function fuseDna({ five, three, insertedBases }: Partners): FusedMrna | null {
  if (five.isExonic && three.isExonic) {
    const offsets = { fiveLength: five.mrnaOffset, threeStart: three.mrnaOffset };
    return { five, three, ...offsets, between: insertedBases, isSpliced: false, hypothesis: null };
  }
  if (five.wholeExonOffset === null || three.wholeExonOffset === null) return null;
  return {
    five,
    three,
    fiveLength: five.wholeExonOffset,
    between: '',
    threeStart: three.wholeExonOffset,
    isSpliced: true,
    hypothesis: skippedExon(five, three),
  };
}

function skippedExon(five: TranscriptAtJoint, three: TranscriptAtJoint): string | null {
  if (!five.isExonic && !three.isExonic) return null;
  const partner = five.isExonic ? five : three;
  const side = five.isExonic ? "5'" : "3'";
  return `the exon of the ${side} partner ${partner.view.transcript.id} that the joint breaks is skipped`;
}

/** How far an unspliced transcript is followed in the genome: a stop comes after 21 codons on average where nothing selects against it. */
const runOnBases = 3000;

/** The mRNA of an RNA joint into sequence that has no transcript on that strand: assumed to run on unspliced. */
export function fuseRunOn(
  five: TranscriptAtJoint,
  insertedBases: string,
  genome: (length: number) => string,
): FusedMrna {
  return {
    five,
    three: null,
    fiveLength: five.mrnaOffset,
    between: five.intronBases() + insertedBases + genome(runOnBases),
    threeStart: 0,
    isSpliced: false,
    hypothesis: 'the transcript runs on unspliced after the joint, where the reference has no transcript',
  };
}
