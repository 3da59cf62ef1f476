import { coordinate, counted } from '../format-number.js';
import type { FractionBin } from '../fraction-bins.js';
import type { GatheredRun } from '../gather.js';
import { type Html, html } from '../html.js';
import { countScale } from './scale.js';

const frame = { width: 460, height: 330, left: 44, right: 14, top: 14, bottom: 44 };
/** DNA variant allele fractions of all accepted alleles in bins of 0.05, stacked: shortlisted, ranked, the rest. */
export function vafHistogram({ fractionBins: bins }: GatheredRun): Html | null {
  const known = bins.reduce((sum, bin) => sum + total(bin), 0);
  if (known === 0) return null;
  const bottom = frame.height - frame.bottom;
  const right = frame.width - frame.right;
  const y = countScale(Math.max(...bins.map(total)), bottom, frame.top);
  const binWidth = (right - frame.left) / bins.length;
  const columns = bins.map((bin, index) => {
    let base = 0;
    const rect = (count: number, tone: string): Html | null => {
      if (count === 0) return null;
      const top = y.place(base + count);
      const height = y.place(base) - top;
      base += count;
      return html`<rect class="${tone}" x="${coordinate(frame.left + index * binWidth + 0.75)}" y="${coordinate(top)}" width="${coordinate(binWidth - 1.5)}" height="${coordinate(height)}"/>`;
    };
    const parts = [rect(bin.shortlisted, 't-pick'), rect(bin.ranked, 't-ranked'), rect(bin.other, 't-other')];
    if (total(bin) === 0) return null;
    const range = `${(index / bins.length).toFixed(2)}–${((index + 1) / bins.length).toFixed(2)}`;
    return html`<g><title>${range}: ${bin.shortlisted} shortlisted, ${bin.ranked} ranked, ${bin.other} other</title>${parts}</g>
`;
  });
  return html`<figure>
<figcaption><b>Variant allele fraction</b> in the tumour DNA. A peak near half the purity is the clonal one; shortlisted antigens should sit under it.</figcaption>
<svg viewBox="0 0 ${frame.width} ${frame.height}" role="img" aria-label="Histogram of the DNA variant allele fraction of ${counted(known, 'allele')} in bins of 0.05">
<g class="grid">${y.ticks.map((tick) => html`<line x1="${frame.left}" x2="${right}" y1="${coordinate(y.place(tick))}" y2="${coordinate(y.place(tick))}"/>`)}</g>
<g class="tick end">${y.ticks.map((tick) => html`<text x="${frame.left - 7}" y="${coordinate(y.place(tick) + 3.5)}">${tick}</text>`)}</g>
<g class="tick mid">${[0, 0.25, 0.5, 0.75, 1].map((tick) => html`<text x="${coordinate(frame.left + tick * (right - frame.left))}" y="${bottom + 15}">${tick}</text>`)}</g>
<text class="label mid" x="${(frame.left + right) / 2}" y="${frame.height - 8}">DNA variant allele fraction</text>
<text class="label mid" transform="translate(13 ${(frame.top + bottom) / 2}) rotate(-90)">alleles</text>
${columns}</svg>
<p class="legend"><span><i class="swatch t-pick"></i> shortlisted</span> <span><i class="swatch t-ranked"></i> ranked</span> <span><i class="swatch t-other"></i> other accepted alleles</span></p>
</figure>`;
}

function total({ shortlisted, ranked, other }: FractionBin): number {
  return shortlisted + ranked + other;
}
