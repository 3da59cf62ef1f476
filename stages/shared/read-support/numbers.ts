import { decodePercent } from '../vcf/index.js';

/** A count of reads; VAtools writes some as '24.0'. null: not a count. */
export function parseCount(text: string | null | undefined): number | null {
  if (text === null || text === undefined || !/^\d{1,12}(?:\.0+)?$/.test(text)) return null;
  return Number(text);
}

/** A number in [0, 1], or a percentage such as VarScan's '11.56%'; null: neither. */
export function parseFraction(text: string | null | undefined): number | null {
  const [, digits, percent] = /^(\d*\.?\d+(?:[eE][-+]?\d+)?|\d+\.)(%?)$/.exec(text ?? '') ?? [];
  if (digits === undefined) return null;
  const value = percent === '%' ? Number(digits) / 100 : Number(digits);
  return value <= 1 ? value : null;
}

/** Comma-separated parts of a field; some writers encode the comma (DP4=145%2C510%2C4%2C30). */
export function parts(value: string | null): string[] {
  return value === null ? [] : decodePercent(value).split(',');
}

/** Sum of counts, null where one is not known. */
export function sumOf(counts: readonly (number | null)[]): number | null {
  return counts.reduce((sum, count) => (sum === null || count === null ? null : sum + count), 0);
}
