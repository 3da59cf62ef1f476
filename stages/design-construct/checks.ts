/** What is true of a construct's protein, check by check. */
import type { Arrangement, PlacedSeam, ScoredPeptide } from './arrange.js';
import type { Construct, Design } from './design.js';
import { marginOf } from './junctions/seams.js';
import type { Check } from './mrna/check-mrna.js';

/** Every check of a construct: its seams, its order, its mRNA. */
export function constructChecks({ arrangement, mrna }: Construct, design: Design): readonly Check[] {
  return [
    ...(['I', 'II'] as const).map((mhcClass) => binderCheck(arrangement, mhcClass, design)),
    predictedCheck(arrangement, design),
    selfCheck(arrangement, design),
    orderCheck(arrangement),
    ...mrna.checks,
  ];
}

function allPeptides({ seams, wide }: Arrangement): readonly ScoredPeptide[] {
  return [...seams.flatMap(({ peptides }) => peptides), ...wide];
}

function isStrong(peptide: ScoredPeptide): boolean {
  return peptide.strong > 0;
}

function binderCheck(arrangement: Arrangement, mhcClass: 'I' | 'II', { scorers }: Design): Check {
  const own = scorers.filter(({ predictor }) => predictor.mhcClass === mhcClass);
  const lengths = new Set(own.flatMap((scorer) => scorer.lengths));
  const peptides = allPeptides(arrangement).filter(({ peptide }) => lengths.has(peptide.length));
  const strong = peptides.filter(isStrong);
  return {
    name: `no strong class ${mhcClass} binder at a seam`,
    outcome: own.length === 0 ? 'unknown' : strong.length === 0 ? 'met' : 'violated',
    value:
      own.length === 0
        ? `no class ${mhcClass} predictor and alleles were given`
        : `${strong.length} of ${peptides.length} junction peptides`,
    limit: own.map(({ strongRank, strongAffinityNm }) => limitText(strongRank, strongAffinityNm)).join('; '),
    source: `parameters strongRank${mhcClass}, strongAffinityNm`,
    places: strong.map(placeOf),
  };
}

function limitText(rank: number, affinityNm: number | null): string {
  return `percentile rank above ${rank}${affinityNm === null ? '' : ` and affinity weaker than ${affinityNm} nM`}`;
}

function placeOf({ peptide, start, worst }: ScoredPeptide): string {
  const binder = worst === null ? '' : ` ${worst.allele} rank ${worst.percentileRank ?? 'unknown'}`;
  return `${start + 1} ${peptide}${binder}`;
}

function predictedCheck(arrangement: Arrangement, { scorers }: Design): Check {
  const peptides = allPeptides(arrangement);
  const unknown = peptides.filter((peptide) => peptide.unknown > 0);
  return {
    name: 'every junction peptide is predicted for every allele',
    outcome: scorers.length === 0 ? 'unknown' : unknown.length === 0 ? 'met' : 'violated',
    value: `${unknown.length} of ${peptides.length} junction peptides lack a number`,
    limit: '0: a peptide without a prediction is not a weak binder',
    source: 'predictors',
    places: unknown.map(({ peptide, start }) => `${start + 1} ${peptide}`),
  };
}

function selfCheck(arrangement: Arrangement, { isSelfKnown }: Design): Check {
  const self = allPeptides(arrangement).filter(({ selfGenes }) => selfGenes.length > 0);
  return {
    name: 'no junction peptide occurs in the reference proteome',
    outcome: !isSelfKnown ? 'unknown' : self.length === 0 ? 'met' : 'violated',
    value: isSelfKnown ? `${self.length} junction peptides` : 'no reference was given',
    limit: '0',
    source: 'reference bundle',
    places: self.map(({ peptide, start, selfGenes }) => `${start + 1} ${peptide} ${selfGenes.join(',')}`),
  };
}

function orderCheck({ order }: Arrangement): Check {
  return {
    name: 'the order of the windows is proven best',
    outcome: order.isProven ? 'met' : 'unknown',
    value: order.isProven ? `proven by ${order.method}` : gapText(order),
    limit: 'value = bound',
    source:
      order.method === 'held-karp'
        ? 'Held & Karp 1962, doi:10.1137/0110015'
        : 'Carpaneto & Toth 1980, doi:10.1287/mnsc.26.7.736',
    places: [],
  };
}

const levelNames = ['strong junction binders', 'junction peptides equal to self', 'spacer residues'];

/** The first of the order's aims in which a better order is not excluded, with value and bound. */
export function gapText({ value, bound }: Arrangement['order']): string {
  const pairs: [string, number, number][] = [
    ...levelNames.map((name, level): [string, number, number] => [
      name,
      value.levels[level] ?? 0,
      bound.levels[level] ?? 0,
    ]),
    ['worst risk', value.worstRisk, bound.worstRisk],
    ['total risk', value.totalRisk, bound.totalRisk],
  ];
  const open = pairs.find(([, reached, least]) => reached !== least);
  return open === undefined ? 'no gap' : `${open[0]}: ${open[1]} reached, ${open[2]} at least`;
}

/** The seam whose strongest peptide is nearest to the limit; null: no seam has a scored peptide. */
export function tightestSeam(seams: readonly PlacedSeam[]): PlacedSeam | null {
  let tightest: PlacedSeam | null = null;
  for (const seam of seams) {
    const margin = marginOf(seam);
    const least = tightest === null ? null : marginOf(tightest);
    if (margin !== null && (least === null || margin < least)) tightest = seam;
  }
  return tightest;
}
