/** Exact look-up of peptides in a proteome: a hash table of its 8-mers, every answer verified residue by residue. */
import { geneText } from './gene-text.js';
import { textSearch } from './text-search.js';

/** A protein, or a stretch of one, that the patient's healthy cells may make. */
export interface SelfProtein {
  readonly id: string;
  readonly gene: string;
  /** Upper-case letters. Letters stand for themselves (X matches X alone); any other character matches nothing. */
  readonly sequence: string;
  /** The germline variants without which the stretch would not be made; [] for a protein of the reference. */
  readonly germlineVariantIds: readonly string[];
}

/** Where a peptide occurs: the first protein of a gene, in the order they were given, and the first place in it. */
export interface Occurrence {
  readonly id: string;
  readonly gene: string;
  readonly germlineVariantIds: readonly string[];
  /** 0-based, in the sequence that was given. */
  readonly offset: number;
}

export interface ProteomeIndex {
  /** Whether a protein holds the peptide (8-25 upper-case letters). @throws INVARIANT_BROKEN for another length */
  has(peptide: string): boolean;
  /** The same of many peptides, in their order: faster than one by one. @throws INVARIANT_BROKEN for another length */
  hasEach(peptides: readonly string[]): readonly boolean[];
  /** One per gene that holds the peptide, in the order of the proteins. @throws INVARIANT_BROKEN for another length */
  occurrencesOf(peptide: string): readonly Occurrence[];
  /** Of the tables. */
  readonly sizeBytes: number;
}

/** Proteins' ordinals by gene, genes in the order of their first protein. */
function ordinalsByGene(proteins: readonly SelfProtein[]): Iterable<readonly number[]> {
  const genes = new Map<string, number[]>();
  for (const [ordinal, { gene }] of proteins.entries()) {
    const known = genes.get(gene);
    if (known === undefined) genes.set(gene, [ordinal]);
    else known.push(ordinal);
  }
  return genes.values();
}

/** Index of the last element that is not larger. */
function lastNotAbove(ascending: Uint32Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) <= value) low = middle;
    else high = middle;
  }
  return low;
}

/** A text that holds every stretch of up to 25 residues of the proteins, repeats within a gene once; 0 ends each of its pieces. */
export function textOfStretches(given: Iterable<SelfProtein>): Uint8Array {
  const proteins = [...given];
  return geneText(
    proteins.map(({ sequence }) => sequence),
    ordinalsByGene(proteins),
  ).bytes;
}

/**
 * Index over proteins: does a peptide occur in one, and where. Repeats between a gene's proteins are stored once. Measured
 * (bench/results/proteome.json, a made-up proteome of the human one's size): built in 1 s from 46 million residues into 74 MB, 200 MB at
 * the peak, then 2 million look-ups a second. docs/decisions/0010 compares it with a scan.
 */
export function createProteomeIndex(given: Iterable<SelfProtein>): ProteomeIndex {
  const proteins = [...given];
  const { bytes, stretchStart, stretchProtein, stretchOffset } = geneText(
    proteins.map(({ sequence }) => sequence),
    ordinalsByGene(proteins),
  );
  // Without their sequences, which may be freed.
  const sources = proteins.map(({ id, gene, germlineVariantIds }) => ({ id, gene, germlineVariantIds }));
  const search = textSearch(bytes);
  return {
    sizeBytes: search.sizeBytes + 3 * stretchStart.byteLength,
    has(peptide) {
      search.begin(peptide);
      return search.next() >= 0;
    },
    hasEach: search.hasEach,
    occurrencesOf(peptide) {
      search.begin(peptide);
      // Text positions come ascending, so the first of a gene is its first protein and place.
      const found = new Map<string, { readonly protein: number; readonly occurrence: Occurrence }>();
      for (let position = search.next(); position >= 0; position = search.next()) {
        const stretch = lastNotAbove(stretchStart, position);
        const protein = stretchProtein[stretch] ?? 0;
        const source = sources[protein];
        if (source === undefined || found.has(source.gene)) continue;
        const offset = (stretchOffset[stretch] ?? 0) + position - (stretchStart[stretch] ?? 0);
        found.set(source.gene, { protein, occurrence: { ...source, offset } });
      }
      return [...found.values()].sort((a, b) => a.protein - b.protein).map(({ occurrence }) => occurrence);
    },
  };
}
