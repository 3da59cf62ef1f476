/** Where a CDS starts, ends and reads selenocysteine: what the annotation leaves to be told from the sequence. */
import type { Exon, Transcript } from '../../schemas/reference.js';
import { isInitiatorCodon, isStopCodon, reverseComplement } from '../shared/genetic-code.js';
import { toParts, withinExons } from './exon-parts.js';
import { isSelenoproteinGene } from './selenoprotein-genes.js';
import type { TranscriptDraft } from './transcript-draft.js';

export interface ContigSequence {
  readonly isMitochondrial: boolean;
  /** Upper-case letters of [start, end). */
  sequence(start: number, end: number): string;
}

/** Whether any of the names is among the tags. */
export function hasTag(tags: readonly string[], ...names: readonly string[]): boolean {
  return names.some((name) => tags.includes(name));
}

function splice(contig: ContigSequence, parts: readonly Exon[], isReverse: boolean): string {
  const spliced = parts.map(({ start, end }) => contig.sequence(start, end)).join('');
  return isReverse ? reverseComplement(spliced) : spliced;
}

/** Offset on the coding strand of a genomic base, -1 outside the parts. */
function codingOffset(parts: readonly Exon[], isReverse: boolean, position: number): number {
  const total = parts.reduce((sum, part) => sum + part.end - part.start, 0);
  let before = 0;
  for (const part of parts) {
    if (position >= part.start && position < part.end) {
      const offset = before + position - part.start;
      return isReverse ? total - 1 - offset : offset;
    }
    before += part.end - part.start;
  }
  return -1;
}

export interface Coding {
  readonly start: number;
  readonly end: number;
  readonly phase: 0 | 1 | 2;
}

/**
 * If the annotation leaves the stop codon out of the CDS and has no stop_codon line either (files cut
 * down to exon and CDS lines), and the CDS's next three spliced bases are a stop, the CDS is extended.
 */
function extendOverStop(
  draft: TranscriptDraft,
  contig: ContigSequence,
  exons: readonly Exon[],
  coding: Coding,
): Coding {
  const isReverse = draft.strand === '-';
  const code = contig.isMitochondrial ? 2 : 1;
  if (draft.stopParts.length > 0 || hasTag(draft.tags, 'cds_end_NF')) return coding;
  const sequence = splice(contig, withinExons(exons, coding.start, coding.end), isReverse);
  if ((sequence.length - coding.phase) % 3 !== 0 || isStopCodon(sequence.slice(-3), code)) return coding;
  const codon = nextThreeBases(exons, coding, isReverse);
  if (!isStopCodon(splice(contig, codon, isReverse), code)) return coding;
  return isReverse
    ? { ...coding, start: codon[0]?.start ?? coding.start }
    : { ...coding, end: codon.at(-1)?.end ?? coding.end };
}

/** The exons' three bases past the CDS's 3' end, ascending; fewer at the transcript's end. */
function nextThreeBases(exons: readonly Exon[], coding: Coding, isReverse: boolean): readonly Exon[] {
  const tail = isReverse
    ? withinExons(exons, 0, coding.start).toReversed()
    : withinExons(exons, coding.end, Number.MAX_SAFE_INTEGER);
  const taken: Exon[] = [];
  let wanted = 3;
  for (const { start, end } of tail) {
    if (wanted === 0) break;
    const count = Math.min(wanted, end - start);
    taken.push(isReverse ? { start: end - count, end } : { start, end: start + count });
    wanted -= count;
  }
  return isReverse ? taken.toReversed() : taken;
}

function startIsComplete(
  draft: TranscriptDraft,
  sequence: string,
  phase: number,
  { hasLeader, code }: { readonly hasLeader: boolean; readonly code: 1 | 2 },
): boolean {
  if (phase !== 0 || hasTag(draft.tags, 'cds_start_NF')) return false;
  const codon = sequence.slice(0, 3);
  if (codon === 'ATG' || codon.includes('N')) return codon.length === 3;
  // Non-ATG starts exist but need evidence: the annotators' own word, or gc.prt's initiators behind a 5' UTR.
  if (draft.hasStartCodon || hasTag(draft.tags, 'non_ATG_start')) return true;
  return isInitiatorCodon(codon, code) && (hasLeader || code === 2);
}

function endIsComplete(draft: TranscriptDraft, sequence: string, phase: number, code: 1 | 2): boolean {
  if (hasTag(draft.tags, 'cds_end_NF')) return false;
  const partial = (sequence.length - phase) % 3;
  if (partial === 0) return isStopCodon(sequence.slice(-3), code) || sequence.slice(-3).includes('N');
  // Several mitochondrial genes end in T or TA; polyadenylation makes the stop TAA (doi:10.1038/290470a0).
  return code === 2 && 'TA'.startsWith(sequence.slice(-partial));
}

function findSelenocysteines(
  draft: TranscriptDraft,
  parts: readonly Exon[],
  sequence: string,
  phase: number,
): readonly number[] {
  const offsets = new Set<number>();
  for (const { start, end } of toParts(draft.selenocysteines)) {
    const first = codingOffset(parts, draft.strand === '-', draft.strand === '-' ? end - 1 : start);
    if (first >= phase && (first - phase) % 3 === 0) offsets.add((first - phase) / 3);
  }
  if (offsets.size === 0 && (hasTag(draft.tags, 'seleno') || isSelenoproteinGene(draft.geneName))) {
    for (let codon = phase; codon + 6 <= sequence.length; codon += 3) {
      if (sequence.startsWith('TGA', codon)) offsets.add((codon - phase) / 3);
    }
  }
  return [...offsets].sort((left, right) => left - right);
}

/** Completes a CDS whose parts are settled: stop codon, completeness of either end, selenocysteines. */
export function completeCoding(
  draft: TranscriptDraft,
  contig: ContigSequence,
  exons: readonly Exon[],
  given: Coding,
): Pick<Transcript, 'cds' | 'selenocysteines'> {
  const isReverse = draft.strand === '-';
  const code = contig.isMitochondrial ? 2 : 1;
  const coding = extendOverStop(draft, contig, exons, given);
  const parts = withinExons(exons, coding.start, coding.end);
  const sequence = splice(contig, parts, isReverse);
  const hasLeader = isReverse ? coding.end < (exons.at(-1)?.end ?? 0) : coding.start > (exons[0]?.start ?? 0);
  return {
    cds: {
      ...coding,
      isStartComplete: startIsComplete(draft, sequence, coding.phase, { hasLeader, code }),
      isEndComplete: endIsComplete(draft, sequence, coding.phase, code),
    },
    selenocysteines: code === 2 ? [] : findSelenocysteines(draft, parts, sequence, coding.phase),
  };
}
