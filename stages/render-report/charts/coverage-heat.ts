import type { Selection } from '../../../schemas/selection.js';
import { type Html, html } from '../html.js';

/** Lower bounds of the shades; no threshold is drawn from them. */
const bounds = [0.05, 0.2, 0.5, 0.8] as const;

/** Chance that a cell of a clone shows at least one chosen antigen on an allele; alleles in rows, clones in columns. */
export function coverageHeat({ clones, alleles, lostAlleles, coverage }: Selection): Html {
  const cellOf = new Map(coverage.map((cell) => [`${cell.clone}\t${cell.allele}`, cell]));
  const rows = alleles.map((allele) => {
    const cells = clones.map(({ clone }) => {
      const cell = cellOf.get(`${clone}\t${allele}`);
      const value = cell?.coverage ?? 0;
      if (cell === undefined || cell.antigenCount === 0)
        return html`<td class="h-none"><span aria-hidden="true">·</span><span class="vh">no antigen</span></td>`;
      const shade = bounds.filter((bound) => value >= bound).length;
      return html`<td class="h-${shade}">${(value * 100).toFixed(value < 0.1 ? 1 : 0)} %<br><span class="of">of ${cell.antigenCount}</span></td>`;
    });
    return html`<tr><th scope="row" class="allele">${allele.replace(/^HLA-/, '')}</th>${cells}</tr>
`;
  });
  const lost = lostAlleles.map(
    (allele) =>
      html`<tr><th scope="row" class="allele">${allele.replace(/^HLA-/, '')}</th><td class="h-none" colspan="${clones.length}">lost by the tumour</td></tr>
`,
  );
  return html`<div class="scroll" role="region" aria-label="Coverage of each clone on each allele" tabindex="0">
<table class="heat clones"><caption>Coverage by clone and HLA allele <span class="soft">(beneath: antigens of the list with a candidate there; in the head: share of the cancer cells)</span></caption>
<thead><tr><th scope="col">Allele</th>${clones.map(({ clone, weight }) => html`<th scope="col">${clone}<br><span class="soft">${(weight * 100).toFixed(0)} %</span></th>`)}</tr></thead>
<tbody>${rows}${lost}</tbody></table></div>`;
}
