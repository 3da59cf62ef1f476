import { coordinate } from '../format-number.js';
import { type Html, html } from '../html.js';

/** From the best to the worst rank that any policy gives, logarithmic from 1 to `last`; the mark is the policy in force. */
export function rankSpread(
  ranks: readonly number[],
  { own, last }: { readonly own: number; readonly last: number },
): Html {
  const place = (rank: number): number => 3 + (Math.log(rank) / Math.max(Math.log(last), 1e-9)) * 94;
  const from = place(Math.min(...ranks));
  const to = place(Math.max(...ranks));
  return html`<svg class="bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true"><rect class="t-left" x="0" y="5" width="100" height="2"/><rect class="t-ranked" x="${coordinate(from - 1)}" y="3.5" width="${coordinate(to - from + 2)}" height="5"/><rect class="t-sum" x="${coordinate(place(own) - 1)}" y="0" width="2" height="12"/></svg>`;
}
