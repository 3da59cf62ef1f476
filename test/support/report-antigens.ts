/** The twelve synthetic antigens of the report's tests: every tier family, one gated, some values missing, one hostile name. */
import { type Candidate, type RankedVariant, type Tier, tierSchema } from '../../schemas/candidates.js';

export const hostile = `<script>alert("x")</script>'&\u202E\`</td>`;

interface Spec {
  readonly gene: string;
  readonly hgvsP: string | null;
  readonly peptide: string;
  readonly wildtype: string | null;
  readonly mutated: readonly number[];
  readonly allele: string;
  readonly affinityNm: number;
  readonly percentileRank: number;
  readonly vaf: number | null;
  readonly tpm: number | null;
  readonly rnaVaf: number | null;
  readonly tier: Tier;
  readonly gates: readonly string[];
}

export const genotype = [
  'HLA-A*02:01',
  'HLA-A*11:01',
  'HLA-B*07:02',
  'HLA-B*44:02',
  'HLA-C*05:01',
  'HLA-C*07:02',
] as const;

/** gene | HGVS p | mutant | wild type | mutated offsets | allele index | nM | % rank | DNA VAF | TPM | RNA VAF | tier | gate; '-' is missing */
const antigens = `
KRAS    | p.Gly12Asp     | VVVGADGVGK    | VVVGAGGVGK    | 5 | 1 | 41.3  | 0.11 | 0.412 | 38.2 | 0.44 | Pass           | -
TP53    | p.Arg175His    | HMTEVVRHC     | HMTEVVRRC     | 7 | 0 | 121.7 | 0.48 | 0.61  | 22.4 | 0.58 | Pass           | -
CDC27   | p.Pro417Leu    | KLDNPVTLL     | KPDNPVTLL     | 1 | 0 | 18.4  | 0.06 | 0.288 | 9.7  | 0.31 | Pass           | -
SF3B1   | p.Lys700Glu    | GLVDEQQEV     | GLVDEQQKV     | 7 | 0 | 64.2  | 0.24 | 0.352 | 51.1 | 0.39 | Pass           | -
APC     | p.Thr1556fs    | SPRLNQMEL     | -             | 0,1,2,3,4,5,6,7,8 | 2 | 12.6 | 0.04 | 0.33 | 14.9 | 0.2 | Pass | -
NRAS    | p.Gln61Arg     | ILDTAGREEY    | ILDTAGQEEY    | 6 | 4 | 310.5 | 0.92 | 0.48  | 30.6 | 0.5  | Pass           | -
IDH1    | p.Arg132His    | GWVKPIIIGHHAY | GWVKPIIIGRHAY | 9 | 3 | 812.4 | 2.6  | 0.39  | 44.2 | 0.42 | PoorBinder     | -
HOSTILE | p.Glu545Lys    | STRDPLSEITK   | STRDPLSEITE   | 10 | 1 | 88.1 | 0.3  | 0.27  | 3.1  | 0.22 | LowExpr        | -
MUC16   | p.Ser8834Phe   | TLSPALTFF     | TLSPALTSF     | 7 | 5 | 240.9 | 0.71 | 0.07  | 12.5 | 0.05 | Subclonal      | -
TTN     | p.Val19823Leu  | AEVPKIYWL     | AEVPKIYWV     | 8 | 3 | 35.8  | 0.13 | 0.3   | 0.9  | -    | Anchor         | -
GAPDHS  | -              | RPQEWRSAL     | -             | 3,4 | 2 | 71.3 | 0.22 | -    | -    | -    | PoorTranscript | -
OR5K1   | p.Asn5Ile      | TLFLILWMV     | TLFLNLWMV     | 4 | 0 | 7.9   | 0.02 | 0.41  | 0    | 0    | NoExpr         | no RNA read carries the mutation at depth 64`;

export const specs: readonly Spec[] = antigens.trim().split('\n').map(spec);

