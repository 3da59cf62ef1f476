/** The peptides by which an antigen may be seen, and with them its likeness to self. */
import type { Candidate, RankedVariant, ShortlistRow } from '../../../schemas/candidates.js';
import { defect } from '../../../schemas/errors.js';

/** A presented peptide of a shortlisted antigen with the allele that presents it best. */
export interface PresentedPeptide {
  readonly peptide: string;
  readonly allele: string;
  readonly percentileRank: number;
  /** 0-based offsets that lie in the groove on that allele. */
  readonly anchorOffsets: readonly number[];
  /** Its counterparts in the wild type. */
  readonly wildtypes: ReadonlySet<string>;
}

/** One antigen of the shortlist. */
export interface ShortlistedAntigen {
  readonly row: ShortlistRow;
  readonly best: Candidate;
  readonly peptides: readonly PresentedPeptide[];
}

export interface AntigenCollector {
  /** Takes up a ranked variant; all of them come before the candidates. */
  addRanked(ranked: Pick<RankedVariant, 'alleleOrdinal' | 'best'>): void;
  addCandidate(candidate: Candidate): void;
  /** By pick; the peptides of each strongest first, then by alphabet. @throws INVARIANT_BROKEN where one was not ranked */
  antigens(): readonly ShortlistedAntigen[];
}

/**
 * Collects the shortlisted antigens with their best peptide and every other peptide of up to `rankLimit` percentile rank on an allele.
 * Candidates stream by: only those of the shortlist are held.
 */
export function antigenCollector(rows: Iterable<ShortlistRow>, rankLimit: number): AntigenCollector {
  const shortlist = [...rows].sort((a, b) => a.pick - b.pick);
  const ordinals = new Set(shortlist.map(({ alleleOrdinal }) => alleleOrdinal));
  const drafts = new Map<number, { readonly best: Candidate; readonly peptides: Map<string, Draft> }>();
  return {
    addRanked({ alleleOrdinal, best }) {
      if (!ordinals.has(alleleOrdinal)) return;
      drafts.set(alleleOrdinal, { best, peptides: new Map([[best.peptide, draftOf(best)]]) });
    },
    addCandidate(candidate) {
      const draft = drafts.get(candidate.alleleOrdinal);
      if (draft !== undefined) addPeptide(draft.peptides, candidate, rankLimit);
    },
    antigens: () =>
      shortlist.map((row) => {
        const draft = drafts.get(row.alleleOrdinal);
        if (draft === undefined) throw defect('a shortlisted variant is not ranked', { row });
        const peptides = [...draft.peptides.values()].map(
          ({ strongest, wildtypes }): PresentedPeptide => ({
            peptide: strongest.peptide,
            allele: strongest.allele,
            percentileRank: strongest.percentileRank,
            anchorOffsets: strongest.anchorOffsets,
            wildtypes,
          }),
        );
        return { row, best: draft.best, peptides: peptides.sort(byStrength) };
      }),
  };
}

interface Draft {
  strongest: Candidate;
  readonly wildtypes: Set<string>;
}

function draftOf(candidate: Candidate): Draft {
  const { wildtypePeptide } = candidate;
  return { strongest: candidate, wildtypes: new Set(wildtypePeptide === null ? [] : [wildtypePeptide]) };
}

function addPeptide(drafts: Map<string, Draft>, candidate: Candidate, rankLimit: number): void {
  const known = drafts.get(candidate.peptide);
  if (known === undefined) {
    if (candidate.percentileRank <= rankLimit) drafts.set(candidate.peptide, draftOf(candidate));
    return;
  }
  if (candidate.wildtypePeptide !== null) known.wildtypes.add(candidate.wildtypePeptide);
  if (candidate.percentileRank < known.strongest.percentileRank) known.strongest = candidate;
}

function byStrength(a: PresentedPeptide, b: PresentedPeptide): number {
  return a.percentileRank - b.percentileRank || (a.peptide < b.peptide ? -1 : 1);
}
