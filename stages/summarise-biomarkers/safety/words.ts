/** What is told of an antigen's safety, in sentences. */
import type { NearSelfMatch, SafetyRow } from '../../../schemas/biomarkers.js';
import { isElsewhere } from './classify-match.js';

/** How many stretches a summary names; the table has all. */
const namedStretches = 3;

interface Told {
  readonly peptidesSearched: number;
  readonly nearSelf: readonly NearSelfMatch[] | null;
  readonly crossReactivity: SafetyRow['crossReactivity'];
  /** Percentile rank up to which a self stretch counts as presented. */
  readonly rankLimit: number;
}

/** The likeness to self: what was looked for, the wild type as what is expected, and what other genes hold. */
export function crossReactivityWords({
  peptidesSearched,
  nearSelf,
  crossReactivity,
  rankLimit,
}: Told): string {
  if (nearSelf === null) return 'likeness to self is not known: no reference proteome was given';
  const own = new Set(nearSelf.filter(({ kind }) => kind === 'own_wildtype').map(({ peptide }) => peptide));
  const others = stretchesElsewhere(nearSelf, rankLimit);
  return [
    `${counted(peptidesSearched, 'presented peptide')} looked for with at most one residue changed`,
    own.size === 0 ? null : `own wild type found for ${own.size}, as expected`,
    headline(crossReactivity, others.length),
    ...others.slice(0, namedStretches),
    others.length > namedStretches ? `and ${others.length - namedStretches} more` : null,
  ]
    .filter((part) => part !== null)
    .join('; ');
}

function headline(crossReactivity: SafetyRow['crossReactivity'], count: number): string | null {
  const stretches = counted(count, 'stretch', 'stretches');
  switch (crossReactivity) {
    case null:
      return null;
    case 'none':
      return count === 0
        ? 'no other gene has such a stretch, which does not exclude a less alike one'
        : `${stretches} of other genes, none of them presented`;
    case 'exact':
      return `${stretches} of other genes, one the same peptide`;
    case 'same_face':
      return `${stretches} of other genes, one with the same face to the T cell`;
    case 'one_central':
      return `${stretches} of other genes, the nearest with another residue facing the T cell`;
  }
}

/**
 * The stretches of other genes in words, in the order of the matches, genes that share one named together: 'HRAS, NRAS: GAGGVGKSAL for
 * GADGVGKSAL (D is G at position 3, an anchor; hardly presented by HLA-C*08:02, rank 4.73)'.
 */
export function stretchesElsewhere(matches: readonly NearSelfMatch[], rankLimit: number): readonly string[] {
  const groups = new Map<string, NearSelfMatch[]>();
  for (const match of matches) {
    if (!isElsewhere(match.kind)) continue;
    const key = `${match.peptide}\t${match.match}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [match]);
    else group.push(match);
  }
  return [...groups.values()].map((group) => stretchWords(group, rankLimit));
}

function stretchWords(group: readonly NearSelfMatch[], rankLimit: number): string {
  const [first] = group;
  if (first === undefined) return '';
  const { mismatch, matchPercentileRank, kind } = first;
  const place =
    mismatch === null
      ? 'equal'
      : `${mismatch.peptideResidue} is ${mismatch.selfResidue} at position ${mismatch.offset + 1}, ${mismatch.place === 'anchor' ? 'an anchor' : 'facing the T cell'}`;
  const notes = [
    place,
    ...(kind === 'wildtype_elsewhere' ? ['the sequence of the wild type'] : []),
    ...(matchPercentileRank === null ? [] : [presentation(matchPercentileRank, first.allele, rankLimit)]),
    ...group.flatMap(({ gene, tissueNote }) => (tissueNote === null ? [] : [`${gene} ${tissueNote}`])),
  ];
  return `${group.map(({ gene }) => gene).join(', ')}: ${first.match} for ${first.peptide} (${notes.join('; ')})`;
}

function presentation(rank: number, allele: string, rankLimit: number): string {
  const shown = Number(rank.toPrecision(3));
  return rank <= rankLimit
    ? `presented by ${allele} too, rank ${shown}`
    : `hardly presented by ${allele}, rank ${shown}`;
}

function counted(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`;
}
