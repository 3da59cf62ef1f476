import type { Transcript } from '../../schemas/reference.js';

/** A protein-coding transcript on contig 1 of which nothing is known but what the fields say. */
export function transcriptOf(fields: Partial<Transcript> = {}): Transcript {
  return {
    index: 0,
    id: 'T1',
    geneId: 'G1',
    geneName: 'GENE1',
    contig: '1',
    strand: '+',
    start: 0,
    end: 100,
    biotype: 'protein_coding',
    exons: [],
    cds: { start: 10, end: 90, phase: 0, isStartComplete: true, isEndComplete: true },
    proteinId: null,
    geneticCode: 1,
    selenocysteines: [],
    isManeSelect: false,
    isManePlusClinical: false,
    isCanonical: false,
    supportLevel: null,
    appris: null,
    tags: [],
    ...fields,
  };
}
