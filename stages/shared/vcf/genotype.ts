/** One allele of a called genotype; null: '.', not called. */
interface CalledAllele {
  readonly index: number | null;
  readonly isPhased: boolean;
}

/** A GT value: its alleles in order. */
export type Genotype = readonly CalledAllele[];

/** A file has a handful of distinct genotypes, each read several times a record. Bounded, for a file that has not. */
const known = new Map<string, Genotype | null>();
const mostKnown = 1000;

const genotypePattern = /^[/|]?(?:\d+|\.)(?:[/|](?:\d+|\.))*$/;

/**
 * Reads GT of any ploidy, with or without the leading phase mark of VCF 4.4 (§1.6.2); null where it is no genotype.
 * An allele is phased where '|' stands before it; the first, where it has no mark, if all others are.
 */
export function parseGenotype(text: string): Genotype | null {
  const before = known.get(text);
  if (before !== undefined) return before;
  const genotype = readGenotype(text);
  if (known.size < mostKnown) known.set(text, genotype);
  return genotype;
}

function readGenotype(text: string): Genotype | null {
  if (!genotypePattern.test(text)) return null;
  const marked = /^[/|]/.test(text) ? text : `${firstMark(text)}${text}`;
  return [...marked.matchAll(/([/|])(\d+|\.)/g)].map(([, mark, allele]) => ({
    index: allele === undefined || allele === '.' ? null : Number(allele),
    isPhased: mark === '|',
  }));
}

function firstMark(text: string): string {
  return text.includes('/') || !text.includes('|') ? '/' : '|';
}

/**
 * Whether the genotype shows the allele: true, false where every allele is called and none is it, null where it is not (wholly) called.
 */
export function hasAllele(genotype: Genotype, alleleIndex: number): boolean | null {
  if (genotype.some(({ index }) => index === alleleIndex)) return true;
  return genotype.some(({ index }) => index === null) ? null : false;
}
