/** The six classes of single-base substitutions, named by the pyrimidine of the pair (Alexandrov 2013, doi:10.1038/nature12477). */
const sixClasses = ['C>A', 'C>G', 'C>T', 'T>A', 'T>C', 'T>G'] as const;

/** All classes, in the order they are listed. */
export const substitutionClasses = [...sixClasses, 'insertion', 'deletion', 'several bases'] as const;
export type SubstitutionClass = (typeof substitutionClasses)[number];

const complement: Readonly<Record<string, string>> = { A: 'T', C: 'G', G: 'C', T: 'A' };

/** Class of a normalised allele; an equal-length or mixed change of more than one base is 'several bases'. null: letters beyond ACGT. */
export function substitutionClass(ref: string, alt: string): SubstitutionClass | null {
  if (!/^[ACGT]+$/.test(ref) || !/^[ACGT]+$/.test(alt)) return null;
  if (ref.length === 1 && alt.length === 1) {
    const isPurine = ref === 'A' || ref === 'G';
    const name = isPurine ? `${complement[ref]}>${complement[alt]}` : `${ref}>${alt}`;
    return sixClasses.find((one) => one === name) ?? null;
  }
  if (alt.startsWith(ref)) return 'insertion';
  return ref.startsWith(alt) ? 'deletion' : 'several bases';
}
