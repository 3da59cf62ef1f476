import type { RankedVariant } from '../../../schemas/candidates.js';
import { formatNumber } from '../../shared/tsv.js';
import { coordinate, counted } from '../format-number.js';
import { type Html, html } from '../html.js';
import { familyGlyph, familyShape } from '../marks.js';
import { familyWords, proteinChange, type TierFamily, tierWords } from '../words.js';
import { decadeScale } from './scale.js';

const frame = { width: 460, height: 330, left: 64, right: 14, top: 14, bottom: 44, gutter: 48 };
/** The customary binder limit (Sette 1994, doi:10.4049/jimmunol.153.12.5586), drawn as a guide only. */
const binderNm = 500;
const families: readonly TierFamily[] = ['pass', 'binding', 'evidence', 'identity', 'poor'];

/** Where the axes are cut: what lies below is drawn on the edge, so that one outlier does not squeeze the rest. */
const lowestExpression = 0.01;
const lowestNm = 0.1;

interface Point {
  readonly row: RankedVariant;
  readonly affinityNm: number;
  readonly pick: number | null;
  readonly x: number;
  readonly y: number;
}

/** Affinity against allele expression of every ranked variant that has an affinity, both logarithmic, strong and expressed at the top right. */
export function scatter(all: readonly RankedVariant[], pickOf: ReadonlyMap<number, number>): Html {
  const ranked = all.flatMap((row) =>
    row.best.affinityNm === null ? [] : [{ row, affinityNm: row.best.affinityNm }],
  );
  const plotLeft = frame.left + frame.gutter;
  const bottom = frame.height - frame.bottom;
  const right = frame.width - frame.right;
  const expressed = ranked.map(({ row }) => row.best.alleleExpression ?? 0).filter((value) => value > 0);
  const x = decadeScale(
    [...expressed.map((value) => Math.max(value, lowestExpression)), 1, 10],
    plotLeft + 18,
    right,
  );
  const y = decadeScale(
    [...ranked.map(({ affinityNm }) => Math.max(affinityNm, lowestNm)), 10, 1000],
    frame.top,
    bottom,
  );
  const placeExpression = (expression: number | null): number => {
    if (expression === null) return frame.left + 13;
    return expression > 0 ? x.place(Math.max(expression, lowestExpression)) : frame.left + 36;
  };
  const points = ranked.map(
    ({ row, affinityNm }): Point => ({
      row,
      affinityNm,
      pick: pickOf.get(row.alleleOrdinal) ?? null,
      x: placeExpression(row.best.alleleExpression),
      y: y.place(Math.max(affinityNm, lowestNm)),
    }),
  );
  const numbered = numberedPoints(points);
  // Drawn from the last rank to the first, so that the best lie on top.
  const marks = [...points].reverse().map((point) => mark(point, numbered.has(point)));
  const present = families.filter((family) =>
    ranked.some(({ row }) => tierWords[row.tier].family === family),
  );
  return html`<figure>
<figcaption><b>Affinity against expression</b> of each ranked variant’s best peptide. Upper right is best: binds strongly and is expressed. Filled marks are shortlisted and carry their pick number.${ranked.length === all.length ? null : ` ${counted(all.length - ranked.length, 'variant')} without a predicted affinity not shown.`}</figcaption>
<svg viewBox="0 0 ${frame.width} ${frame.height}" role="img" aria-label="Scatter plot of ${counted(ranked.length, 'ranked variant')}: predicted affinity in nanomolar against allele expression; the numbers are in the tables">
<rect class="gutter" x="${frame.left}" y="${frame.top}" width="${frame.gutter}" height="${bottom - frame.top}"/>
<g class="grid">${y.ticks.map((tick) => html`<line x1="${frame.left}" x2="${right}" y1="${coordinate(y.place(tick))}" y2="${coordinate(y.place(tick))}"/>`)}</g>
<g class="tick end">${y.ticks.map((tick) => html`<text x="${frame.left - 7}" y="${coordinate(y.place(tick) + 3.5)}">${decade(tick)}</text>`)}</g>
<g class="tick mid">${x.ticks.map((tick) => html`<text x="${coordinate(x.place(tick))}" y="${bottom + 15}">${decade(tick)}</text>`)}<text x="${frame.left + 13}" y="${bottom + 15}">n/a</text><text x="${frame.left + 36}" y="${bottom + 15}">0</text></g>
<line class="guide" x1="${frame.left}" x2="${right}" y1="${coordinate(y.place(binderNm))}" y2="${coordinate(y.place(binderNm))}"/>
<text class="guidetext" x="${right}" y="${coordinate(y.place(binderNm) - 4)}">500 nM</text>
<text class="label mid" x="${(plotLeft + right) / 2}" y="${frame.height - 8}">allele expression (TPM × RNA VAF)</text>
<text class="label mid" transform="translate(13 ${(frame.top + bottom) / 2}) rotate(-90)">affinity (nM), stronger upwards</text>
${marks}</svg>
<p class="legend">${present.map((family) => html`<span>${familyGlyph(family)} ${familyWords[family]}</span> `)}</p>
</figure>`;
}

function mark({ row, affinityNm, pick, x, y }: Point, isNumbered: boolean): Html {
  const { best, tier } = row;
  const { family, label } = tierWords[tier];
  const expression = best.alleleExpression === null ? 'unknown' : formatNumber(best.alleleExpression, 3);
  const described = `${best.gene} ${proteinChange(best)}: ${label}, ${formatNumber(affinityNm, 3)} nM, allele expression ${expression}`;
  const number = isNumbered
    ? html`<text class="pt" x="${coordinate(x + 7)}" y="${coordinate(y - 5)}">${pick}</text>`
    : null;
  return html`<g class="mark f-${family}${pick === null ? ' open' : ''}"><title>${described}${pick === null ? null : `, pick ${pick}`}</title>${familyShape(family, x, y, 4.6)}${number}</g>
`;
}

/** The picks whose number fits without covering that of a better one. */
function numberedPoints(points: readonly Point[]): ReadonlySet<Point> {
  const numbered: Point[] = [];
  for (const point of points) {
    if (point.pick === null) continue;
    const isFree = numbered.every(({ x, y }) => Math.abs(x - point.x) > 15 || Math.abs(y - point.y) > 11);
    if (isFree) numbered.push(point);
  }
  return new Set(numbered);
}

function decade(value: number): string {
  return formatNumber(value, 1);
}
