/** What a construct is made of. */

export interface ConstructElement {
  /** Unique among the elements; letters, digits and . _ - + : only, so that every file can carry it. */
  readonly name: string;
  readonly sequence: string;
  /** The variants the window stands for, as the file wrote them; of a peptide file the name as given. */
  readonly sources: readonly string[];
  /** 0-based half-open: the residues that must stay where the ends are trimmed. */
  readonly essential: { readonly start: number; readonly end: number };
  readonly clone: 'clonal' | 'subclonal' | 'unknown';
  /** The allele that presents its best peptide; null: not known. */
  readonly allele: string | null;
  readonly notes: readonly string[];
}

/** What was asked for and is in no construct, with the reason. */
export interface LeftOut {
  readonly name: string;
  readonly reason: string;
}

export const otherThanResidues = /[^ACDEFGHIKLMNPQRSTVWY]/;

/** Distinct names of safe letters, a number behind those that occur again. */
export function uniqueNames(given: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return given.map((text) => {
    const base =
      text
        .replace(/[^\w.+:-]+/g, '_')
        .replace(/^_+|_+$/g, '')
        .slice(0, 60) || 'peptide';
    let name = base;
    for (let serial = 2; taken.has(name); serial++) name = `${base}_${serial}`;
    taken.add(name);
    return name;
  });
}

/** Elements whose sequence lies in another one's are carried by it: one window serves several variants. */
export function shareWindows(elements: readonly ConstructElement[]): {
  readonly elements: readonly ConstructElement[];
  readonly leftOut: readonly LeftOut[];
} {
  const kept: ConstructElement[] = [];
  const leftOut: LeftOut[] = [];
  for (const [index, element] of elements.entries()) {
    const carrier = elements.find(
      (other, place) =>
        place !== index &&
        other.sequence.includes(element.sequence) &&
        (other.sequence.length > element.sequence.length || place < index),
    );
    if (carrier === undefined) kept.push(element);
    else leftOut.push({ name: element.name, reason: `its sequence lies within ${carrier.name}` });
  }
  return {
    leftOut,
    elements: kept.map((element) => {
      const carried = elements.filter((other) => element.sequence.includes(other.sequence));
      return {
        ...element,
        sources: [...new Set([...element.sources, ...carried.flatMap((other) => other.sources)])],
        essential: {
          start: Math.min(
            ...carried.map((other) => element.sequence.indexOf(other.sequence) + other.essential.start),
          ),
          end: Math.max(
            ...carried.map((other) => element.sequence.indexOf(other.sequence) + other.essential.end),
          ),
        },
      };
    }),
  };
}
