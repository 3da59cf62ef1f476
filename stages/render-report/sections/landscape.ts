import { alleleCoverage } from '../charts/allele-coverage.js';
import { rankHeat } from '../charts/rank-heat.js';
import { scatter } from '../charts/scatter.js';
import { vafHistogram } from '../charts/vaf-histogram.js';
import { type Html, html } from '../html.js';
import type { ReportView } from '../view.js';

/** The plots: where the ranked variants lie, and how the shortlist covers the genotype. */
export function landscape({ run }: ReportView): Html | null {
  const histogram = vafHistogram(run);
  if (run.ranked.length === 0 && histogram === null) return null;
  const alleles = run.panel.alleles.map(({ allele }) => allele);
  return html`<section id="landscape" aria-labelledby="landscape-title"><h2 id="landscape-title">Landscape</h2>
<div class="plots">${run.ranked.length === 0 ? null : scatter(run.ranked, run.pickOf)}${histogram}</div>
${run.picks.length === 0 ? null : html`<div class="pairings">${rankHeat(run.picks, alleles)}${alleleCoverage(run.picks, run.panel)}</div>`}</section>`;
}
