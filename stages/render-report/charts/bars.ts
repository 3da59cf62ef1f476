import { coordinate } from '../format-number.js';
import { type Html, html } from '../html.js';

/** A stretch of a bar, in percent of its width; `tone` is a class of the style sheet. */
interface BarPart {
  readonly from: number;
  readonly to: number;
  readonly tone: string;
}

/**
 * A bar that stretches to its table cell. The numbers stand in the neighbouring cells, so the drawing is hidden from
 * assistive technology; colours come from classes because the page's policy forbids style attributes.
 */
export function cellBar(parts: readonly BarPart[], zeroAt: number | null = null): Html {
  const rects = parts.map(
    ({ from, to, tone }) =>
      html`<rect class="${tone}" x="${coordinate(Math.min(from, to))}" y="1" width="${coordinate(
        Math.max(Math.abs(to - from), 0.4),
      )}" height="10"/>`,
  );
  const zero = zeroAt === null ? null : html`<path class="axis" d="M${coordinate(zeroAt)} 0v12"/>`;
  return html`<svg class="bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">${rects}${zero}</svg>`;
}
