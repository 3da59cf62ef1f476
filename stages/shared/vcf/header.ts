/** The header as read: what later steps ask of it, and what was odd about it. */

/** A `##key=value` line; `fields` where the value is `<…>`. */
export interface MetaLine {
  readonly line: number;
  readonly key: string;
  readonly value: string;
  readonly fields: ReadonlyMap<string, string> | null;
}

export interface VcfHeader {
  /** 'VCFv4.2' */
  readonly fileFormat: string;
  readonly meta: readonly MetaLine[];
  readonly samples: readonly string[];
  /** Line of #CHROM. */
  readonly columnsLine: number;
  readonly warnings: readonly string[];
}

/** Values of all lines of a key, in order. */
export function metaValues(header: VcfHeader, key: string): string[] {
  return header.meta.filter((line) => line.key === key).map(({ value }) => value);
}

/** The `<…>` lines of a key, in order. */
export function metaFields(header: VcfHeader, key: string): ReadonlyMap<string, string>[] {
  return header.meta.flatMap((line) => (line.key === key && line.fields !== null ? [line.fields] : []));
}

/**
 * Reads the inside of `<ID=CSQ,Description="a, b">`: quoted values may hold commas, and quotes and backslashes behind a backslash
 * (VCF 4.3 §1.4). null where a quote or the bracket is left open or a part is no `key=value`.
 */
export function parseMetaFields(value: string): ReadonlyMap<string, string> | null {
  if (!value.startsWith('<') || !value.endsWith('>')) return null;
  const fields = new Map<string, string>();
  const end = value.length - 1;
  let at = 1;
  while (at < end) {
    const equals = value.indexOf('=', at);
    if (equals < 0 || equals >= end) return null;
    const key = value.slice(at, equals);
    if (key === '' || /[,"<>]/.test(key)) return null;
    const isQuoted = value[equals + 1] === '"';
    const close = isQuoted ? closingQuote(value, equals + 2, end) : unquotedEnd(value, equals + 1, end);
    if (close < 0) return null;
    const text = value.slice(equals + (isQuoted ? 2 : 1), close);
    fields.set(key, isQuoted ? text.replace(/\\(["\\])/g, '$1') : text);
    at = close + (isQuoted ? 2 : 1);
  }
  return fields;
}

/** A quote ends the value only before ',' or the end: tools write unescaped quotes inside descriptions. */
function closingQuote(value: string, from: number, end: number): number {
  for (let at = value.indexOf('"', from); at >= 0 && at < end; at = value.indexOf('"', at + 1)) {
    if (value[at - 1] === '\\' && value[at - 2] !== '\\') continue;
    if (at + 1 === end || value[at + 1] === ',') return at;
  }
  return -1;
}

function unquotedEnd(value: string, from: number, end: number): number {
  const comma = value.indexOf(',', from);
  return comma < 0 || comma > end ? end : comma;
}
