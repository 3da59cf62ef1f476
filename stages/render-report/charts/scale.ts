/** Maps a measured value to a coordinate. */
export interface Scale {
  place(value: number): number;
  readonly ticks: readonly number[];
}

/** A log10 scale over whole decades that hold every value; ticks at the decades. Values must be positive. */
export function decadeScale(values: readonly number[], from: number, to: number): Scale {
  const lowest = Math.floor(Math.log10(Math.min(...values)));
  const highest = Math.max(lowest + 1, Math.ceil(Math.log10(Math.max(...values))));
  const ticks = Array.from({ length: highest - lowest + 1 }, (_, index) => 10 ** (lowest + index));
  const perDecade = (to - from) / (highest - lowest);
  return { place: (value) => from + (Math.log10(value) - lowest) * perDecade, ticks };
}

/** A linear scale from zero to a round number that is no less than `highest`, with four or five ticks of whole numbers. */
export function countScale(highest: number, from: number, to: number): Scale {
  const step = roundStep(Math.max(1, highest) / 4);
  const top = Math.ceil(Math.max(1, highest) / step) * step;
  const ticks = Array.from({ length: Math.round(top / step) + 1 }, (_, index) => index * step);
  return { place: (value) => from + (value / top) * (to - from), ticks };
}

function roundStep(atLeast: number): number {
  let unit = 1;
  for (;;) {
    for (const factor of [1, 2, 5]) if (factor * unit >= atLeast) return factor * unit;
    unit *= 10;
  }
}
