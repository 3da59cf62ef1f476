import { formatNumber } from '../shared/tsv.js';
import { type Html, html } from './html.js';

/** A number for reading: three significant digits unless told, `unknown` set apart where it is null. */
export function readable(value: number | null, digits = 3): Html {
  return value === null ? unknown : html`${formatNumber(value, digits)}`;
}

/** A number with a fixed count of decimals, so that a column of them aligns; what would round to zero reads '<0.01'. */
export function fixed(value: number | null, decimals = 2): Html {
  if (value === null) return unknown;
  const smallest = 10 ** -decimals;
  if (value > 0 && value < smallest / 2) return html`&lt;${smallest.toFixed(decimals)}`;
  return html`${value.toFixed(decimals)}`;
}

/** A quantity that spans decades (nM, TPM): whole numbers from 100, one decimal from 10, two below. */
export function quantity(value: number | null): Html {
  if (value === null) return unknown;
  if (value === 0) return html`0`;
  return fixed(value, value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2);
}

export const unknown: Html = html`<span class="na">unknown</span>`;

/** A signed number with a fixed number of decimals and a true minus sign, for columns of addends. */
export function signed(value: number, decimals = 3): string {
  const magnitude = Math.abs(value).toFixed(decimals);
  if (Number(magnitude) === 0) return magnitude;
  return `${value < 0 ? '\u2212' : '+'}${magnitude}`;
}

/** '1 allele', '2 alleles'. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${grouped(count)} ${count === 1 ? singular : plural}`;
}

/** An integer with thin spaces between thousands, the same in every locale. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, '\u202F');
}

/** A coordinate for SVG: at most two decimals, so that equal input gives equal bytes on every platform. */
export function coordinate(value: number): string {
  const rounded = Math.round(value * 100) / 100;
  return String(rounded === 0 ? 0 : rounded);
}
