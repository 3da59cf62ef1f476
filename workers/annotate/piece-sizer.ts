/**
 * How much text a piece should hold: little enough that what comes of it fits in memory several times over, enough that handing it to
 * a thread costs nothing beside the work. A line of text gives anything from nothing (intergenic) to a megabyte (titin's transcripts).
 */
const smallestBytes = 8 * 1024;
const largestBytes = 512 * 1024;
const wantedOutputBytes = 4 * 1024 * 1024;

export class PieceSizer {
  #size = smallestBytes;

  next(): number {
    return this.#size;
  }

  /** What came of a piece. Sizes grow by steps, because the next genes may have more to say, and shrink at once. */
  observe(textBytes: number, outputBytes: number): void {
    if (textBytes === 0) return;
    const fitting = (wantedOutputBytes * textBytes) / Math.max(1, outputBytes);
    const grown = Math.min(fitting, this.#size * 4);
    this.#size = Math.round(Math.min(largestBytes, Math.max(smallestBytes, grown)));
  }
}
