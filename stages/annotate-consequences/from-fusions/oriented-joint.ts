/** A fusion read in one direction: which side is the 5' partner, and on which strands the joint is transcribed. */
import { startOfPosition } from '../../../schemas/coordinates.js';
import type { Strand } from '../../../schemas/reference.js';
import type { Breakpoint, FusionEvent } from '../../../schemas/variant-event.js';
import { reverseComplement } from '../../shared/genetic-code.js';

export interface JointEnd {
  readonly named: Breakpoint;
  readonly chrom: string;
  /** 0-based outermost base that is kept: the 5' partner's last one, the 3' partner's first one. */
  readonly base: number;
  /** Strand that is transcribed across the joint. */
  readonly strand: Strand;
}

export interface OrientedJoint {
  readonly five: JointEnd;
  readonly three: JointEnd;
  /** Bases between the two, 5' to 3'. */
  readonly insertedBases: string;
}

function endOf(named: Breakpoint, partner: 'five' | 'three'): JointEnd {
  // The 5' partner keeps what lies upstream of its end, the 3' partner what lies downstream.
  const isForward = (named.keeps === 'left') === (partner === 'five');
  const base = startOfPosition(named.position);
  return { named, chrom: named.chrom, base, strand: isForward ? '+' : '-' };
}

/**
 * The ways to read the event: an RNA joint one, as stated; a DNA joint both, since either side may hold the promoter. Inserted bases of
 * a DNA joint are given on the forward strand of `left`.
 */
export function orientedJoints(event: FusionEvent): readonly OrientedJoint[] {
  const { left, right, insertedBases } = event;
  const five = endOf(left, 'five');
  if (event.level === 'rna') return [{ five, three: endOf(right, 'three'), insertedBases }];
  const fromLeft = five.strand === '+' ? insertedBases : reverseComplement(insertedBases);
  return [
    { five, three: endOf(right, 'three'), insertedBases: fromLeft },
    {
      five: endOf(right, 'five'),
      three: endOf(left, 'three'),
      insertedBases: reverseComplement(fromLeft),
    },
  ];
}
