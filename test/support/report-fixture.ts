/** A synthetic run for the report's tests: 41 alleles, 12 ranked variants, the rest leaving at every stage. */
import type { Biomarkers, SafetyRow } from '../../schemas/biomarkers.js';
import type { Candidate, PolicyRank, RankedVariant, ShortlistRow } from '../../schemas/candidates.js';
import type { ConstructDesign } from '../../schemas/construct.js';
import type { Omission, OmissionCode } from '../../schemas/omissions.js';
import type {
  Consequence,
  Evidence,
  EvidenceSources,
  HlaStatus,
  Panel,
  PeptideRow,
  Variant,
  VcfSource,
} from '../../schemas/rows.js';
import type { Selection } from '../../schemas/selection.js';
import { genotype, hostile, inputOf, ordinalOf, ranked, specs } from './report-antigens.js';
import { biomarkersOf, noEvidenceFiles, noHlaStatus } from './report-patient.js';
import { consequence, evidenceRow, panel, peptideRow, variant, vcfSource } from './report-rows.js';
import { selectionOf } from './report-selection.js';

const alleleCount = 41;
const picks = 8;

const leaving: readonly { stage: keyof RunOmissions; code: OmissionCode; reason: string }[] = [
  { stage: 'parseOmissions', code: 'FILTERED', reason: 'FILTER is germline_risk' },
  { stage: 'annotateOmissions', code: 'SYNONYMOUS', reason: 'protein unchanged in ENST00000311936' },
  { stage: 'annotateOmissions', code: 'NOT_CODING', reason: 'intronic' },
  { stage: 'peptideOmissions', code: 'NO_NOVEL_PEPTIDE', reason: `truncation only ${hostile}` },
  { stage: 'parseOmissions', code: 'ALLELE_SYMBOLIC', reason: 'ALT is <DEL>' },
  { stage: 'featureOmissions', code: 'NOT_PRESENTED', reason: 'best percentile rank 6.1' },
  { stage: 'annotateOmissions', code: 'INTERGENIC', reason: 'overlaps no transcript' },
];

type RunOmissions = Record<
  | 'parseOmissions'
  | 'annotateOmissions'
  | 'peptideOmissions'
  | 'predictOmissions'
  | 'classTwoOmissions'
  | 'classTwoOmissions'
  | 'featureOmissions'
  | 'rankOmissions'
  | 'selectOmissions',
  Omission[]
>;

export interface ReportFixture extends RunOmissions {
  source: VcfSource;
  variants: Variant[];
  consequences: Consequence[];
  evidence: Evidence[];
  peptides: PeptideRow[];
  panel: Panel;
  classTwoPanel: Panel;
  candidates: Candidate[];
  rankedVariants: RankedVariant[];
  shortlist: ShortlistRow[];
  policyRanks: PolicyRank[];
  construct: ConstructDesign;
  selection: Selection;
  biomarkers: Biomarkers;
  safety: SafetyRow[];
  evidenceSources: EvidenceSources;
  hlaStatus: HlaStatus;
}

/** A balanced run; `rankedCount` 0 gives one without any candidate (its ranked variants then leave as not presented). */
export function reportFixture(rankedCount: number = specs.length): ReportFixture {
  const rankedVariants = specs.slice(0, rankedCount).map(ranked);
  const rankedOrdinals = new Set(rankedVariants.map(({ alleleOrdinal }) => alleleOrdinal));
  const shortlist = rankedVariants
    .slice(0, picks)
    .map(({ rank, alleleOrdinal, variantId }) => ({ pick: rank, rank, alleleOrdinal, variantId }));
  const fixture: ReportFixture = {
    source: vcfSource(alleleCount),
    variants: [],
    consequences: [],
    evidence: [],
    peptides: [],
    panel: panel(),
    classTwoPanel: { predictor: null, predictorVersion: null, predictorDigest: null, alleles: [] },
    candidates: rankedVariants.flatMap((row) => [
      row.best,
      ...row.others.map((other) => ({ ...row.best, ...other, wildtypePeptide: null, mutatedOffsets: [1] })),
    ]),
    rankedVariants,
    shortlist,
    selection: selectionOf(shortlist, rankedVariants, genotype),
    biomarkers: biomarkersOf(alleleCount),
    safety: [],
    evidenceSources: noEvidenceFiles,
    hlaStatus: noHlaStatus,
    policyRanks: [],
    construct: { form: 'none', constructs: [], peptides: [], leftOut: [], predictors: [] },
    parseOmissions: [],
    annotateOmissions: [],
    peptideOmissions: [],
    predictOmissions: [],
    classTwoOmissions: [],
    featureOmissions: [],
    rankOmissions: [],
    selectOmissions: rankedVariants
      .slice(picks)
      .map(({ alleleOrdinal, isGated }) =>
        omission(
          alleleOrdinal,
          isGated ? 'GATED' : 'BEYOND_SHORTLIST',
          isGated ? 'no RNA read' : 'rank beyond 8',
        ),
      ),
  };
  for (let ordinal = 1; ordinal <= alleleCount; ordinal += 1) {
    if (rankedOrdinals.has(ordinal)) addRows(fixture, ordinal, 'selectOmissions');
    else addLeaver(fixture, ordinal);
  }
  fixture.source.keptCount = fixture.variants.length;
  fixture.peptideOmissions.push({
    ...omission(2, 'SELF_PEPTIDE', 'occurs in another protein'),
    scope: 'item',
    subject: 'VVGADGVGK',
    count: 3,
  });
  return fixture;
}

