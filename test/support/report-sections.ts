/** A run with something to say in every section beyond the shortlist. */
import type { SafetyRow } from '../../schemas/biomarkers.js';
import type { PolicyRank } from '../../schemas/candidates.js';
import type { ConstructDesign } from '../../schemas/construct.js';
import { type ReportFixture, reportFixture } from './report-fixture.js';

/** The fixture with policies, construct, decisions, safety and patient filled; the numbers are chosen, not computed. */
export function fullFixture(): ReportFixture {
  const fixture = reportFixture();
  const [first, second] = fixture.rankedVariants;
  if (first === undefined || second === undefined) throw new Error('the fixture has ranked variants');
  fixture.policyRanks = fixture.rankedVariants.map((row, index) => policyRow(row, index));
  fixture.construct = designOf([first.best, second.best]);
  const { selection } = fixture;
  selection.clones = [
    { clone: 'in all cells', weight: 0.7 },
    { clone: 'in 30 %', weight: 0.3 },
  ];
  selection.lostAlleles = ['HLA-B*07:02'];
  selection.alleles = selection.alleles.filter((allele) => allele !== 'HLA-B*07:02');
  selection.coverage = [
    { clone: 'in all cells', allele: 'HLA-A*02:01', coverage: 0.84, antigenCount: 5 },
    { clone: 'in 30 %', allele: 'HLA-A*02:01', coverage: 0.031, antigenCount: 1 },
  ];
  selection.decisions = [
    {
      decision: 'accept',
      line: 2,
      subject: first.best.input,
      variantId: first.variantId,
      alleleOrdinal: first.alleleOrdinal,
      reason: 'seen by TILs',
      reviewer: 'Dr Ada',
      outcome: 'pinned',
    },
    {
      decision: 'reject',
      line: 3,
      subject: 'of another tool',
      variantId: null,
      alleleOrdinal: null,
      reason: null,
      reviewer: null,
      outcome: 'not-ranked',
    },
  ];
  fixture.safety = [safetyRow(first)];
  fixture.hlaStatus = {
    source: 'LOHHLA, loss.tsv',
    alleles: [{ allele: 'HLA-B*07:02', isLost: true, minorCopies: 0.1, pValue: 0.001 }],
  };
  fixture.evidenceSources = {
    files: [{ role: 'expression', tool: 'Salmon', file: 'quant.sf', rowCount: 900, variantCount: 12 }],
    purity: { value: 0.7, source: 'given' },
    notes: ['gene names were used where no id matched'],
  };
  first.best.classTwoSupport = {
    strength: 'strong',
    allele: 'HLA-DRB1*15:01',
    peptide: 'TEYKLVVVGADGVGK',
    percentileRank: 0.8,
  };
  first.best.boardScore = 0.75;
  first.best.boardParts = [
    { name: 'presentation', value: '%rank 0.11', points: 2, outOf: 2 },
    { name: 'mass spectrum', value: 'unknown', points: null, outOf: 1 },
  ];
  return fixture;
}

type Ranked = ReportFixture['rankedVariants'][number];

/** The second policy turns the order round. */
function policyRow({ best, alleleOrdinal, variantId, rank, tier }: Ranked, index: number): PolicyRank {
  const turned = 12 - index;
  const standing = (policy: string, place: number, peptide = best.peptide) => ({
    policy,
    rank: place,
    tier,
    score: null,
    peptide,
    allele: best.allele,
  });
  return {
    variantId,
    alleleOrdinal,
    gene: best.gene,
    hgvsP: best.hgvsP,
    standings: [standing('antigraph', rank), standing('vaxrank', turned, best.peptide.slice(1))],
    spread: Math.abs(rank - turned),
  };
}

