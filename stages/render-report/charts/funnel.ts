import { grouped } from '../format-number.js';
import { type Html, html } from '../html.js';
import type { Ledger } from '../ledger.js';
import { omissionWords, stageWords } from '../words.js';
import { cellBar } from './bars.js';

/** The ledger as a funnel: what each stage received, kept and left out, with the reasons; bars on the scale of the file. */
export function funnel({ alleleCount, stages }: Ledger): Html {
  const percent = (count: number): number => (alleleCount === 0 ? 0 : (count / alleleCount) * 100);
  const rows = stages.map(({ stage, incoming, kept, omitted, alleles, items }) => {
    const reasons = alleles.map(
      ({ code, count }) =>
        html`<li><b class="n">${grouped(count)}</b> ${omissionWords[code]} <code>${code}</code></li>`,
    );
    const parts = items.map(
      ({ code, count }) =>
        html`<li><b class="n">${grouped(count)}</b> ${omissionWords[code]} <code>${code}</code></li>`,
    );
    const why =
      reasons.length === 0 ? html`<span class="soft">none left here</span>` : html`<ul>${reasons}</ul>`;
    const within =
      parts.length === 0
        ? null
        : html`<p class="within">Single transcripts or peptides, of any allele:</p><ul class="soft">${parts}</ul>`;
    return html`<tr><th scope="row">${stageWords[stage] ?? stage}<br><code>${stage}</code></th>
<td class="num" data-label="in">${grouped(incoming)}</td>
<td class="barcell">${cellBar(
      [
        { from: 0, to: percent(kept), tone: 't-pick' },
        { from: percent(kept), to: percent(kept + omitted), tone: 't-left' },
      ].filter(({ from, to }) => to > from),
    )}</td>
<td class="num" data-label="kept">${grouped(kept)}</td><td class="num" data-label="left">${grouped(omitted)}</td><td class="why">${why}${within}</td></tr>
`;
  });
  return html`<div class="scroll" role="region" aria-label="Ledger by stage" tabindex="0"><table class="funnel">
<caption class="vh">Alleles in, kept and left at each stage</caption>
<thead><tr><th scope="col">Stage</th><th scope="col" class="num">in</th><th scope="col"><span class="vh">Drawn</span></th><th scope="col" class="num">kept</th><th scope="col" class="num">left</th><th scope="col">why they left</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
}