function addLeaver(fixture: ReportFixture, ordinal: number): void {
  const wouldRank = specs.findIndex((_, index) => ordinalOf(index) === ordinal) >= 0;
  const way = wouldRank ? leaving[5] : leaving[ordinal % leaving.length];
  if (way === undefined) return;
  fixture[way.stage].push(omission(ordinal, way.code, way.reason));
  addRows(fixture, ordinal, way.stage);
}

const stageOrder: readonly (keyof RunOmissions)[] = [
  'parseOmissions',
  'annotateOmissions',
  'peptideOmissions',
  'featureOmissions',
  'selectOmissions',
];

/** Rows of an allele up to the stage it leaves at. */
function addRows(fixture: ReportFixture, ordinal: number, leavesAt: keyof RunOmissions): void {
  const reached = stageOrder.indexOf(leavesAt);
  if (reached < 1) return;
  const index = (ordinal - 2) / 3;
  const item = Number.isInteger(index) ? specs[index] : undefined;
  fixture.variants.push(variant(ordinal, item?.vaf ?? null));
  fixture.evidence.push(evidenceRow(ordinal, item?.vaf ?? (ordinal % 5) / 10 + 0.05));
  const gene = item?.gene ?? `GENE${ordinal}`;
  fixture.consequences.push(
    consequence(ordinal, gene, reached > 1 ? 'ok' : (fixture.annotateOmissions.at(-1)?.code ?? 'NOT_CODING')),
  );
  if (reached < 3) return;
  for (const peptide of [item?.peptide ?? 'SLYNTVATL', 'ALDKATVLL'])
    fixture.peptides.push(peptideRow(ordinal, peptide));
}

function omission(ordinal: number, code: OmissionCode, reason: string): Omission {
  return {
    scope: 'allele',
    input: inputOf(ordinal),
    alleleOrdinal: ordinal,
    subject: '',
    code,
    reason,
    count: 1,
  };
}

/** Adds shortlisted alleles, each with a candidate on every allele of the genotype, until there are `count` picks. */
export function withPicks(fixture: ReportFixture, count: number): ReportFixture {
  const [template] = fixture.rankedVariants;
  if (template === undefined) return fixture;
  while (fixture.shortlist.length < count) {
    fixture.source.alleleCount += 1;
    fixture.source.keptCount += 1;
    const alleleOrdinal = fixture.source.alleleCount;
    const rank = fixture.rankedVariants.length + 1;
    const input = inputOf(alleleOrdinal);
    const best = { ...template.best, alleleOrdinal, input };
    const others = genotype.map((allele) => ({ ...best, allele }));
    fixture.variants.push(variant(alleleOrdinal, 0.3));
    fixture.evidence.push(evidenceRow(alleleOrdinal, 0.3));
    fixture.consequences.push(consequence(alleleOrdinal, best.gene, 'ok'));
    fixture.peptides.push(peptideRow(alleleOrdinal, best.peptide));
    fixture.candidates.push(...others);
    fixture.rankedVariants.push({ ...template, rank, alleleOrdinal, best, others });
    fixture.shortlist.push({ pick: fixture.shortlist.length + 1, rank, alleleOrdinal, variantId: input });
  }
  return fixture;
}
