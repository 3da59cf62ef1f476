/** Finds the variant that a reviewer means: by place, by gene and protein change, or by the best peptide. */
import type { RankedVariant } from '../../../schemas/candidates.js';
import type { Variant } from '../../../schemas/rows.js';
import { inOneLetterCode } from '../../shared/amino-acid-names.js';

export interface NamedVariant {
  readonly variantId: string;
  readonly alleleOrdinal: number;
}

type Found = readonly NamedVariant[];

export class VariantNames {
  readonly #byPlace = new Map<string, NamedVariant[]>();
  readonly #byChange = new Map<string, NamedVariant[]>();
  readonly #byPeptide = new Map<string, NamedVariant[]>();
  readonly #names: string[] = [];

  /** Of a ranked variant every name; of one that left the run earlier its place alone is known. */
  constructor(ranked: readonly RankedVariant[], variants: Iterable<Variant>) {
    for (const row of ranked) {
      const { best, variantId, alleleOrdinal } = row;
      const named = { variantId, alleleOrdinal };
      for (const place of new Set([placeKey(variantId), placeKey(best.input)]))
        add(this.#byPlace, place, named);
      add(this.#byPeptide, best.peptide, named);
      this.#names.push(best.input, best.peptide);
      if (best.hgvsP === null) continue;
      add(this.#byChange, changeKey(best.gene, best.hgvsP), named);
      this.#names.push(`${best.gene} ${withoutAccession(best.hgvsP)}`);
    }
    for (const { id, input, alleleOrdinal } of variants)
      for (const place of new Set([placeKey(id), placeKey(input)]))
        add(this.#byPlace, place, { variantId: id, alleleOrdinal });
  }

  /** Every name that a ranked variant can be asked for by. */
  get names(): readonly string[] {
    return this.#names;
  }

  /** All variants that the name fits; [] where none does. Rows of one file line kept twice are two of one name. */
  find(subject: string): Found {
    const places = [placeKey(subject), ...pvacseqPlaces(subject)];
    for (const place of places) {
      const found = this.#byPlace.get(place);
      if (found !== undefined) return found;
    }
    const change = /^(\S+?)[\s:]+(\S+)$/.exec(subject);
    return (
      this.#byChange.get(changeKey(change?.[1] ?? '', change?.[2] ?? '')) ??
      this.#byPeptide.get(subject.toUpperCase()) ??
      []
    );
  }
}

function add(map: Map<string, NamedVariant[]>, key: string, variant: NamedVariant): void {
  const there = map.get(key);
  if (there === undefined) map.set(key, [variant]);
  else if (there.every(({ alleleOrdinal }) => alleleOrdinal !== variant.alleleOrdinal)) there.push(variant);
}

/** chrom:pos:ref:alt without chr in front, M for the mitochondrion, letters in upper case; anything else as written. */
function placeKey(text: string): string {
  const place = /^(?:chr)?(.+?)[:_-](\d+)[:_-]?([ACGTN]+)[:_>/-]([ACGTN]+)$/i.exec(text.trim());
  if (place === null) return text.trim();
  const [, chrom = '', position = '', ref = '', alt = ''] = place;
  return placeOf(chrom, Number(position), ref, alt);
}

function placeOf(chrom: string, position: number, ref: string, alt: string): string {
  const name = chrom.replace(/^chr/i, '').toUpperCase();
  return `${name === 'MT' ? 'M' : name}:${position}:${ref.toUpperCase()}:${alt.toUpperCase()}`;
}

/**
 * pVACseq names a variant chrom-start-stop-ref-alt. The start is 0-based for substitutions; of insertions and deletions it is the
 * VCF's position (seen in its own inputs and outputs: 22:18020272 G>A is 18020271, 6:43250725 GGAA>G is 43250725).
 */
function pvacseqPlaces(text: string): readonly string[] {
  const parts = /^(.+)-(\d+)-(\d+)-([ACGTN]+)-([ACGTN]+)$/i.exec(text.trim());
  if (parts === null) return [];
  const [, chrom = '', start = '', , ref = '', alt = ''] = parts;
  const offsets = ref.length === alt.length ? [1, 0] : [0, 1];
  return offsets.map((offset) => placeOf(chrom, Number(start) + offset, ref, alt));
}

function withoutAccession(hgvsP: string): string {
  return hgvsP.replace(/^.*:(?=p\.)/, '');
}

/** BRAF with p.Val600Glu, p.(V600E) or V600E: all one. */
function changeKey(gene: string, change: string): string {
  const short = inOneLetterCode(
    withoutAccession(change)
      .replace(/^p\./, '')
      .replace(/^\((.*)\)$/, '$1'),
  );
  return `${gene.toUpperCase()} ${short.replace(/^p\./, '').replace('X', '*')}`;
}
