/** What the reference knows of an intron. */
import type { Exon, ReferenceBundle, Transcript } from '../../../../schemas/reference.js';
import { withoutVersion } from '../../../shared/without-version.js';

interface Place {
  readonly contig: string;
  readonly start: number;
  readonly end: number;
  /** null: of either strand. */
  readonly strand: '+' | '-' | null;
}

function* transcriptsAt(
  reference: ReferenceBundle,
  { contig, start, end, strand }: Place,
): Generator<Transcript> {
  for (const transcript of reference.transcriptsOverlapping(contig, start, end)) {
    if (strand === null || transcript.strand === strand) yield transcript;
  }
}

function* intronsOf({ exons }: Transcript): Generator<Exon> {
  for (let index = 0; index + 1 < exons.length; index++) {
    const [before, after] = [exons[index], exons[index + 1]];
    if (before !== undefined && after !== undefined) yield { start: before.end, end: after.start };
  }
}

/** A transcript, coding or not, that splices out exactly this intron; null: none does. */
export function transcriptWithIntron(reference: ReferenceBundle, place: Place): string | null {
  for (const transcript of transcriptsAt(reference, place)) {
    for (const { start, end } of intronsOf(transcript)) {
      if (start === place.start && end === place.end) return transcript.id;
    }
  }
  return null;
}

/** A transcript with an exon that holds the place and a base on either side of it; null: none does. */
export function transcriptKeeping(reference: ReferenceBundle, place: Place): string | null {
  for (const { id, exons } of transcriptsAt(reference, place)) {
    if (exons.some(({ start, end }) => start < place.start && end > place.end)) return id;
  }
  return null;
}

/** The shortest intron that begins or ends at the edge, of the transcripts named where one of them has such an intron. */
export function intronAtEdge(
  reference: ReferenceBundle,
  edge: Omit<Place, 'start' | 'end'> & { readonly at: number },
  named: readonly string[],
): Exon | null {
  const names = new Set(named.map(withoutVersion));
  let best: Exon | null = null;
  let isBestNamed = false;
  const place = { ...edge, start: edge.at - 1, end: edge.at + 1 };
  for (const transcript of transcriptsAt(reference, place)) {
    const isNamed = names.has(withoutVersion(transcript.id));
    if (isBestNamed && !isNamed) continue;
    for (const intron of intronsOf(transcript)) {
      if (intron.start !== edge.at && intron.end !== edge.at) continue;
      const isShorter = best === null || intron.end - intron.start < best.end - best.start;
      if (isShorter || (isNamed && !isBestNamed)) best = intron;
      isBestNamed = isNamed;
    }
  }
  return best;
}
