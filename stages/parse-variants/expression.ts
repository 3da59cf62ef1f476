import { decodePercent } from '../shared/vcf/index.js';

/**
 * Reads VAtools' GX and TX: 'GENE|1.5,GENE2|2.0' (vcf-expression-annotator); ids as written. null where the field is absent or no entry
 * is a number: 'NaN' and '.' are unknown, not zero.
 */
export function readExpression(value: string | null): Record<string, number> | null {
  if (value === null) return null;
  const entries = value.split(',').flatMap((entry): [string, number][] => {
    const text = decodePercent(entry);
    const bar = text.lastIndexOf('|');
    const [id, level] = [text.slice(0, Math.max(0, bar)), text.slice(bar + 1)];
    return id !== '' && /^\d*\.?\d+(?:[eE][-+]?\d+)?$/.test(level) ? [[id, Number(level)]] : [];
  });
  // fromEntries and not assignment: an id such as '__proto__' stays an id.
  return entries.length === 0 ? null : Object.fromEntries(entries);
}
