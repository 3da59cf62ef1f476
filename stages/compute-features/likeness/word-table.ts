/** Places of a text by the word that begins there: words in alphabetical order, so that those with the same start stand together. */
import { boundary, letterCount } from './residue-text.js';

export interface WordTable {
  readonly wordLength: number;
  /** Word w's places are places[first[w]] to places[first[w + 1] - 1], ascending. */
  readonly first: Uint32Array;
  readonly places: Uint32Array;
}

/** Longer words find fewer places by chance, but short texts lack most of them, and the table is larger: of five residues 21 MB. */
function wordLengthFor(textLength: number): number {
  if (textLength > 4_000_000) return 5;
  return textLength > 400_000 ? 4 : 3;
}

/** Sorts the places of a text by their words; past its end the text is taken to go on with boundaries. */
export function wordTable(text: Uint8Array, wordLength = wordLengthFor(text.length)): WordTable {
  const wordCount = letterCount ** wordLength;
  const highest = wordCount / letterCount;
  const pastEnd = wordCount - 1;
  const first = new Uint32Array(wordCount + 1);
  for (let at = text.length - 1, word = pastEnd; at >= 0; at -= 1) {
    word = (text[at] ?? boundary) * highest + Math.floor(word / letterCount);
    first[word] = (first[word] ?? 0) + 1;
  }
  for (let word = 1; word <= wordCount; word += 1) first[word] = (first[word] ?? 0) + (first[word - 1] ?? 0);
  const places = new Uint32Array(text.length);
  for (let at = text.length - 1, word = pastEnd; at >= 0; at -= 1) {
    word = (text[at] ?? boundary) * highest + Math.floor(word / letterCount);
    // Each bucket is filled from its end, and ends up with `first` at its start.
    const place = (first[word] ?? 0) - 1;
    first[word] = place;
    places[place] = at;
  }
  return { wordLength, first, places };
}