function spec(line: string): Spec {
  const fields = line.split('|').map((field) => field.trim());
  const text = (index: number): string | null => (fields[index] === '-' ? null : (fields[index] ?? null));
  const number = (index: number): number | null => (text(index) === null ? null : Number(text(index)));
  const gate = text(12);
  return {
    gene: text(0) === 'HOSTILE' ? hostile : (text(0) ?? ''),
    hgvsP: text(1),
    peptide: text(2) ?? '',
    wildtype: text(3),
    mutated: (text(4) ?? '').split(',').map(Number),
    allele: genotype[number(5) ?? 0] ?? genotype[0],
    affinityNm: number(6) ?? 0,
    percentileRank: number(7) ?? 0,
    vaf: number(8),
    tpm: number(9),
    rnaVaf: number(10),
    tier: tierSchema.parse(text(11)),
    gates: gate === null ? [] : [gate],
  };
}

/** Ordinal of the nth ranked variant: every third allele, so that omitted ones stand between. */
export const ordinalOf = (index: number): number => 2 + index * 3;
export const placeOf = (ordinal: number) => ({
  chrom: `chr${(ordinal % 22) + 1}`,
  position: 1_000_000 + ordinal * 7_919,
});
export const inputOf = (ordinal: number): string => {
  const { chrom, position } = placeOf(ordinal);
  return `${chrom}:${position}:G:A`;
};

function candidate(item: Spec, index: number): Candidate {
  const ordinal = ordinalOf(index);
  const alleleExpression = item.tpm === null || item.rnaVaf === null ? null : item.tpm * item.rnaVaf;
  const wildtypeAffinityNm = item.wildtype === null ? null : item.affinityNm * (index % 2 === 0 ? 14.2 : 0.8);
  const terms = [
    { name: 'Baseline', value: 'prevalence 0.6 %', contribution: -5.11 },
    {
      name: 'HLA binding',
      value: `%rank ${item.percentileRank}`,
      contribution: 1.84 - Math.log10(item.percentileRank),
    },
    {
      name: 'Allele expression',
      value: alleleExpression === null ? 'unknown' : `${alleleExpression.toPrecision(3)} TPM`,
      contribution: alleleExpression === null ? 0 : Math.log2(alleleExpression + 0.1) / 3,
    },
    {
      name: 'Cancer cell fraction',
      value: item.vaf === null ? 'unknown' : '0.93',
      contribution: item.vaf === null ? -0.12 : 0.41,
    },
    { name: 'Hydrophobic core', value: '0.44', contribution: 0.27 },
    {
      name: 'Anchor class',
      value: item.tier === 'Anchor' ? 'shared anchor' : 'faces the T cell',
      contribution: item.tier === 'Anchor' ? -0.9 : 0.35,
    },
    {
      name: 'Length',
      value: `${item.peptide.length} residues`,
      contribution: item.peptide.length === 9 ? 0.2 : -0.15,
    },
  ];
  const logit = terms.reduce((sum, { contribution }) => sum + contribution, 0);
  return {
    variantId: inputOf(ordinal).replace('chr', ''),
    alleleOrdinal: ordinal,
    input: inputOf(ordinal),
    gene: item.gene,
    geneId: `ENSG${String(100 + index).padStart(11, '0')}`,
    transcript: `ENST${String(300_000 + index * 17).padStart(11, '0')}.${(index % 7) + 1}`,
    transcriptCount: 1 + (index % 4),
    proteoform: '',
    hypothesis: null,
    isManeSelect: index !== 10,
    isCanonical: index !== 10,
    supportLevel: index === 10 ? null : 1,
    biotype: 'protein_coding',
    consequence: [item.hgvsP?.includes('fs') ? 'frameshift_variant' : 'missense_variant'],
    hgvsC: item.hgvsP === null ? null : `c.${35 + index * 11}G>A`,
    hgvsP: item.hgvsP,
    isFrameshift: item.hgvsP?.includes('fs') ?? false,
    nmd: item.hgvsP?.includes('fs') ? 'escapes' : 'not_applicable',
    phaseGroup: [inputOf(ordinal)],
    phaseState: 'alone',
    peptide: item.peptide,
    wildtypePeptide: item.wildtype,
    mutatedOffsets: [...item.mutated],
    allele: item.allele,
    affinityNm: item.affinityNm,
    percentileRank: item.percentileRank,
    presentationScore: 1 / (1 + item.percentileRank),
    wildtypeAffinityNm,
    wildtypePercentileRank: wildtypeAffinityNm === null ? null : item.percentileRank * 9,
    agretopicity: wildtypeAffinityNm === null ? null : item.affinityNm / wildtypeAffinityNm,
    differentialAffinityNm: wildtypeAffinityNm === null ? null : wildtypeAffinityNm - item.affinityNm,
    amplitude: null,
    isImprovedBinder: null,
    foreignness: null,
    recognitionPotential: null,
    dissimilarity: null,
    selfSimilarity: null,
    immunogenicity: null,
    anchor: item.tier === 'Anchor' ? 'anchor_shared' : item.wildtype === null ? 'unknown' : 'non_anchor',
    anchorOffsets: [0, 1, item.peptide.length - 2, item.peptide.length - 1],
    anchorSource: 'default',
    hydrophobicCore: 0.44,
    aromaticCore: 0.11,
    otherBindingAlleles: index % 3,
    isSelfPeptide: index === 10 ? null : false,
    dnaVaf: item.vaf,
    dnaDepth: item.vaf === null ? null : 180 + index * 9,
    rnaVaf: item.rnaVaf,
    rnaDepth: item.rnaVaf === null ? null : 64,
    rnaAltReads: item.rnaVaf === null ? null : Math.round(64 * item.rnaVaf),
    tpm: item.tpm,
    tpmLevel: item.tpm === null ? null : 'gene',
    alleleExpression,
    cancerCellFraction: item.vaf === null ? null : Math.min(1, item.vaf * 2.2),
    cancerCellFractionInterval: null,
    clonality: null,
    isAlleleLost: null,
    phbr: null,
    classTwoSupport: null,
    driver: null,
    window: `MTEYKLSWQ${item.peptide}SALTIQLIQNHF`.slice(0, 27),
    tier: item.tier,
    probability: 1 / (1 + Math.exp(-logit)),
    logit,
    terms,
    criteria: criteriaOf(item, alleleExpression),
    gates: [...item.gates],
    boardScore: null,
    boardParts: [],
  };
}

