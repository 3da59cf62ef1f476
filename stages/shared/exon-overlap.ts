/** Which places of the genome can change a protein: the exons of coding transcripts with their splice sites. */
import type { ReferenceBundle, Transcript } from '../../schemas/reference.js';

/**
 * Whether [start, end) overlaps an exon of a coding transcript or the two bases on either side; an insertion (start = end) also at the
 * edge of those.
 */
export type ExonOverlap = (contig: string, start: number, end: number) => boolean;

/** The intron's outermost two bases: SO:0001574, SO:0001575. */
const spliceSiteBases = 2;

/**
 * Questions about one contig before all its exons are laid out: a small file asks a few, which cost one tree search each; a
 * whole genome asks millions, which then cost one binary search each (0.1 µs against 2 µs).
 */
const questionsBeforeLayout = 2000;

interface Layout {
  /** Of merged intervals, ascending. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** An answerer that remembers the exons of the contigs it is asked about often; contigs named as in the reference. */
export function createExonOverlap(reference: ReferenceBundle): ExonOverlap {
  const layouts = new Map<string, Layout>();
  const asked = new Map<string, number>();
  return (contig, start, end) => {
    const layout = layouts.get(contig);
    if (layout !== undefined) return touchesLayout(layout, start, end);
    const count = (asked.get(contig) ?? 0) + 1;
    asked.set(contig, count);
    if (count <= questionsBeforeLayout) return touchesTranscript(reference, contig, start, end);
    const built = layOut(reference, contig);
    layouts.set(contig, built);
    return touchesLayout(built, start, end);
  };
}

/** The outermost bases that an interval must share with [start, end), both included; an insertion has the two beside it. */
function sharedBases(start: number, end: number): { readonly from: number; readonly to: number } {
  return start === end ? { from: start - 1, to: end } : { from: start, to: end - 1 };
}

function touchesTranscript(reference: ReferenceBundle, contig: string, start: number, end: number): boolean {
  const { from, to } = sharedBases(start, end);
  return reference
    .transcriptsOverlapping(contig, from - spliceSiteBases, to + 1 + spliceSiteBases)
    .some((transcript) => widenedExons(transcript).some((each) => each.start <= to && each.end > from));
}

function touchesLayout({ starts, ends }: Layout, start: number, end: number): boolean {
  const { from, to } = sharedBases(start, end);
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ends[middle] ?? 0) <= from) low = middle + 1;
    else high = middle;
  }
  const first = starts[low];
  return first !== undefined && first <= to;
}

function layOut(reference: ReferenceBundle, contig: string): Layout {
  const length = reference.resolveContig(contig)?.length ?? 0;
  const intervals = reference.transcriptsOverlapping(contig, 0, length).flatMap(widenedExons);
  intervals.sort((a, b) => a.start - b.start);
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of intervals) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return {
    starts: Int32Array.from(merged, ({ start }) => start),
    ends: Int32Array.from(merged, ({ end }) => end),
  };
}

function widenedExons({ cds, exons }: Transcript): { start: number; end: number }[] {
  if (cds === null) return [];
  return exons.map(({ start, end }) => ({ start: start - spliceSiteBases, end: end + spliceSiteBases }));
}
