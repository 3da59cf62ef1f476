/** What may become of an mRNA whose splice site is lost: the exon is skipped, or the intron stays. */
import type { Exon } from '../../../schemas/reference.js';
import type { ExonMap } from '../from-bundle/exon-map.js';
import type { GenomicEdit } from '../from-bundle/genomic-edit.js';
import type { AlteredStructure } from './altered-mrna.js';
import { exonOfRank, intronAfter, type LostSites } from './splice-sites.js';

export interface SpliceHypothesis {
  /** Unique within variant and transcript. */
  readonly proteoform: string;
  /** What is assumed. */
  readonly assumption: string;
  readonly structure: AlteredStructure;
}

/**
 * Exon skipping, then intron retention: by far the commonest outcomes of a lost site beside the use of another one (Krawczak et al. 2007,
 * doi:10.1002/humu.20400). An end exon is never skipped: it holds the start or the end of the transcript.
 */
export function lossHypotheses(map: ExonMap, edit: GenomicEdit, lost: LostSites): SpliceHypothesis[] {
  const hypotheses: SpliceHypothesis[] = [];
  const why = siteWords(lost);
  const skipped = [...new Set([...lost.donors, ...lost.acceptors])].sort((a, b) => a - b);
  const isInner = skipped.every((rank) => rank > 0 && rank < map.exons.length - 1);
  if (skipped.length > 0 && isInner) hypotheses.push(skipHypothesis(map, edit, skipped, why));
  const introns = retainedIntrons(map, edit, lost);
  if (introns.length > 0) hypotheses.push(retainHypothesis(map, edit, introns, why));
  return hypotheses;
}

function skipHypothesis(
  map: ExonMap,
  edit: GenomicEdit,
  skipped: readonly number[],
  why: string,
): SpliceHypothesis {
  const left = new Set(skipped.map((rank) => exonOfRank(map, rank)));
  const numbers = skipped.map((rank) => rank + 1);
  const exons = numbers.length === 1 ? 'exon' : 'exons';
  return {
    proteoform: `skip-exon-${numbers.join('+')}`,
    assumption: `${exons} ${numbers.join(' and ')} of ${map.exons.length} would be skipped, as ${why}`,
    structure: { exons: map.exons.filter((exon) => !left.has(exon)), edits: [edit] },
  };
}

/**
 * Ranks of the exons before the introns that stay: those with a lost site. None where the allele deletes a whole exon from intron to
 * intron: then the outer sites are whole and the two introns are spliced out as one.
 */
function retainedIntrons(map: ExonMap, edit: GenomicEdit, lost: LostSites): number[] {
  const ranks = [...new Set([...lost.donors, ...[...lost.acceptors].map((rank) => rank - 1)])];
  const isExonDeleted = map.exons.some(({ start, end }) => edit.start <= start && edit.end >= end);
  const isIntronic = (base: number): boolean =>
    !map.exons.some(({ start, end }) => base >= start && base < end);
  if (isExonDeleted && isIntronic(edit.start - 1) && isIntronic(edit.end)) return [];
  return ranks.sort((a, b) => a - b);
}

function retainHypothesis(
  map: ExonMap,
  edit: GenomicEdit,
  ranks: readonly number[],
  why: string,
): SpliceHypothesis {
  const numbers = ranks.map((rank) => rank + 1);
  const introns = ranks.flatMap((rank) => intronAfter(map, rank) ?? []);
  const words = numbers.length === 1 ? 'intron' : 'introns';
  return {
    proteoform: `retain-intron-${numbers.join('+')}`,
    assumption: `${words} ${numbers.join(' and ')} of ${map.exons.length - 1} would stay in the mRNA, as ${why}`,
    structure: { exons: withIntrons(map.exons, introns), edits: [edit] },
  };
}

/** Exons with introns filled in, in genomic order. */
export function withIntrons(exons: readonly Exon[], introns: readonly Exon[]): Exon[] {
  const filled: Exon[] = [];
  let next = 0;
  const sorted = introns.length > 1 ? [...introns].sort((a, b) => a.start - b.start) : introns;
  for (const exon of exons) {
    for (
      let intron = sorted[next];
      intron !== undefined && intron.start < exon.start;
      intron = sorted[next]
    ) {
      filled.push(intron);
      next += 1;
    }
    filled.push(exon);
  }
  filled.push(...sorted.slice(next));
  return filled;
}

function siteWords({ donors, acceptors }: LostSites): string {
  const words = [
    ...[...donors].map((rank) => `the donor site of exon ${rank + 1}`),
    ...[...acceptors].map((rank) => `the acceptor site of exon ${rank + 1}`),
  ];
  return `${words.join(' and ')} ${words.length === 1 ? 'is' : 'are'} lost`;
}
