/** Builds consequence rows of made-up proteins. */
import type { Consequence } from '../../schemas/rows.js';
import { differingStretch } from '../../stages/shared/protein-difference.js';

export interface ProteinPair {
  readonly wildtype: string;
  readonly mutant: string;
  readonly isFrameshift?: boolean;
}

/** An 'ok' consequence of allele 1 on transcript T1; its stretch is found from the two proteins. */
export function consequenceOf(pair: ProteinPair, fields: Partial<Consequence> = {}): Consequence {
  const isFrameshift = pair.isFrameshift ?? false;
  const stretch = differingStretch(pair.wildtype, pair.mutant, isFrameshift || pair.mutant.endsWith('*'));
  return {
    variantId: '1:100:G:A',
    alleleOrdinal: 1,
    input: '1:100:G:A',
    gene: 'GENE1',
    geneId: 'G1',
    transcript: 'T1',
    proteinId: null,
    biotype: 'protein_coding',
    strand: '+',
    consequence: ['missense_variant'],
    hgvsC: null,
    hgvsP: null,
    proteinStart: stretch === null ? null : stretch.start + 1,
    wildtypeProtein: pair.wildtype,
    mutantProtein: pair.mutant,
    mutantStretch: stretch,
    isFrameshift,
    phaseGroup: ['1:100:G:A'],
    phaseState: 'alone',
    nmd: 'not_applicable',
    source: 'bundle',
    isManeSelect: false,
    isCanonical: false,
    supportLevel: null,
    transcriptFlags: [],
    proteoform: '',
    hypothesis: null,
    status: 'ok',
    statusReason: '',
    ...fields,
  };
}
