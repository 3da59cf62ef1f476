/** Whether a breakpoint lies where the reference has the gene that the table names for it. */
import { positionOfStart, startOfPosition } from '../../../schemas/coordinates.js';
import type { ReferenceBundle } from '../../../schemas/reference.js';
import type { Breakpoint } from '../../../schemas/variant-event.js';
import { withoutVersion } from '../../shared/without-version.js';

/** A transcript of a gene, 0-based half-open. */
export interface GenePlace {
  readonly contig: string;
  readonly start: number;
  readonly end: number;
}

/** Annotations of two releases differ in where a gene begins and ends; two builds of a genome differ by more than this nearly everywhere. */
const margin = 10_000;

/** Places of a gene by name or by id with or without version; the genes are listed once, when the first is asked for. */
export function createGenePlaces(reference: ReferenceBundle): (gene: string) => readonly GenePlace[] {
  let places: ReadonlyMap<string, readonly GenePlace[]> | null = null;
  return (gene) => {
    places ??= listPlaces(reference);
    return places.get(gene) ?? places.get(withoutVersion(gene)) ?? [];
  };
}

function listPlaces(reference: ReferenceBundle): ReadonlyMap<string, readonly GenePlace[]> {
  const places = new Map<string, GenePlace[]>();
  for (const { geneName, geneId, contig, start, end } of reference.transcripts()) {
    for (const key of new Set([geneName, withoutVersion(geneId)])) {
      const known = places.get(key);
      if (known === undefined) places.set(key, [{ contig, start, end }]);
      else known.push({ contig, start, end });
    }
  }
  return places;
}

interface PlacesContext {
  readonly reference: ReferenceBundle;
  readonly placesOfGene: (gene: string) => readonly GenePlace[];
}

/**
 * What contradicts the breakpoint: the reference has the named gene, and elsewhere alone, as where the table is of another build of the
 * genome. Null where they agree or the reference does not know the name.
 */
export function misplacement(named: Breakpoint, { reference, placesOfGene }: PlacesContext): string | null {
  if (named.gene === null) return null;
  const base = startOfPosition(named.position);
  const contig = reference.resolveContig(named.chrom)?.name;
  const places = placesOfGene(named.gene);
  const isThere = places.some(
    (place) => place.contig === contig && base >= place.start - margin && base < place.end + margin,
  );
  const [first] = places;
  if (first === undefined || isThere) return null;
  const where = `${first.contig}:${positionOfStart(first.start)}-${first.end}`;
  return `the table names ${named.gene} at ${named.chrom}:${named.position}, the reference has it at ${where}: they seem to be of two builds`;
}
