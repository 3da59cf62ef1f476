import { defect } from '../../schemas/errors.js';

/** Every real number in a table has four significant digits: predictors agree with the assay to about one. */
const SIGNIFICANT_DIGITS = 4;

/**
 * A number as text with `digits` significant digits and no trailing zeros; digits before the decimal point are never
 * rounded away (34567.8 → 34568), so a count prints as itself.
 * @throws INVARIANT_BROKEN for NaN and infinities: missing is null, never NaN.
 */
export function formatNumber(value: number, digits: number = SIGNIFICANT_DIGITS): string {
  if (!Number.isFinite(value)) throw defect('a number to print is not finite', { found: String(value) });
  if (Number.isInteger(value) || Math.abs(value) >= 10 ** (digits - 1))
    return withoutNegativeZero(Math.round(value));
  return withoutNegativeZero(Number(value.toPrecision(digits)));
}

/**
 * One field: NA for null; tabs, line ends and other control characters become spaces so that a field cannot break the table, and
 * text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV Injection). A lone + or - is a strand.
 */
function tsvField(value: string | number | null): string {
  if (value === null) return 'NA';
  if (typeof value === 'number') return formatNumber(value);
  return value.replace(/\p{Cc}+|[\u2028\u2029]+/gu, ' ').replace(/^[=+@-](?=.)/, "'$&");
}

/** A table line with its newline: fields joined by tabs, NA for null, numbers by `formatNumber`. */
export function tsvLine(values: readonly (string | number | null)[]): string {
  return `${values.map(tsvField).join('\t')}\n`;
}

function withoutNegativeZero(value: number): string {
  return String(value === 0 ? 0 : value);
}