function criteriaOf(item: Spec, alleleExpression: number | null): Candidate['criteria'] {
  return [
    {
      name: 'binding affinity',
      passes: item.affinityNm < 500,
      value: `${item.affinityNm} nM`,
      threshold: '< 500 nM',
      source: 'pVACseq 7 default',
    },
    {
      name: 'percentile rank',
      passes: item.percentileRank < 2,
      value: `${item.percentileRank} %`,
      threshold: '< 2 %',
      source: 'pVACseq 7 default',
    },
    {
      name: 'allele expression',
      passes: alleleExpression === null ? null : alleleExpression > 2.5,
      value: alleleExpression === null ? 'unknown' : alleleExpression.toFixed(3),
      threshold: '> 2.5 TPM',
      source: 'pVACseq 7 default',
    },
    {
      name: 'clonality',
      passes: item.vaf === null ? null : item.vaf >= 0.12,
      value: item.vaf === null ? 'unknown' : `VAF ${item.vaf}`,
      threshold: '≥ 0.12',
      source: 'half the clonal VAF of this tumour',
    },
    {
      name: 'anchor',
      passes: item.tier !== 'Anchor',
      value: item.tier === 'Anchor' ? 'shared anchor' : 'non anchor',
      threshold: 'not a shared anchor',
      source: 'pVACseq 7 default',
    },
  ];
}

export function ranked(item: Spec, index: number): RankedVariant {
  const best = candidate(item, index);
  const others =
    index % 2 === 0
      ? []
      : [
          {
            peptide: best.peptide.slice(1),
            allele: genotype[(index + 3) % 6] ?? genotype[0],
            affinityNm: (best.affinityNm ?? 50_000) * 3.1,
            percentileRank: Math.min(1.9, best.percentileRank * 2.4),
            probability: best.probability / 2,
          },
        ];
  return {
    rank: index + 1,
    variantId: best.variantId,
    alleleOrdinal: best.alleleOrdinal,
    probability: best.probability,
    tier: best.tier,
    isGated: best.gates.length > 0,
    best,
    others,
    candidateCount: 1 + others.length,
    flip:
      item.tier === 'Pass'
        ? 'Would leave Pass if allele expression fell to 2.5 TPM or below.'
        : 'Would pass if the failing criterion were met.',
    reasons: item.tier === 'Pass' ? ['every criterion met'] : [`tier ${item.tier}`, ...item.gates],
  };
}
