/**
 * The ALTs of a record in order; '' where a comma has nothing beside it. Ordinals of alleles count these, record by record, whatever becomes of
 * them, and a line that cannot be read as one: whoever reads the file again finds the same ordinals.
 */
export function splitAlternates(alt: string): string[] {
  return alt.includes(',') ? alt.split(',') : [alt];
}
