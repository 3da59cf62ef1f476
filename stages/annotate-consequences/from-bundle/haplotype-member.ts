/** What the phase index says of a variant's neighbours. */
import type { Transcript } from '../../../schemas/reference.js';
import type { Variant } from '../../../schemas/rows.js';
import type { GenomicEdit } from './genomic-edit.js';

/** An allele that may lie on a molecule with the variant at hand. */
export interface HaplotypeMember {
  readonly variantId: string;
  /** Of the allele in the variants' file; of germline alleles the line. Orders members, names nothing. */
  readonly alleleOrdinal: number;
  readonly edit: GenomicEdit;
  /** Germline alleles are in the wild-type protein too. */
  readonly isGermline: boolean;
  /** On every molecule (1/1). */
  readonly isOnEvery: boolean;
}

/** A heterozygous member of which it is not known whether it is on the variant's molecule. */
export interface PossibleMember extends HaplotypeMember {
  /** Members of one set are on one molecule if their haplotype is the same, else never; null: without phase. */
  readonly set: string | null;
  readonly haplotype: number;
  /** Members without phase that share it are ALTs of one record, so never on one molecule. */
  readonly record: string;
}

export interface Neighbours {
  /** Proven to lie on one molecule with the variant. */
  readonly proven: readonly HaplotypeMember[];
  readonly possible: readonly PossibleMember[];
  /**
   * The set by which a variant on both molecules has its proven heterozygous mates: the set's other members, which are among the possible
   * ones, are on its second molecule, and these mates are not. null: the variant is on one molecule, or has no such mates.
   */
  readonly secondMoleculeSet: string | null;
}

/** Of a variant without neighbours; one object, so that the usual case costs nothing. */
export const noNeighbours: Neighbours = { proven: [], possible: [], secondMoleculeSet: null };

/** Neighbours of a variant whose edits touch [start, end) of its contig. */
export type MatesOf = (variant: Variant, start: number, end: number) => Neighbours;

/** The neighbours that a transcript's translation may read: from the start codon to the end of the mRNA. */
export function neighboursOn(
  { cds, strand, start, end }: Transcript,
  variant: Variant,
  matesOf: MatesOf,
): Neighbours {
  if (cds === null) return noNeighbours;
  return strand === '+' ? matesOf(variant, cds.start, end) : matesOf(variant, start, cds.end);
}
