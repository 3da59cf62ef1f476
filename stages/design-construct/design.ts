/** From elements to constructs: the core of the stage and of `antigraph construct`. */
import type { ReferenceBundle } from '../../schemas/reference.js';
import { type Arrangement, arrange } from './arrange.js';
import { type ConstructElement, type LeftOut, shareWindows } from './elements.js';
import { createPeptideScores, type JunctionScorer } from './junctions/peptide-scores.js';
import { createSelfLookup } from './junctions/self-lookup.js';
import { designMrna, type MrnaDesign } from './mrna/design-mrna.js';
import type { ConstructParams } from './params.js';
import { splitElements } from './split.js';
import { type SyntheticPeptide, syntheticPeptide } from './synthetic-peptides.js';

export interface Construct {
  readonly name: string;
  readonly arrangement: Arrangement;
  readonly mrna: MrnaDesign;
}

export interface Design {
  readonly constructs: readonly Construct[];
  readonly peptides: readonly SyntheticPeptide[];
  readonly elements: readonly ConstructElement[];
  readonly leftOut: readonly LeftOut[];
  readonly scorers: readonly JunctionScorer[];
  readonly isSelfKnown: boolean;
  readonly scoredPeptideCount: number;
}

export interface DesignRequest {
  readonly elements: readonly ConstructElement[];
  readonly leftOut: readonly LeftOut[];
  readonly params: ConstructParams;
  readonly scorers: readonly JunctionScorer[];
  readonly reference: ReferenceBundle | null;
}

/** Designs what `params.form` asks for; the same request gives the same design. */
export async function designConstructs(request: DesignRequest): Promise<Design> {
  const { params, scorers, reference } = request;
  const shared = shareWindows(request.elements);
  const self = createSelfLookup(reference);
  const scores = createPeptideScores(scorers);
  const constructs: Construct[] = [];
  const isMrna = params.form === 'mrna' || params.form === 'both';
  const groups =
    isMrna && shared.elements.length > 0 ? splitElements(shared.elements, params.constructs) : [];
  for (const [index, group] of groups.entries()) {
    const arrangement = await arrange(group, {
      leader: params.signalPeptide === '' ? 'M' : params.signalPeptide,
      trailer: params.traffickingDomain,
      rules: {
        linker: params.linker,
        spacers: params.spacers,
        lengths: [...new Set([...params.junctionLengthsI, ...params.junctionLengthsII])].sort(
          (a, b) => a - b,
        ),
        scores,
        self,
      },
      limits: { exactCount: params.exactElements, nodeLimit: params.orderNodes },
    });
    constructs.push({
      name: `construct_${index + 1}`,
      arrangement,
      mrna: designMrna(arrangement.protein, params),
    });
  }
  const isPeptides = params.form === 'peptides' || params.form === 'both';
  return {
    constructs,
    peptides: isPeptides
      ? shared.elements.map((element) =>
          syntheticPeptide(element, { maxLength: params.peptideMaxLength, trim: params.peptideTrim }),
        )
      : [],
    elements: shared.elements,
    leftOut: [...request.leftOut, ...shared.leftOut],
    scorers,
    isSelfKnown: self.isKnown,
    scoredPeptideCount: scores.count,
  };
}
