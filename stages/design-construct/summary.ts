/** A design as the row that the report reads. */
import type { ConstructDesign } from '../../schemas/construct.js';
import { constructChecks, gapText } from './checks.js';
import type { Construct, Design } from './design.js';
import { marginOf } from './junctions/seams.js';
import type { Check } from './mrna/check-mrna.js';
import type { ConstructParams } from './params.js';

/** The row of a run that designs nothing. */
export const nothingDesigned: ConstructDesign = {
  form: 'none',
  constructs: [],
  peptides: [],
  leftOut: [],
  predictors: [],
};

/** What was designed, in the order of the constructs; sequences whole, numbers to five significant digits. */
export function summaryOf(design: Design, form: ConstructParams['form']): ConstructDesign {
  return {
    form,
    constructs: design.constructs.map((construct) => constructRow(construct, design)),
    peptides: design.peptides.map(({ element, sequence, trimmed, checks }) => ({
      name: element.name,
      sequence,
      sources: [...element.sources],
      trimmed: { ...trimmed },
      checks: checks.map(checkRow),
    })),
    leftOut: design.leftOut.map((left) => ({ ...left })),
    predictors: design.scorers.map(({ predictor, alleles, strongRank }) => ({
      name: predictor.name,
      version: predictor.version,
      mhcClass: predictor.mhcClass,
      alleles: [...alleles],
      strongRank,
    })),
  };
}

function constructRow(construct: Construct, design: Design): ConstructDesign['constructs'][number] {
  const { name, arrangement, mrna } = construct;
  const { order, choice } = { order: arrangement.order, choice: mrna.choice };
  return {
    name,
    protein: arrangement.protein,
    pieces: arrangement.pieces.map(({ kind, name: piece, sequence, start, element }) => ({
      kind,
      name: piece,
      sequence,
      start,
      sources: [...(element?.sources ?? [])],
    })),
    seams: arrangement.seams.map((seam) => ({
      left: seam.left,
      right: seam.right,
      spacer: seam.spacer,
      peptideCount: seam.peptideCount,
      strong: seam.strong,
      selfPeptides: [...seam.selfPeptides],
      unknown: seam.unknown,
      strongest: strongestOf(seam.worst),
      margin: rounded(marginOf(seam)),
    })),
    withoutSpacers: { ...arrangement.withoutSpacers },
    order: { method: order.method, isProven: order.isProven, gap: gapText(order) },
    mrna: {
      sequence: mrna.sequence,
      codonAdaptationIndex: rounded(mrna.codonAdaptationIndex),
      gcFraction: significant(mrna.gcFraction),
      uridineFraction: significant(mrna.uridineFraction),
      isCodonChoiceProven: choice.cost <= choice.bound.cost && choice.violations <= choice.bound.violations,
    },
    checks: constructChecks(construct, design).map(checkRow),
  };
}

type Strongest = ConstructDesign['constructs'][number]['seams'][number]['strongest'];

function strongestOf(binder: Strongest): Strongest {
  if (binder === null) return null;
  const { peptide, allele, percentileRank, affinityNm } = binder;
  return { peptide, allele, percentileRank, affinityNm };
}

function checkRow({ places, ...check }: Check) {
  return { ...check, places: [...places] };
}

function significant(value: number): number {
  return Number(value.toPrecision(5));
}

function rounded(value: number | null): number | null {
  return value === null ? null : significant(value);
}
