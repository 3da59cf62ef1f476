/** Runs ranking and selection on feature rows in memory. */
import type { Candidate, FeatureRow, RankedVariant, ShortlistRow } from '../../schemas/candidates.js';
import type { Omission } from '../../schemas/omissions.js';
import type { Panel, Variant } from '../../schemas/rows.js';
import type { Selection } from '../../schemas/selection.js';
import { rankCandidates } from '../../stages/rank-candidates/index.js';
import { selectShortlist } from '../../stages/select-shortlist/index.js';
import { featureRow } from './feature-row.js';
import { byteSource } from './vcf-text.js';

export interface Selected {
  /** Ordinals in the order of the shortlist. */
  readonly picks: readonly number[];
  readonly rows: readonly ShortlistRow[];
  readonly selection: Selection;
  readonly omissions: readonly Omission[];
}

export interface SelectOptions {
  readonly params?: Record<string, unknown>;
  /** Text of a file of decisions. */
  readonly decisions?: string;
  /** Alleles of the file that were not ranked. */
  readonly variants?: readonly Variant[];
  readonly alleles?: readonly string[];
}

const resources = { reference: null, predictor: null, classTwoPredictor: null };

export async function select(
  features: readonly FeatureRow[],
  options: SelectOptions = {},
): Promise<Selected> {
  const ranked: RankedVariant[] = [];
  const candidates: Candidate[] = [];
  await rankCandidates.run({
    params: rankCandidates.params.parse({}),
    inputs: { features },
    resources,
    emit: {
      candidates: (row) => candidates.push(row),
      ranked: (row) => ranked.push(row),
      policyRanks: () => undefined,
      policyRanksTsv: () => undefined,
    },
    omit: () => undefined,
  });
  return selectRanked(ranked, candidates, options);
}

export async function selectRanked(
  ranked: readonly RankedVariant[],
  candidates: readonly Candidate[],
  options: SelectOptions = {},
): Promise<Selected> {
  const rows: ShortlistRow[] = [];
  const selections: Selection[] = [];
  const omissions: Omission[] = [];
  const { decisions } = options;
  await selectShortlist.run({
    params: selectShortlist.params.parse(options.params ?? {}),
    inputs: {
      ranked,
      candidates,
      panel: panelOf(options.alleles ?? [...new Set(candidates.map(({ allele }) => allele))]),
      variants: options.variants ?? [],
      decisions: decisions === undefined ? null : byteSource(decisions, { name: 'decisions.csv' }),
    },
    resources,
    emit: { shortlist: (row) => rows.push(row), selection: (row) => selections.push(row) },
    omit: (omission) => omissions.push(omission),
  });
  const [selection] = selections;
  if (selection === undefined) throw new RangeError('the stage described no selection');
  return { picks: rows.map(({ alleleOrdinal }) => alleleOrdinal), rows, selection, omissions };
}

function panelOf(alleles: readonly string[]): Panel {
  return {
    predictor: 'toy',
    predictorVersion: '1',
    predictorDigest: '0'.repeat(64),
    alleles: alleles.map((allele) => ({
      allele,
      trainingLigands: null,
      trainingAffinities: null,
      nearestTrained: null,
      distanceToTrained: null,
      confidence: 'unknown',
    })),
  };
}

/** A ranked variant in few words; the place in the list is its rank. */
export interface VariantSpec {
  readonly ordinal: number;
  /** By allele. */
  readonly probabilities: Readonly<Record<string, number>>;
  readonly changes?: Partial<Candidate>;
}

/** Runs selection alone, on variants whose probabilities are given. */
export async function selectVariants(
  specs: readonly VariantSpec[],
  options: SelectOptions = {},
): Promise<Selected> {
  const rows = specs.map(({ ordinal, probabilities, changes = {} }) =>
    Object.entries(probabilities).map(
      ([allele, probability]): Candidate => ({
        ...featureRow({
          alleleOrdinal: ordinal,
          variantId: `chr1:${ordinal}:A:T`,
          input: `chr1:${ordinal}:A:T`,
          gene: `GENE${ordinal}`,
          transcript: `T${ordinal}`,
          window: `WINDOW${ordinal}SLYNTVATL`,
          hgvsP: `ENSP1.1:p.Thr${ordinal}Ser`,
        }),
        tier: 'Pass',
        logit: 0,
        terms: [],
        criteria: [],
        gates: [],
        boardScore: null,
        boardParts: [],
        ...changes,
        allele,
        probability,
      }),
    ),
  );
  const ranked = rows.flatMap((candidates, index): RankedVariant[] => {
    const [best] = candidates;
    if (best === undefined) return [];
    return [
      {
        rank: index + 1,
        variantId: best.variantId,
        alleleOrdinal: best.alleleOrdinal,
        probability: best.probability,
        tier: best.tier,
        isGated: best.gates.length > 0,
        best,
        others: [],
        candidateCount: candidates.length,
        flip: '',
        reasons: [],
      },
    ];
  });
  return selectRanked(ranked, rows.flat(), options);
}
