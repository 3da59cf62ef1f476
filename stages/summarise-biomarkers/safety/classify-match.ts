/** What a match with self means for one antigen. */
import type { NearSelfMatch, SafetyRow } from '../../../schemas/biomarkers.js';
import { compareText } from '../../shared/compare-text.js';
import type { PresentedPeptide } from './antigen-peptides.js';
import type { NearMatch } from './near-self-search.js';

/** A match as one antigen sees it, without what tables and predictors add. */
export type ClassifiedMatch = Omit<NearSelfMatch, 'matchPercentileRank' | 'tissueNote'>;

const kindOrder: readonly NearSelfMatch['kind'][] = [
  'other_gene',
  'wildtype_elsewhere',
  'own_gene',
  'own_wildtype',
];

/**
 * Names the match's kind and place. The peptide's counterpart in its own gene is expected; a mismatch in an anchor of the allele leaves
 * the residues that face the T cell as they are.
 */
export function classifyMatch(
  found: NearMatch,
  presented: PresentedPeptide,
  ownGenes: ReadonlySet<string>,
): ClassifiedMatch {
  const { peptide, match, mismatchOffset } = found;
  return {
    peptide,
    allele: presented.allele,
    percentileRank: presented.percentileRank,
    match,
    gene: found.gene,
    protein: found.protein,
    offset: found.offset,
    germlineVariantIds: [...found.germlineVariantIds],
    mismatch:
      mismatchOffset === null
        ? null
        : {
            offset: mismatchOffset,
            peptideResidue: peptide.charAt(mismatchOffset),
            selfResidue: match.charAt(mismatchOffset),
            place: presented.anchorOffsets.includes(mismatchOffset) ? 'anchor' : 'central',
          },
    kind: kindOf(found, presented, ownGenes),
  };
}

function kindOf(
  { match, gene }: NearMatch,
  { wildtypes }: PresentedPeptide,
  ownGenes: ReadonlySet<string>,
): NearSelfMatch['kind'] {
  if (ownGenes.has(gene)) return wildtypes.has(match) ? 'own_wildtype' : 'own_gene';
  return wildtypes.has(match) ? 'wildtype_elsewhere' : 'other_gene';
}

type Compared = Pick<NearSelfMatch, 'kind' | 'mismatch' | 'matchPercentileRank'>;

/** Whether a stretch lies in another gene, and the allele presents it or may. */
function isSeenElsewhere({ kind, matchPercentileRank }: Compared, rankLimit: number): boolean {
  return isElsewhere(kind) && (matchPercentileRank === null || matchPercentileRank <= rankLimit);
}

/** Whether the match is in a gene that is not the antigen's own. */
export function isElsewhere(kind: NearSelfMatch['kind']): boolean {
  return kind === 'other_gene' || kind === 'wildtype_elsewhere';
}

/** Order of matches: other genes before the own one; those that are hardly presented last; then the nearest; then the better presented. */
export function matchOrder(rankLimit: number): (a: NearSelfMatch, b: NearSelfMatch) => number {
  return (a, b) =>
    Number(isElsewhere(b.kind)) - Number(isElsewhere(a.kind)) ||
    Number(isSeenElsewhere(b, rankLimit)) - Number(isSeenElsewhere(a, rankLimit)) ||
    kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind) ||
    nearness(a) - nearness(b) ||
    a.percentileRank - b.percentileRank ||
    compareText(a.peptide, b.peptide) ||
    compareText(a.match, b.match) ||
    compareText(a.gene, b.gene);
}

function nearness({ mismatch }: Compared): number {
  if (mismatch === null) return 0;
  return mismatch.place === 'anchor' ? 1 : 2;
}

/** The nearest match outside the antigen's own gene, of those that the allele presents too or may: what is not presented, no T cell sees. */
export function crossReactivityOf(
  matches: readonly Compared[],
  rankLimit: number,
): Exclude<SafetyRow['crossReactivity'], null> {
  const seen = matches.filter((match) => isSeenElsewhere(match, rankLimit));
  if (seen.some(({ mismatch }) => mismatch === null)) return 'exact';
  if (seen.some(({ mismatch }) => mismatch?.place === 'anchor')) return 'same_face';
  return seen.length > 0 ? 'one_central' : 'none';
}
