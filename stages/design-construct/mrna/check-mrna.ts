/** Looks at a finished mRNA again, by plain scanning and without what the codon search believed. */
import { reverseComplement, translate } from '../../shared/genetic-code.js';

import { countLimits, type GcLimits } from './gc-prices.js';

/** What was looked at, what was found, and where. */
export interface Check {
  readonly name: string;
  readonly outcome: 'met' | 'violated' | 'unknown' | 'not applicable';
  readonly value: string;
  readonly limit: string;
  readonly source: string;
  /** 1-based places in the sequence named, or names of seams and windows. */
  readonly places: readonly string[];
}

export interface MrnaText {
  /** The whole mRNA as DNA. */
  readonly sequence: string;
  /** 0-based half-open coding sequence with its stop codons. */
  readonly coding: { readonly start: number; readonly end: number };
  readonly protein: string;
  readonly stopCount: number;
}

export interface MrnaRules {
  readonly gc: GcLimits;
  readonly longestHomopolymer: number;
  readonly longestRepeat: number;
  readonly motifs: readonly { readonly name: string; readonly sequence: string }[];
}

/** Stretches of the coding sequence whose G+C is outside the limits: 0-based starts. */
export function gcViolations(coding: string, gc: MrnaRules['gc']): readonly number[] {
  const { window } = gc;
  const { least, most } = countLimits(gc);
  const found: number[] = [];
  let count = 0;
  for (let end = 0; end < coding.length; end++) {
    if (isGc(coding[end])) count += 1;
    if (end >= window && isGc(coding[end - window])) count -= 1;
    if (end + 1 >= window && (count < least || count > most)) found.push(end + 1 - window);
  }
  return found;
}

function isGc(letter: string | undefined): boolean {
  return letter === 'G' || letter === 'C';
}

/** 0-based starts of every run of equal letters longer than the limit. */
export function longRuns(
  sequence: string,
  limit: number,
): readonly { readonly start: number; readonly length: number }[] {
  const found: { start: number; length: number }[] = [];
  for (let start = 0; start < sequence.length; ) {
    let end = start + 1;
    while (sequence[end] === sequence[start]) end += 1;
    if (end - start > limit) found.push({ start, length: end - start });
    start = end;
  }
  return found;
}

/** Every later copy of a stretch of `length` bases: its start and the first copy's. */
export function repeatsOf(
  sequence: string,
  length: number,
): readonly { readonly first: number; readonly again: number }[] {
  const seen = new Map<string, number>();
  const found: { first: number; again: number }[] = [];
  for (let start = 0; start + length <= sequence.length; start++) {
    const stretch = sequence.slice(start, start + length);
    const first = seen.get(stretch);
    if (first === undefined) seen.set(stretch, start);
    else found.push({ first, again: start });
  }
  return found;
}

/** Places of a motif on either strand, 0-based. */
export function motifPlaces(
  sequence: string,
  motif: string,
): readonly { readonly start: number; readonly strand: '+' | '-' }[] {
  const found: { start: number; strand: '+' | '-' }[] = [];
  const other = reverseComplement(motif);
  for (let start = 0; start + motif.length <= sequence.length; start++) {
    if (sequence.startsWith(motif, start)) found.push({ start, strand: '+' });
    else if (sequence.startsWith(other, start)) found.push({ start, strand: '-' });
  }
  return found;
}

/** All checks of the mRNA, each with its outcome. */
export function checkMrna(mrna: MrnaText, rules: MrnaRules): readonly Check[] {
  const coding = mrna.sequence.slice(mrna.coding.start, mrna.coding.end);
  const body = mrna.sequence.replace(/A+$/, '');
  const expected = mrna.protein + '*'.repeat(mrna.stopCount);
  const translated = translate(coding, 1);
  const outside = gcViolations(coding, rules.gc);
  const runs = longRuns(body, rules.longestHomopolymer);
  const repeats = repeatsOf(coding, rules.longestRepeat + 1);
  const place = (at: number) => String(at + mrna.coding.start + 1);
  return [
    {
      name: 'translates back to the protein',
      outcome: translated === expected ? 'met' : 'violated',
      value: `${[...expected].filter((residue, index) => translated[index] === residue).length} of ${expected.length} codons`,
      limit: 'every codon, and a stop behind the last',
      source: 'NCBI genetic code 1',
      places: [],
    },
    {
      name: 'no other start before the coding sequence in front',
      outcome: /ATG/.test(mrna.sequence.slice(0, mrna.coding.start)) ? 'violated' : 'met',
      value: `${[...mrna.sequence.slice(0, mrna.coding.start).matchAll(/ATG/g)].length} upstream ATG`,
      limit: '0',
      source: 'scanning model, Kozak 1987, doi:10.1093/nar/15.20.8125',
      places: [...mrna.sequence.slice(0, mrna.coding.start).matchAll(/ATG/g)].map(({ index }) =>
        String(index + 1),
      ),
    },
    {
      name: 'G+C of every stretch of the coding sequence',
      outcome: coding.length < rules.gc.window ? 'not applicable' : outside.length === 0 ? 'met' : 'violated',
      value: `${outside.length} stretches outside`,
      limit: `${rules.gc.min * 100}-${rules.gc.max * 100} % in ${rules.gc.window} bases`,
      source: 'parameters gcMin, gcMax, gcWindow',
      places: outside.map(place),
    },
    {
      name: 'homopolymers',
      outcome: runs.length === 0 ? 'met' : 'violated',
      value: `${runs.length} longer`,
      limit: `${rules.longestHomopolymer} equal bases, poly(A) apart`,
      source: 'parameter longestHomopolymer',
      places: runs.map(({ start, length }) => `${start + 1} (${length})`),
    },
    {
      name: 'repeats in the coding sequence',
      outcome: repeats.length === 0 ? 'met' : 'violated',
      value: `${repeats.length} stretches of ${rules.longestRepeat + 1} bases again`,
      limit: `${rules.longestRepeat} bases`,
      source: 'parameter longestRepeat',
      places: repeats.map(({ first, again }) => `${place(again)} as ${place(first)}`),
    },
    ...rules.motifs.map(({ name, sequence }): Check => {
      const places = motifPlaces(mrna.sequence, sequence);
      return {
        name: `no ${name} ${sequence}`,
        outcome: places.length === 0 ? 'met' : 'violated',
        value: `${places.length} on either strand`,
        limit: '0',
        source: 'parameter forbiddenMotifs',
        places: places.map(({ start, strand }) => `${start + 1} (${strand})`),
      };
    }),
  ];
}
