import type { Tier } from '../../schemas/candidates.js';
import { coordinate } from './format-number.js';
import { type Html, html } from './html.js';
import { type TierFamily, tierWords } from './words.js';

const glyphs: Readonly<Record<TierFamily, string>> = {
  pass: '●',
  binding: '◆',
  evidence: '▲',
  identity: '■',
  poor: '✕',
};

/** A tier as a badge: mark, colour and word, so that it reads without colour. */
export function tierBadge(tier: Tier): Html {
  const { family, label, meaning } = tierWords[tier];
  return html`<span class="badge f-${family}" title="${meaning}"><span aria-hidden="true">${glyphs[family]}</span> ${label}</span>`;
}

/** The mark of a tier family alone, for legends. */
export function familyGlyph(family: TierFamily): Html {
  return html`<span class="glyph f-${family}" aria-hidden="true">${glyphs[family]}</span>`;
}

/** The same mark as an SVG shape of radius `size` centred on (x, y). */
export function familyShape(family: TierFamily, x: number, y: number, size: number): Html {
  const at = (dx: number, dy: number): string => `${coordinate(x + dx)} ${coordinate(y + dy)}`;
  switch (family) {
    case 'pass':
      return html`<circle cx="${coordinate(x)}" cy="${coordinate(y)}" r="${coordinate(size)}"/>`;
    case 'binding':
      return polygon([at(0, -size * 1.25), at(size * 1.25, 0), at(0, size * 1.25), at(-size * 1.25, 0)]);
    case 'evidence':
      return polygon([at(0, -size * 1.2), at(size * 1.15, size * 0.9), at(-size * 1.15, size * 0.9)]);
    case 'identity':
      return polygon([
        at(-size * 0.9, -size * 0.9),
        at(size * 0.9, -size * 0.9),
        at(size * 0.9, size * 0.9),
        at(-size * 0.9, size * 0.9),
      ]);
    case 'poor':
      return html`<path d="M${at(-size, -size)}L${at(size, size)}M${at(size, -size)}L${at(-size, size)}"/>`;
  }
}

function polygon(points: readonly string[]): Html {
  return html`<path d="M${points.join('L')}Z"/>`;
}
