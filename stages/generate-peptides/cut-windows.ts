/** The windows over a change, cut once for all transcripts that look the same around it. */
import { type ChangedProtein, counterpartOf, hasAlignedEnd } from './wildtype-counterpart.js';

/** Predictors take the 20 standard residues: not X (unknown), U (selenocysteine), O, B, Z, J or an inner stop. */
const unusableLetter = /[^ACDEFGHIKLMNPQRSTVWY]/;

/** Windows of one allele that are kept for further transcripts: bounds the memory where long novel tails differ between isoforms. */
const rememberedWindows = 20_000;

export interface NovelWindow {
  readonly peptide: string;
  /** 0-based, from CutWindows.start. */
  readonly offset: number;
  readonly wildtypePeptide: string | null;
  readonly mutatedOffsets: readonly number[];
  /** Equal for windows of equal peptide, counterpart and mutated offsets. */
  readonly key: string;
}

export interface CutWindows {
  /** Where the part of the mutant protein starts that the windows lie in, 0-based. */
  readonly start: number;
  /** Those of the 20 standard residues; by length, then offset. */
  readonly novel: readonly NovelWindow[];
  readonly unusable: readonly string[];
}

/** Part of the mutant protein that windows of up to `length` residues over the change lie in. */
function reachOf(
  { mutant, stretch }: ChangedProtein,
  length: number,
): { readonly start: number; readonly end: number } {
  const lastChanged = Math.max(stretch.start, stretch.end) - 1;
  return {
    start: Math.max(0, stretch.start - length + 1),
    end: Math.min(mutant.length, lastChanged + length),
  };
}

/**
 * All that the windows depend on, relative to the start of the part: its residues, the change in it, and the wild type's residues at the
 * same places counted from the N-terminus and, where counterpartOf looks there, from the C-terminus, with what lies beyond its ends.
 */
function contextKey(change: ChangedProtein, start: number, end: number): string {
  const { wildtype, mutant, stretch } = change;
  const key = [
    mutant.slice(start, end),
    stretch.start - start,
    stretch.end - start,
    wildtype.slice(start, end),
  ];
  if (hasAlignedEnd(change)) {
    const from = start + wildtype.length - mutant.length;
    const to = end + wildtype.length - mutant.length;
    key.push(Math.min(0, from), wildtype.slice(Math.max(0, from), Math.max(0, to)));
  }
  return key.join(' ');
}

/** Cuts windows of the given lengths (ascending) that overlap a change, or span its junction where the changed stretch is empty. */
export function createWindowCutter(lengths: readonly number[]): (change: ChangedProtein) => CutWindows {
  const longest = lengths.at(-1) ?? 0;
  const known = new Map<string, Omit<CutWindows, 'start'>>();
  let room = rememberedWindows;
  return (change) => {
    const { start, end } = reachOf(change, longest);
    const key = contextKey(change, start, end);
    let windows = known.get(key);
    if (windows === undefined) {
      windows = cutWindows(change, lengths, start);
      room -= windows.novel.length;
      if (room > 0) known.set(key, windows);
    }
    return { start, ...windows };
  };
}

function cutWindows(
  change: ChangedProtein,
  lengths: readonly number[],
  start: number,
): Omit<CutWindows, 'start'> {
  const novel: NovelWindow[] = [];
  const unusable: string[] = [];
  for (const length of lengths) {
    const reach = reachOf(change, length);
    for (let place = reach.start; place + length <= reach.end; place += 1) {
      const peptide = change.mutant.slice(place, place + length);
      if (unusableLetter.test(peptide)) unusable.push(peptide);
      else novel.push(novelWindow(change, peptide, place, start));
    }
  }
  return { novel, unusable };
}

function novelWindow(change: ChangedProtein, peptide: string, place: number, start: number): NovelWindow {
  const { peptide: counterpart, mutatedOffsets } = counterpartOf(change, place, peptide.length);
  const wildtypePeptide = counterpart !== null && unusableLetter.test(counterpart) ? null : counterpart;
  const key = `${peptide} ${wildtypePeptide ?? '-'} ${mutatedOffsets.join(',')}`;
  return { peptide, offset: place - start, wildtypePeptide, mutatedOffsets, key };
}
