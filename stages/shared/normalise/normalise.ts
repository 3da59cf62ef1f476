import { positionOfStart, startOfPosition } from '../../../schemas/coordinates.js';
import { type BasesOf, leftShift, rotateRight } from './left-align.js';
import { trimAlleles } from './trim.js';

/** One REF and one ALT of letters ACGT, upper case, as VCF writes them; `position` 1-based. */
export interface SmallVariant {
  readonly position: number;
  readonly ref: string;
  readonly alt: string;
}

/**
 * The one parsimonious, left-aligned form of a variant in VCF style: an indel has the base before it as anchor, at the start of a contig
 * the base after it (VCF 4.3 §1.6.1, REF). Same result as `bcftools norm` and `vt normalize` (Tan et al. 2015,
 * doi:10.1093/bioinformatics/btv112) for alleles that differ; equal alleles are returned as they are.
 */
export function normaliseVariant(variant: SmallVariant, basesOf: BasesOf): SmallVariant {
  const { start, ref, alt } = trimAlleles({ ...variant, start: startOfPosition(variant.position) }, 0);
  if (ref === alt) return variant;
  if (ref !== '' && alt !== '') return { position: positionOfStart(start), ref, alt };
  const bases = ref === '' ? alt : ref;
  const shift = leftShift(start, bases, basesOf);
  const moved = rotateRight(bases, shift);
  const movedStart = start - shift;
  const [movedRef, movedAlt] = ref === '' ? ['', moved] : [moved, ''];
  if (movedStart === 0) {
    const after = basesOf(movedRef.length, movedRef.length + 1);
    return { position: 1, ref: movedRef + after, alt: movedAlt + after };
  }
  const anchor = anchorOf(variant, movedStart) ?? basesOf(movedStart - 1, movedStart);
  return { position: positionOfStart(movedStart - 1), ref: anchor + movedRef, alt: anchor + movedAlt };
}

/** Trimmed alone, where there is no reference: a repeat may leave an indel further right than its left-aligned form. */
export function trimVariant(variant: SmallVariant): SmallVariant {
  const { start, ref, alt } = trimAlleles({ ...variant, start: startOfPosition(variant.position) }, 1);
  return { position: positionOfStart(start), ref, alt };
}

/** The file's own base before the indel, if REF has it: known even where the reference has N. */
function anchorOf(variant: SmallVariant, movedStart: number): string | undefined {
  return variant.ref[movedStart - 1 - startOfPosition(variant.position)];
}
