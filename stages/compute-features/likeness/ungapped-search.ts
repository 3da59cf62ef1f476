/**
 * All places of a text where a peptide aligns without gaps at a score or above, none missed. The peptide is cut into blocks; a stretch that
 * scores T over n blocks scores at least its share in one of them, so only words that do are looked up, and their places are scored in full.
 */
import { letterCount, scoreProfile } from './residue-text.js';
import { type WordTable, wordTable } from './word-table.js';

export interface UngappedSearch {
  /**
   * Calls `visit` with the start of each window of the peptide's length whose best stretch scores `threshold` half bits (at least 1) or more,
   * and with that score; a window may come several times. All that lie in the text come, and of those that reach over its ends some. Ends where
   * `visit` returns true.
   */
  windowsLike(peptide: string, threshold: number, visit: (start: number, score: number) => boolean): void;
}

interface Block {
  readonly from: number;
  readonly to: number;
  /** A word counts from this score of its best stretch on. */
  readonly atLeast: number;
  /** Of each offset within the block: what the residues from there on can add at most. */
  readonly rest: readonly number[];
}

/** Largest score of each position: against its own residue. */
function bestOfPositions(profile: Int8Array, length: number): readonly number[] {
  return Array.from({ length }, (_, offset) =>
    Math.max(0, ...profile.subarray(offset * letterCount, (offset + 1) * letterCount)),
  );
}

/**
 * Blocks of near-equal length, each asked for one more than its part of threshold − 1, parted as the blocks' largest scores are. Were each block
 * below what it is asked for, a stretch over all of them would score threshold − 1 at most.
 */
function blocksOf(
  profile: Int8Array,
  length: number,
  threshold: number,
  wordLength: number,
): readonly Block[] {
  const count = Math.max(1, Math.ceil((length - 1) / wordLength));
  const best = bestOfPositions(profile, length);
  const total = best.reduce((sum, score) => sum + score, 0);
  const blocks: Block[] = [];
  let reached = 0;
  let parted = 0;
  for (let block = 0; block < count; block += 1) {
    const from = Math.floor((block * length) / count);
    const to = Math.floor(((block + 1) * length) / count);
    const rest: number[] = [0];
    for (let offset = to - 1; offset >= from; offset -= 1) rest.unshift((rest[0] ?? 0) + (best[offset] ?? 0));
    reached += rest[0] ?? 0;
    const upToHere = Math.round(((threshold - 1) * reached) / Math.max(1, total));
    blocks.push({ from, to, atLeast: 1 + upToHere - parted, rest });
    parted = upToHere;
  }
  return blocks;
}

/** Scores windows of the text; made once for a text. The length of words changes nothing but time and memory. */
export function ungappedSearch(text: Uint8Array, wordLength?: number): UngappedSearch {
  const table = wordTable(text, wordLength);
  return {
    windowsLike(peptide, threshold, visit) {
      const profile = scoreProfile(peptide);
      const scoreAt = windowScorer(text, profile, peptide.length);
      for (const block of blocksOf(profile, peptide.length, threshold, table.wordLength)) {
        const isDone = wordsLike(table, profile, block, (place) => {
          const start = place - block.from;
          const score = scoreAt(start);
          return score >= threshold && visit(start, score);
        });
        if (isDone) return;
      }
    },
  };
}

/** Best stretch of the window that begins at a place. */
function windowScorer(text: Uint8Array, profile: Int8Array, length: number): (start: number) => number {
  return (start) => {
    const from = Math.max(0, -start);
    const to = Math.min(length, text.length - start);
    let best = 0;
    let running = 0;
    for (let offset = from; offset < to; offset += 1) {
      running += profile[offset * letterCount + (text[start + offset] ?? 0)] ?? 0;
      if (running < 0) running = 0;
      else if (running > best) best = running;
    }
    return best;
  };
}

/** Gives the places of all words that may score the block's share; true once `take` has. */
function wordsLike(
  { wordLength, first, places }: WordTable,
  profile: Int8Array,
  { from, to, atLeast, rest }: Block,
  take: (place: number) => boolean,
): boolean {
  const depthLimit = Math.min(wordLength, to - from);
  const takeAll = (low: number, high: number): boolean => {
    for (let index = low; index < high; index += 1) if (take(places[index] ?? 0)) return true;
    return false;
  };
  // Words in the table are numbers to the base letterCount; `span` words begin with the letters so far.
  const descend = (depth: number, word: number, span: number, running: number): boolean => {
    const row = (from + depth) * letterCount;
    const mayAdd = rest[depth + 1] ?? 0;
    for (let letter = 0; letter < letterCount; letter += 1) {
      const here = Math.max(0, running + (profile[row + letter] ?? 0));
      if (here + mayAdd < atLeast) continue;
      const start = word + letter * span;
      const [low, high] = [first[start] ?? 0, first[start + span] ?? 0];
      if (low === high) continue;
      const isSettled = here >= atLeast || depth + 1 === depthLimit;
      const isDone = isSettled ? takeAll(low, high) : descend(depth + 1, start, span / letterCount, here);
      if (isDone) return true;
    }
    return false;
  };
  return descend(0, 0, letterCount ** (wordLength - 1), 0);
}
