/** Patient-level rows of the report's tests: nothing known beyond the variants themselves. */
import type { Biomarkers } from '../../schemas/biomarkers.js';
import type { EvidenceSources, HlaStatus } from '../../schemas/rows.js';

export const noEvidenceFiles: EvidenceSources = { files: [], purity: null, notes: [] };

export const noHlaStatus: HlaStatus = { source: null, alleles: [] };

export function biomarkersOf(variants: number): Biomarkers {
  return {
    notice: 'Research use only.',
    mutationalBurden: {
      definition: 'changes of a protein',
      nonsynonymous: variants,
      synonymous: 3,
      variants,
      callableMb: null,
      denominator: 'the callable size was not given',
      perMb: null,
    },
    consequenceKinds: [{ term: 'missense_variant', count: variants }],
    substitutionClasses: [{ class: 'C>T', count: variants }],
    neoantigenLoad: [{ tier: 'Pass', variants: 6, candidates: 9 }],
    gated: { variants: 1, candidates: 1 },
    hla: {
      loci: [
        {
          locus: 'A',
          mhcClass: 'I',
          alleles: ['HLA-A*02:01', 'HLA-A*11:01'],
          isHeterozygous: true,
          contactResidueDivergence: 4.2,
        },
      ],
      meanContactResidueDivergence: null,
      divergenceNote: 'over the residues that touch the peptide',
      loss: { source: null, lost: [], kept: [], unknown: [] },
    },
    presentationGenes: [{ gene: 'B2M', role: 'light chain of every class I molecule', truncating: [] }],
    immuneExpression: { source: null, genes: [], cytolyticScore: null },
  };
}
