import type { Variant } from '../../schemas/rows.js';

/** A variant of which nothing is known but its allele and what the fields say. */
export function variantOf(
  fields: Partial<Variant> & Pick<Variant, 'chrom' | 'position' | 'ref' | 'alt'>,
): Variant {
  const id = `${fields.chrom}:${fields.position}:${fields.ref}:${fields.alt}`;
  return {
    id,
    input: id,
    alleleOrdinal: 1,
    line: 1,
    name: null,
    filters: [],
    tumor: null,
    normal: null,
    rna: null,
    geneExpression: null,
    transcriptExpression: null,
    phase: null,
    genotype: null,
    csq: null,
    ann: null,
    spliceScores: null,
    event: null,
    isSomaticFlagged: null,
    ...fields,
  };
}
