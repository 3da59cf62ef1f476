/** The exons of a transcript in which a splice junction is used. */
import type { Exon } from '../../../schemas/reference.js';
import type { JunctionEvent } from '../../../schemas/variant-event.js';
import type { ExonMap } from '../from-bundle/exon-map.js';
import { deepIntronicBases } from './gain-hypotheses.js';
import { withIntrons } from './loss-hypotheses.js';

/**
 * Terms of the Sequence Ontology for what the junction does: exon_loss_variant SO:0001572 (an exon is lost from the transcript),
 * cryptic_splice_donor SO:0001571 and cryptic_splice_acceptor SO:0001570 (a new site is made or woken), intron_gain_variant SO:0001573 (an
 * intron within an exon). Retention has no term of its own: splicing_variant SO:0001568, the parent of the others.
 */
type JunctionTerm =
  | 'exon_loss_variant'
  | 'cryptic_splice_donor'
  | 'cryptic_splice_acceptor'
  | 'intron_gain_variant'
  | 'splicing_variant';

export interface JunctionStructure {
  readonly exons: readonly Exon[];
  readonly terms: readonly JunctionTerm[];
  /** What becomes of the exons, in words without an end. */
  readonly change: string;
  /** Short key of the change. */
  readonly proteoform: string;
  /** Ends of the junction that the transcript has as splice sites. */
  readonly knownEnds: 0 | 1 | 2;
  /** What has to be assumed even if the junction is seen in RNA; null: nothing. */
  readonly assumption: string | null;
}

/** The structure; null where the transcript has the junction as it is, or no place for it. */
export function structureOfJunction(map: ExonMap, event: JunctionEvent): JunctionStructure | null {
  if (event.isRetention) return retainedIntron(map, event);
  const { exons } = map;
  const left = exons.findLastIndex(({ start }) => start < event.start);
  const right = exons.findIndex(({ end }) => end > event.end);
  const before = exons[left];
  const after = exons[right];
  if (before === undefined || after === undefined) return null;
  if (left === right) return exitron(map, left, event);
  const ends = { left, right, before, after };
  const knownEnds = Number(before.end === event.start) + Number(after.start === event.end);
  if (knownEnds === 2) return right === left + 1 ? null : skippedExons(map, event, ends, 2);
  return knownEnds === 1 ? skippedExons(map, event, ends, 1) : null;
}

interface JunctionEnds {
  /** Genomic index of the exon that ends, and of the one that begins, at the junction. */
  readonly left: number;
  readonly right: number;
  readonly before: Exon;
  readonly after: Exon;
}

/** Number of an exon along the transcript, from 1. */
function numberOf({ exons, isForward }: ExonMap, index: number): number {
  return isForward ? index + 1 : exons.length - index;
}

function skippedExons(
  map: ExonMap,
  { start, end }: JunctionEvent,
  { left, right, before, after }: JunctionEnds,
  knownEnds: 1 | 2,
): JunctionStructure {
  const { exons, isForward } = map;
  const numbers = Array.from({ length: right - left - 1 }, (_, at) => numberOf(map, left + 1 + at)).sort(
    (a, b) => a - b,
  );
  const moved = [
    { index: left, added: start - before.end, isDonor: isForward },
    { index: right, added: after.start - end, isDonor: !isForward },
  ].filter(({ added }) => added !== 0);
  const words = moved.map(({ index, added, isDonor }) => {
    const length = added > 0 ? `${added} bases longer` : `${-added} bases shorter`;
    return `exon ${numberOf(map, index)} is ${length} at its ${isDonor ? '3′' : '5′'} end`;
  });
  const [deep] = moved.filter(({ added }) => added > deepIntronicBases);
  const terms: JunctionTerm[] = numbers.length > 0 ? ['exon_loss_variant'] : [];
  for (const { isDonor } of moved) terms.push(isDonor ? 'cryptic_splice_donor' : 'cryptic_splice_acceptor');
  return {
    exons: [
      ...exons.slice(0, left),
      { start: before.start, end: start },
      { start: end, end: after.end },
      ...exons.slice(right + 1),
    ],
    terms,
    change: [...(numbers.length > 0 ? [skippedWords(numbers, exons.length)] : []), ...words].join(', '),
    proteoform: [
      ...(numbers.length > 0 ? [`skip-exon-${numbers.join('+')}`] : []),
      ...moved.map(({ index }) => `move-exon-${numberOf(map, index)}`),
    ].join('_'),
    knownEnds,
    assumption:
      deep === undefined
        ? null
        : `the ${deep.added} bases of intron between the new site and exon ${numberOf(map, deep.index)} would belong to that exon`,
  };
}

function skippedWords(numbers: readonly number[], count: number): string {
  const isOne = numbers.length === 1;
  return `${isOne ? 'exon' : 'exons'} ${numbers.join(' and ')} of ${count} ${isOne ? 'is' : 'are'} skipped`;
}

/** An intron within one exon (exitron: Marquez et al. 2015, doi:10.1101/gr.186585.114). */
function exitron(map: ExonMap, index: number, { start, end }: JunctionEvent): JunctionStructure | null {
  const exon = map.exons[index];
  if (exon === undefined || start <= exon.start || end >= exon.end) return null;
  const number = numberOf(map, index);
  return {
    exons: [
      ...map.exons.slice(0, index),
      { start: exon.start, end: start },
      { start: end, end: exon.end },
      ...map.exons.slice(index + 1),
    ],
    terms: ['intron_gain_variant'],
    change: `${end - start} bases within exon ${number} are spliced out`,
    proteoform: `exitron-${number}`,
    knownEnds: 0,
    assumption: null,
  };
}

function retainedIntron(map: ExonMap, { start, end }: JunctionEvent): JunctionStructure | null {
  const { exons } = map;
  const left = exons.findIndex((exon, index) => exon.end === start && exons[index + 1]?.start === end);
  if (left < 0) return null;
  const number = map.isForward ? left + 1 : exons.length - 1 - left;
  return {
    exons: withIntrons(exons, [{ start, end }]),
    terms: ['splicing_variant'],
    change: `intron ${number} of ${exons.length - 1} stays in the mRNA`,
    proteoform: `retain-intron-${number}`,
    knownEnds: 2,
    // Reads over the edge of an intron come from unspliced pre-mRNA too (Middleton et al. 2017, doi:10.1186/s13059-017-1184-4).
    assumption: `intron ${number} would stay in the finished mRNA, which reads over its edge alone do not prove`,
  };
}