function designOf(antigens: readonly Ranked['best'][]): ConstructDesign {
  const pieces: ConstructDesign['constructs'][number]['pieces'] = [
    { kind: 'leader', name: 'leader', sequence: 'M', start: 0, sources: [] },
  ];
  let start = 1;
  for (const [index, best] of antigens.entries()) {
    if (index > 0) {
      pieces.push({ kind: 'spacer', name: 'spacer_1', sequence: 'AAY', start, sources: [] });
      start += 3;
    }
    const { window: sequence, input } = best;
    pieces.push({ kind: 'window', name: `window_${index + 1}`, sequence, start, sources: [input] });
    start += sequence.length;
  }
  const protein = pieces.map(({ sequence }) => sequence).join('');
  const check = {
    name: 'no strong class I binder at a seam',
    outcome: 'violated' as const,
    value: '1 of 40 junction peptides',
    limit: 'percentile rank above 0.5',
    source: 'parameters',
    places: ['28 QNHFAAYMT HLA-A*02:01 rank 0.3'],
  };
  return {
    form: 'both',
    constructs: [
      {
        name: 'construct_1',
        protein,
        pieces,
        seams: [
          seam({ left: 'leader', right: 'window_1' }),
          seam({ left: 'window_1', right: 'window_2', spacer: 'AAY', strong: 1, margin: 0.6 }),
        ],
        withoutSpacers: { strong: 3, self: 1 },
        order: { method: 'branch-and-bound', isProven: false, gap: 'worst risk: 900 reached, 800 at least' },
        mrna: {
          sequence: 'ATGGCC'.repeat(20),
          codonAdaptationIndex: 0.95,
          gcFraction: 0.58,
          uridineFraction: 0.14,
          isCodonChoiceProven: true,
        },
        checks: [check],
      },
    ],
    peptides: [
      {
        name: 'window_1',
        sequence: antigens[0]?.window ?? '',
        sources: [antigens[0]?.input ?? ''],
        trimmed: { start: 1, end: 0 },
        checks: [{ ...check, name: 'cysteines', value: '2' }],
      },
    ],
    leftOut: [{ name: 'GENE9', reason: 'its mutant protein is not known: no window can be cut' }],
    predictors: [{ name: 'toy', version: '1', mhcClass: 'I', alleles: ['HLA-A*02:01'], strongRank: 0.5 }],
  };
}

type Seam = ConstructDesign['constructs'][number]['seams'][number];

function seam(changes: Partial<Seam>): Seam {
  return {
    left: 'a',
    right: 'b',
    spacer: '',
    peptideCount: 20,
    strong: 0,
    selfPeptides: [],
    unknown: 0,
    strongest: { peptide: 'QNHFAAYMT', allele: 'HLA-A*02:01', percentileRank: 0.3, affinityNm: 40 },
    margin: 2,
    ...changes,
  };
}

function safetyRow({ alleleOrdinal, variantId, rank, best }: Ranked): SafetyRow {
  const nearSelf = {
    peptide: best.peptide,
    allele: best.allele,
    percentileRank: best.percentileRank,
    protein: 'ENSP1',
    offset: 11,
    germlineVariantIds: [],
    matchPercentileRank: null,
    tissueNote: null,
  };
  return {
    pick: 1,
    rank,
    alleleOrdinal,
    variantId,
    gene: best.gene,
    hgvsP: best.hgvsP,
    bestPeptide: best.peptide,
    bestAllele: best.allele,
    normalExpression: {
      gene: best.gene,
      matchedBy: 'gene name',
      unit: 'TPM',
      tissueCount: 30,
      highest: { tissue: 'Lung', level: 41.2 },
      essential: [{ organ: 'heart', tissue: 'Heart - Left Ventricle', level: 12 }],
      expressedInEssential: ['heart'],
    },
    normalExpressionNote: '',
    peptidesSearched: 4,
    nearSelf: [
      {
        ...nearSelf,
        match: 'VVVGAGGVGK',
        gene: 'OWN',
        kind: 'own_wildtype',
        mismatch: { offset: 5, peptideResidue: 'D', selfResidue: 'G', place: 'central' },
      },
      {
        ...nearSelf,
        match: 'VVVGADGVGR',
        gene: 'OTHER',
        kind: 'other_gene',
        mismatch: { offset: 9, peptideResidue: 'K', selfResidue: 'R', place: 'anchor' },
      },
    ],
    crossReactivity: 'same_face',
    summary: '',
  };
}
