import type { Biomarkers } from '../../../schemas/biomarkers.js';
import { tsvLine } from '../../shared/tsv.js';

type Line = readonly [
  section: string,
  name: string,
  value: string | number | null,
  unit: string,
  note: string,
];

const columns = ['section', 'name', 'value', 'unit', 'note'];

/** The biomarkers as one long table: a line per value, `note` with definition and source. */
export function biomarkersTsv(biomarkers: Biomarkers): string {
  return [columns, ...linesOf(biomarkers)].map(tsvLine).join('');
}

function linesOf(biomarkers: Biomarkers): readonly Line[] {
  return [
    ['notice', 'use', 'research use only', '', biomarkers.notice],
    ...burdenLines(biomarkers),
    ...loadLines(biomarkers),
    ...hlaLines(biomarkers),
    ...geneLines(biomarkers),
    ...expressionLines(biomarkers),
  ];
}

function burdenLines({
  mutationalBurden: burden,
  consequenceKinds,
  substitutionClasses,
}: Biomarkers): readonly Line[] {
  const section = 'mutational burden';
  return [
    [section, 'per Mb', burden.perMb, '1/Mb', burden.definition],
    [section, 'non-synonymous', burden.nonsynonymous, 'variants', burden.definition],
    [section, 'synonymous', burden.synonymous, 'variants', ''],
    [section, 'accepted', burden.variants, 'variants', 'without fusions, junctions and given proteins'],
    [section, 'callable coding sequence', burden.callableMb, 'Mb', burden.denominator],
    ...consequenceKinds.map(({ term, count }): Line => ['consequence', term, count, 'variants', '']),
    ...substitutionClasses.map(
      ({ class: name, count }): Line => ['substitution class', name, count, 'variants', ''],
    ),
  ];
}

function loadLines({ neoantigenLoad, gated }: Biomarkers): readonly Line[] {
  const section = 'neoantigen load';
  const lines = (
    name: string,
    counts: { readonly variants: number; readonly candidates: number },
  ): Line[] => [
    [section, name, counts.variants, 'variants', ''],
    [section, name, counts.candidates, 'candidates', 'peptide-allele pairs'],
  ];
  return [...neoantigenLoad.flatMap((row) => lines(row.tier, row)), ...lines('stopped by a gate', gated)];
}

function hlaLines({ hla }: Biomarkers): readonly Line[] {
  const { loss } = hla;
  const divergence = 'contact residue divergence';
  const source = loss.source ?? 'not known: no file of HLA loss was given';
  return [
    ...hla.loci.flatMap((locus): Line[] => [
      [
        'HLA heterozygosity',
        `HLA-${locus.locus}`,
        locus.isHeterozygous === null ? null : locus.isHeterozygous ? 'heterozygous' : 'homozygous',
        '',
        locus.alleles.join(' '),
      ],
      [`HLA ${divergence}`, `HLA-${locus.locus}`, locus.contactResidueDivergence, 'Grantham', ''],
    ]),
    [
      `HLA ${divergence}`,
      'mean of A, B, C',
      hla.meanContactResidueDivergence,
      'Grantham',
      hla.divergenceNote,
    ],
    ['HLA loss', 'lost alleles', loss.source === null ? null : loss.lost.length, 'alleles', source],
    ...loss.lost.map((allele): Line => ['HLA loss', allele, 'lost', '', source]),
    ...loss.kept.map((allele): Line => ['HLA loss', allele, 'kept', '', source]),
    ...loss.unknown.map((allele): Line => ['HLA loss', allele, null, '', source]),
  ];
}

function geneLines({ presentationGenes }: Biomarkers): readonly Line[] {
  const section = 'antigen presentation';
  return presentationGenes.flatMap(({ gene, role, truncating }): Line[] => [
    [section, gene, truncating.length, 'truncating variants', role],
    ...truncating.flatMap((hit): Line[] => {
      const name = `${gene} ${hit.hgvsP ?? hit.input}`;
      const kind = hit.isSpliceSite ? 'splice site lost, likely truncating' : hit.consequence.join('&');
      return [
        [section, name, hit.dnaVaf, 'VAF', `${kind}; ${hit.zygosity}`],
        [section, name, hit.cancerCellFraction, 'cancer cell fraction', ''],
      ];
    }),
  ]);
}

function expressionLines({ immuneExpression }: Biomarkers): readonly Line[] {
  const section = 'immune expression';
  const source =
    immuneExpression.source === null
      ? 'not known: no expression table was given'
      : `from the expression table (${immuneExpression.source})`;
  return [
    ...immuneExpression.genes.map(
      ({ gene, role, tpm }): Line => [section, gene, tpm, 'TPM', `${role}; ${source}`],
    ),
    [
      section,
      'cytolytic score',
      immuneExpression.cytolyticScore,
      'TPM',
      'geometric mean of GZMA and PRF1, offset 0.01 (Rooney 2015, doi:10.1016/j.cell.2014.12.033); not corrected for purity',
    ],
  ];
}
