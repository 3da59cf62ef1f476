/** What the genotype and its loss in the tumour say: heterozygosity, divergence of a locus' two alleles, lost alleles. */
import type { HlaBiomarkers, HlaLocus } from '../../../schemas/biomarkers.js';
import type { HlaStatus, Panel } from '../../../schemas/rows.js';
import { compareText } from '../../shared/compare-text.js';
import { meanGranthamDistance } from './grantham.js';

const classILoci: readonly string[] = ['A', 'B', 'C'];
/** Loci of which a class II molecule is told; those nothing was given for are left out. */
const classIILoci: readonly string[] = ['DRB1', 'DRB3', 'DRB4', 'DRB5', 'DQA1', 'DQB1', 'DPA1', 'DPB1'];

/** Of the contact residues of a class II molecule the first 15 are of the alpha chain (Karosiene 2013, doi:10.1007/s00251-013-0720-y). */
const alphaResidues = 15;

const publishedNote =
  'mean Grantham distance over the 34 residues that touch a peptide, not over the whole peptide-binding domain as in Pierini & Lenz 2018: the positions are those that vary most, so values are higher than published HED and not comparable with its cut-offs';

interface Chain {
  readonly locus: string;
  readonly allele: string;
  readonly residues: string | null;
}

/** The single chains of the panel's molecules; of a DQ or DP pair both. */
function chainsOf({ alleles }: Pick<Panel, 'alleles'>): readonly Chain[] {
  return alleles.flatMap(({ allele, contactResidues }) => {
    const residues = contactResidues ?? null;
    const [first = '', second] = allele.split('/');
    if (second === undefined) {
      // The alpha chain of DR does not vary: counted, it would only thin the beta chain's differences.
      return [
        chainOf(first, first.startsWith('HLA-DR') ? (residues?.slice(alphaResidues) ?? null) : residues),
      ];
    }
    return [
      chainOf(first, residues?.slice(0, alphaResidues) ?? null),
      chainOf(`HLA-${second}`, residues?.slice(alphaResidues) ?? null),
    ];
  });
}

function chainOf(allele: string, residues: string | null): Chain {
  const [, locus = ''] = /^HLA-(\w+)\*/.exec(allele) ?? [];
  return { locus, allele, residues };
}

function locusOf(locus: string, mhcClass: 'I' | 'II', chains: readonly Chain[]): HlaLocus {
  const residuesOf = new Map(
    chains.filter((chain) => chain.locus === locus).map(({ allele, residues }) => [allele, residues]),
  );
  const alleles = [...residuesOf.keys()].sort(compareText);
  const [first, second] = alleles.map((allele) => residuesOf.get(allele) ?? null);
  const divergence =
    alleles.length === 1
      ? 0
      : alleles.length === 2 && typeof first === 'string' && typeof second === 'string'
        ? meanGranthamDistance(first, second)
        : null;
  return {
    locus,
    mhcClass,
    alleles,
    isHeterozygous: alleles.length === 0 ? null : alleles.length > 1,
    contactResidueDivergence: divergence,
  };
}

function noteOn(loci: readonly HlaLocus[]): string {
  const unknown = loci.filter(
    ({ isHeterozygous, contactResidueDivergence }) => isHeterozygous && contactResidueDivergence === null,
  );
  if (unknown.length === 0) return publishedNote;
  return `${publishedNote}; not known of ${unknown.map(({ locus }) => locus).join(', ')}: the predictor in use does not hold the alleles' contact residues`;
}

/**
 * Heterozygosity per locus and, over contact residues, the divergence of its two alleles. A genotype names distinct alleles, so one
 * allele of a locus is taken as homozygous, which an incomplete typing looks like too.
 */
export function hlaBiomarkers(
  panels: { readonly classOne: Pick<Panel, 'alleles'>; readonly classTwo: Pick<Panel, 'alleles'> | null },
  status: HlaStatus | null,
): HlaBiomarkers {
  const classOne = chainsOf(panels.classOne);
  const classTwo = panels.classTwo === null ? [] : chainsOf(panels.classTwo);
  const loci = [
    ...classILoci.map((locus) => locusOf(locus, 'I', classOne)),
    ...classIILoci.map((locus) => locusOf(locus, 'II', classTwo)).filter(({ alleles }) => alleles.length > 0),
  ];
  const ofClassOne = loci
    .filter(({ mhcClass }) => mhcClass === 'I')
    .flatMap(({ contactResidueDivergence }) =>
      contactResidueDivergence === null ? [] : [contactResidueDivergence],
    );
  const sum = ofClassOne.reduce((total, value) => total + value, 0);
  return {
    loci,
    meanContactResidueDivergence:
      ofClassOne.length === classILoci.length ? Number((sum / classILoci.length).toPrecision(6)) : null,
    divergenceNote: noteOn(loci),
    loss: lossOf(status),
  };
}

function lossOf(status: HlaStatus | null): HlaBiomarkers['loss'] {
  const allelesThat = (isLost: boolean | null) =>
    (status?.alleles ?? []).filter((row) => row.isLost === isLost).map(({ allele }) => allele);
  return {
    source: status?.source ?? null,
    lost: allelesThat(true),
    kept: allelesThat(false),
    unknown: allelesThat(null),
  };
}
