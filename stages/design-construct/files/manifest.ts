/** Every decision and check of a design as JSON: what was built, why so, what is not met and where. */
import type { ReferenceBundle } from '../../../schemas/reference.js';
import { constructChecks, gapText, tightestSeam } from '../checks.js';
import type { Construct, Design } from '../design.js';
import { marginOf } from '../junctions/seams.js';
import type { Check } from '../mrna/check-mrna.js';
import type { ConstructParams } from '../params.js';

interface Made {
  readonly params: ConstructParams;
  readonly reference: Pick<ReferenceBundle, 'digest' | 'summary'> | null;
}

export function manifestText(design: Design, { params, reference }: Made): string {
  const constructs = design.constructs.map((construct) => constructEntry(construct, design));
  const peptides = design.peptides.map(({ element, sequence, trimmed, checks }) => ({
    name: element.name,
    sequence,
    trimmed,
    checks,
  }));
  const manifest = {
    format: 'antigraph-construct/1',
    use: 'research use only',
    notMet: [...constructs, ...peptides].flatMap(({ name, checks }) => notMetOf(name, checks)),
    constructs,
    peptides,
    elements: design.elements.map(({ essential, ...element }) => ({
      ...element,
      essential: `${essential.start + 1}-${essential.end}`,
    })),
    leftOut: design.leftOut,
    predictors: design.scorers.map(({ predictor, alleles, lengths, strongRank, strongAffinityNm }) => ({
      name: predictor.name,
      version: predictor.version,
      digest: predictor.digest,
      mhcClass: predictor.mhcClass,
      alleles,
      lengths,
      strongRank,
      strongAffinityNm,
    })),
    reference: reference === null ? null : { name: reference.summary.name, digest: reference.digest },
    parameters: params,
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function notMetOf(name: string, checks: readonly Check[]) {
  return checks
    .filter(({ outcome }) => outcome === 'violated' || outcome === 'unknown')
    .map((check) => ({
      of: name,
      check: check.name,
      outcome: check.outcome,
      value: check.value,
      places: check.places,
    }));
}

function constructEntry(construct: Construct, design: Design) {
  const { name, arrangement, mrna } = construct;
  const { order, seams, withoutSpacers, areSpacersTried, protein, pieces, wideCount } = arrangement;
  const [strong, self, spacerResidues] = order.value.levels;
  const tightest = tightestSeam(seams);
  return {
    name,
    protein,
    residueCount: protein.length,
    pieces: pieces.map(({ kind, name: piece, sequence, start }) => ({
      kind,
      name: piece,
      residues: `${start + 1}-${start + sequence.length}`,
      sequence,
    })),
    order: {
      method: order.method,
      isProven: order.isProven,
      gap: gapText(order),
      strongBinders: strong,
      selfPeptides: self,
      spacerResidues,
      worstMargin: tightest === null ? null : rounded(marginOf(tightest)),
      worstSeam:
        tightest === null ? null : { left: tightest.left, right: tightest.right, strongest: tightest.worst },
      value: order.value,
      bound: order.bound,
      work: order.work,
      withoutSpacers,
      areSpacersTried,
    },
    junctionPeptideCount: seams.reduce((sum, { peptideCount }) => sum + peptideCount, 0) + wideCount,
    mrna: {
      baseCount: mrna.sequence.length,
      coding: `${mrna.coding.start + 1}-${mrna.coding.end}`,
      slots: mrna.slots.map(({ name: slot, start, end }) => ({ name: slot, bases: `${start + 1}-${end}` })),
      codonAdaptationIndex: rounded(mrna.codonAdaptationIndex),
      gcFraction: rounded(mrna.gcFraction),
      uridineFraction: rounded(mrna.uridineFraction),
      codonCost: rounded(mrna.choice.cost),
      codonCostBound: rounded(mrna.choice.bound.cost),
      isCodonChoiceProven:
        mrna.choice.cost <= mrna.choice.bound.cost && mrna.choice.violations <= mrna.choice.bound.violations,
    },
    checks: constructChecks(construct, design),
  };
}

/** Five significant digits: the last bits of a sum of logarithms are no result. */
function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(5));
}
