/** Transcripts that reach past an end of their contig: annotation cut out of a larger genome. */
import type { Exon } from '../../schemas/reference.js';
import { mergeAdjacent, toParts, withinExons } from './exon-parts.js';
import type { TranscriptDraft } from './transcript-draft.js';

export interface ClippedParts {
  readonly isClipped: boolean;
  readonly tags: readonly string[];
  readonly phase: 0 | 1 | 2;
  readonly exonParts: readonly Exon[];
  readonly cdsParts: readonly Exon[];
}

function modulo3(value: number): 0 | 1 | 2 {
  const rest = ((value % 3) + 3) % 3;
  if (rest === 1) return 1;
  return rest === 2 ? 2 : 0;
}

/**
 * Annotation cut out of a larger one has parts before the contig's first base or past its last. They are
 * clipped, and a CDS that loses bases so is incomplete at that end.
 */
export function clipToContig(draft: TranscriptDraft, length: number): ClippedParts {
  const isReverse = draft.strand === '-';
  const flat: number[] = [];
  const phases = new Map<number, 0 | 1 | 2>();
  for (let part = 0; part < draft.cdsParts.length; part += 3) {
    const start = draft.cdsParts[part] ?? 0;
    const end = draft.cdsParts[part + 1] ?? 0;
    flat.push(start, end);
    // Bases clipped at a part's 5' end count towards the ones to skip before its first full codon.
    const lost = isReverse ? Math.max(0, end - length) : Math.max(0, -start);
    if (end > 0 && start < length) phases.set(start, modulo3((draft.cdsParts[part + 2] ?? 0) - lost));
  }
  const clip = (parts: readonly Exon[]): readonly Exon[] => withinExons(parts, 0, length);
  const exons = toParts(draft.exons);
  const coding = [...toParts(flat), ...toParts(draft.stopParts)];
  const losesLow = coding.some((part) => part.start < 0);
  const losesHigh = coding.some((part) => part.end > length);
  const impliedTags = [
    ...((isReverse ? losesHigh : losesLow) ? ['cds_start_NF'] : []),
    ...((isReverse ? losesLow : losesHigh) ? ['cds_end_NF'] : []),
    ...draft.cdsTags,
  ];
  const first = isReverse ? Math.max(...phases.keys()) : Math.min(...phases.keys());
  return {
    isClipped: [...exons, ...coding].some((part) => part.start < 0 || part.end > length),
    tags: [...new Set([...draft.tags, ...impliedTags])],
    phase: phases.get(first) ?? 0,
    exonParts: clip(exons),
    cdsParts: mergeAdjacent(clip(coding)),
  };
}
