/** Lists of genomic intervals: exons and CDS parts of one transcript. */
import type { Exon } from '../../schemas/reference.js';

/** start, end, start, end … → intervals by start, equal ones once. */
export function toParts(flat: readonly number[]): readonly Exon[] {
  const parts: Exon[] = [];
  for (let index = 0; index + 1 < flat.length; index += 2) {
    parts.push({ start: flat[index] ?? 0, end: flat[index + 1] ?? 0 });
  }
  parts.sort((left, right) => left.start - right.start || left.end - right.end);
  return parts.filter(
    (part, index) => part.start !== parts[index - 1]?.start || part.end !== parts[index - 1]?.end,
  );
}

/** Joins parts that touch end to start, and drops those inside another; overlapping ones stay apart. */
export function mergeAdjacent(parts: readonly Exon[]): readonly Exon[] {
  const merged: Exon[] = [];
  for (const part of [...parts].sort((left, right) => left.start - right.start || right.end - left.end)) {
    const last = merged.at(-1);
    if (last !== undefined && part.end <= last.end) continue;
    if (last?.end === part.start) merged[merged.length - 1] = { start: last.start, end: part.end };
    else merged.push(part);
  }
  return merged;
}

/** The exons' parts within [start, end). */
export function withinExons(exons: readonly Exon[], start: number, end: number): readonly Exon[] {
  return exons
    .map((exon) => ({ start: Math.max(exon.start, start), end: Math.min(exon.end, end) }))
    .filter((part) => part.start < part.end);
}

/** Whether the CDS parts are exactly the exons between the CDS's ends. */
export function isSubdivision(
  cdsParts: readonly Exon[],
  exons: readonly Exon[],
  start: number,
  end: number,
): boolean {
  const expected = mergeAdjacent(withinExons(exons, start, end));
  return (
    expected.length === cdsParts.length &&
    expected.every(
      (part, index) => part.start === cdsParts[index]?.start && part.end === cdsParts[index]?.end,
    )
  );
}

/**
 * Ribosomal slippage: CDS parts that skip or repeat bases inside an exon (OAZ1, PEG10). The exons are cut
 * at the parts' inner ends, as Ensembl does with its frameshift introns, so that the exons within the CDS
 * spell the CDS. Null if a part lies in no exon.
 */
export function applySlippage(exons: readonly Exon[], cdsParts: readonly Exon[]): readonly Exon[] | null {
  const cut: Exon[] = [];
  let used = 0;
  for (const exon of exons) {
    const inside = cdsParts.filter((part) => part.start >= exon.start && part.end <= exon.end);
    used += inside.length;
    if (inside.length === 0) {
      cut.push(exon);
      continue;
    }
    for (const [index, part] of inside.entries()) {
      // Only the CDS's outermost ends may reach on into the exon's untranslated part.
      const isFirst = index === 0 && part === cdsParts[0];
      const isLast = index === inside.length - 1 && part === cdsParts.at(-1);
      cut.push({ start: isFirst ? exon.start : part.start, end: isLast ? exon.end : part.end });
    }
  }
  return used === cdsParts.length ? cut : null;
}
