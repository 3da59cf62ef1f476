import type { Panel } from '../../../schemas/rows.js';
import type { Pick } from '../gather.js';
import { type Html, html } from '../html.js';
import { cellBar } from './bars.js';

/** For each allele of the genotype: how many picks are ranked with it, and how many have any candidate peptide on it. */
export function alleleCoverage(picks: readonly Pick[], panel: Panel): Html {
  const rows = panel.alleles.map(({ allele, confidence }) => {
    const best = picks.filter(({ ranked }) => ranked.best.allele === allele).length;
    const any = picks.filter(
      ({ ranked, pairs }) => ranked.best.allele === allele || pairs.some((pair) => pair.allele === allele),
    ).length;
    const percent = (count: number): number => (picks.length === 0 ? 0 : (count / picks.length) * 100);
    return html`<tr><th scope="row">${allele}${confidence === 'high' || confidence === 'unknown' ? null : html` <span class="soft">(${confidence})</span>`}</th>
<td class="barcell">${cellBar(
      [
        { from: 0, to: percent(best), tone: 't-pick' },
        { from: percent(best), to: percent(any), tone: 't-ranked' },
      ].filter(({ from, to }) => to > from),
    )}</td>
<td class="num">${best}</td><td class="num">${any}</td></tr>
`;
  });
  return html`<table class="bars"><caption>How the shortlist covers the genotype <span class="soft">(of ${picks.length}; in brackets: weaker support)</span></caption>
<thead><tr><th scope="col">Allele</th><th scope="col"><span class="vh">Drawn</span></th><th scope="col" class="num">best on it</th><th scope="col" class="num">any on it</th></tr></thead>
<tbody>${rows}</tbody></table>`;
}
