/** Foreign and reactivated proteins → rows: the whole protein is new to the immune system, whatever its sequence. */
import type { Consequence, Variant } from '../../../schemas/rows.js';
import type { ProteinEvent } from '../../../schemas/variant-event.js';

/**
 * The Sequence Ontology has terms for variants of a sequence, and these proteins have none. A foreign protein is named by what encodes
 * it: foreign_gene (SO:0000285, "a gene that is foreign"). For a reactivated one the least that is meant is said:
 * increased_gene_product_level (SO:0002315).
 */
const termOfOrigin = { viral: 'foreign_gene', self: 'increased_gene_product_level' } as const;

/**
 * The row of a protein that the file gives: all of it is the altered stretch, and there is no wild type. `transcriptFlags` holds the
 * origin: peptides of a 'self' protein are new unless another gene makes them, those of a 'viral' one unless any does.
 */
export function annotateProtein(variant: Variant, event: ProteinEvent): Consequence {
  return {
    variantId: variant.id,
    alleleOrdinal: variant.alleleOrdinal,
    input: variant.input,
    gene: event.gene,
    geneId: event.gene,
    transcript: event.name,
    proteinId: event.name,
    biotype: 'protein_coding',
    strand: null,
    consequence: [termOfOrigin[event.origin]],
    hgvsC: null,
    hgvsP: null,
    proteinStart: 1,
    wildtypeProtein: '',
    mutantProtein: `${event.sequence}*`,
    mutantStretch: { start: 0, end: event.sequence.length },
    isFrameshift: false,
    phaseGroup: [variant.id],
    phaseState: 'alone',
    nmd: 'not_applicable',
    source: 'fasta',
    isManeSelect: false,
    isCanonical: false,
    supportLevel: null,
    transcriptFlags: [event.origin],
    proteoform: '',
    hypothesis: null,
    status: 'ok',
    statusReason: '',
  };
}
