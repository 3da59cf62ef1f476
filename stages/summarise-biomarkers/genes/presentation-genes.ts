/** Genes without which a tumour shows T cells little, and the variants that break them. */
import type { PresentationGene, TruncatingVariant } from '../../../schemas/biomarkers.js';
import type { Consequence, Evidence } from '../../../schemas/rows.js';
import { speakingRow } from '../../shared/speaking-row.js';

/** Loss of each was found in tumours that escape T cells or checkpoint blockade; the review is Dhatchinamoorthy 2021, doi:10.3389/fimmu.2021.636568. */
const presentationGenes: readonly { readonly gene: string; readonly role: string }[] = [
  { gene: 'B2M', role: 'light chain of every class I molecule (Zaretsky 2016, doi:10.1056/NEJMoa1604958)' },
  { gene: 'TAP1', role: 'transports peptides to class I molecules' },
  { gene: 'TAP2', role: 'transports peptides to class I molecules' },
  { gene: 'TAPBP', role: 'tapasin: loads peptides on class I molecules' },
  {
    gene: 'NLRC5',
    role: 'switches class I genes on (Yoshihama 2016, doi:10.1073/pnas.1602069113)',
  },
  {
    gene: 'JAK1',
    role: 'passes on interferon gamma, which raises presentation (Zaretsky 2016, doi:10.1056/NEJMoa1604958)',
  },
  {
    gene: 'JAK2',
    role: 'passes on interferon gamma, which raises presentation (Zaretsky 2016, doi:10.1056/NEJMoa1604958)',
  },
  { gene: 'CIITA', role: 'switches class II genes on' },
];
const geneNames: ReadonlySet<string> = new Set(presentationGenes.map(({ gene }) => gene));

/** Terms that end the protein early or keep it from being made (LOFTEE's, Karczewski 2020, doi:10.1038/s41586-020-2308-7, and a lost start). */
const truncatingTerms: ReadonlySet<string> = new Set([
  'transcript_ablation',
  'stop_gained',
  'frameshift_variant',
  'start_lost',
]);
const spliceTerms: ReadonlySet<string> = new Set(['splice_acceptor_variant', 'splice_donor_variant']);

export interface PresentationCounter {
  /** Takes up one variant's consequences and what is measured of it. */
  count(rows: readonly Consequence[], measured: Evidence | undefined): void;
  /** Every gene, in a fixed order. */
  result(): PresentationGene[];
}

/** Collects truncating variants of the presentation genes as the variants stream by. */
export function presentationCounter(): PresentationCounter {
  const found = new Map<string, Hit[]>();
  return {
    count(rows, measured) {
      const ofGenes = rows.filter(
        ({ gene, consequence }) =>
          geneNames.has(gene) &&
          consequence.some((term) => truncatingTerms.has(term) || spliceTerms.has(term)),
      );
      for (const gene of new Set(ofGenes.map((row) => row.gene))) {
        const row = speakingRow(ofGenes.filter((candidate) => candidate.gene === gene));
        if (row === undefined) continue;
        const hits = found.get(gene);
        if (hits === undefined) found.set(gene, [{ row, measured }]);
        else hits.push({ row, measured });
      }
    },
    result: () =>
      presentationGenes.map(({ gene, role }) => {
        const hits = found.get(gene) ?? [];
        return { gene, role, truncating: hits.map((hit) => truncatingVariant(hit, hits.length)) };
      }),
  };
}

interface Hit {
  readonly row: Consequence;
  readonly measured: Evidence | undefined;
}

function truncatingVariant({ row, measured }: Hit, hitsOfGene: number): TruncatingVariant {
  return {
    input: row.input,
    alleleOrdinal: row.alleleOrdinal,
    gene: row.gene,
    transcript: row.transcript,
    hgvsP: row.hgvsP,
    consequence: row.consequence,
    isSpliceSite: !row.consequence.some((term) => truncatingTerms.has(term)),
    dnaVaf: measured?.dnaVaf ?? null,
    cancerCellFraction: measured?.cancerCellFraction ?? null,
    zygosity: zygosity(measured, hitsOfGene),
  };
}

/** Above the half of all copies that one of two alleles gives, with room for noise (pVACseq's bound of a heterozygous VAF, 0.6). */
const mostCopies = 0.6;

/**
 * What VAF and copy number say of the gene's other allele. With one copy left in the tumour cell the variant is on it; above 0.6 of the
 * reads more copies carry it than one of two alleles can give; below, normal cells in the sample hide how many copies are left.
 */
function zygosity(measured: Evidence | undefined, hitsOfGene: number): string {
  const vaf = measured?.dnaVaf ?? null;
  const copies = measured?.tumorCopies ?? null;
  const other =
    hitsOfGene > 1
      ? `; ${hitsOfGene} truncating variants in the gene may hit both alleles, if they lie on different ones`
      : '';
  if (vaf === null) return `not known: no read counts${other}`;
  if (copies !== null && Math.round(copies) === 1 && measured?.normalCopies === 2)
    return `one copy is left in tumour cells: those that carry the variant have no intact one${other}`;
  if (vaf > mostCopies)
    return `in ${percent(vaf)} of the reads, more than one of two alleles gives: the intact allele is probably lost${other}`;
  return `in ${percent(vaf)} of the reads: as of one of two alleles, or of both in part of the cells${other}`;
}

function percent(fraction: number): string {
  return `${Math.round(fraction * 100)} %`;
}
