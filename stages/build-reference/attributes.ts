/** The ninth column, read from bytes: only the values asked for become strings, each of its own. */

/** First value per key; `tags` gathers every value of the key `tag`. */
export interface Attributes {
  readonly values: ReadonlyMap<string, string>;
  readonly tags: readonly string[];
}

const space = 0x20;
const quote = 0x22;
const semicolon = 0x3b;
const equals = 0x3d;

type Visit = (keyStart: number, keyEnd: number, valueStart: number, valueEnd: number) => boolean;

/** GTF: `key "value"; key value;` … stops when `visit` says true. */
function visitGtf(bytes: Buffer, start: number, end: number, visit: Visit): void {
  let offset = start;
  while (offset < end) {
    while (offset < end && (bytes[offset] === space || bytes[offset] === semicolon)) offset++;
    const keyStart = offset;
    while (offset < end && bytes[offset] !== space && bytes[offset] !== semicolon) offset++;
    const keyEnd = offset;
    while (offset < end && bytes[offset] === space) offset++;
    let valueStart = offset;
    let valueEnd: number;
    if (bytes[offset] === quote) {
      valueStart++;
      const close = bytes.indexOf(quote, valueStart);
      valueEnd = close < 0 || close > end ? end : close;
      offset = valueEnd + 1;
    } else {
      while (offset < end && bytes[offset] !== semicolon) offset++;
      valueEnd = offset;
    }
    if (keyEnd > keyStart && visit(keyStart, keyEnd, valueStart, valueEnd)) return;
  }
}

/** GFF3: `key=value;key=value`. */
function visitGff3(bytes: Buffer, start: number, end: number, visit: Visit): void {
  let offset = start;
  while (offset < end) {
    while (offset < end && (bytes[offset] === space || bytes[offset] === semicolon)) offset++;
    const keyStart = offset;
    while (offset < end && bytes[offset] !== equals && bytes[offset] !== semicolon) offset++;
    const keyEnd = offset;
    if (bytes[offset] === equals) offset++;
    const valueStart = offset;
    while (offset < end && bytes[offset] !== semicolon) offset++;
    if (keyEnd > keyStart && visit(keyStart, keyEnd, valueStart, offset)) return;
  }
}

export type AttributeSyntax = 'gtf' | 'gff3';

const visitors = { gtf: visitGtf, gff3: visitGff3 } as const;

function matches(bytes: Buffer, start: number, end: number, key: string): boolean {
  if (end - start !== key.length) return false;
  for (let offset = 0; offset < key.length; offset++) {
    if (bytes[start + offset] !== key.charCodeAt(offset)) return false;
  }
  return true;
}

/** GFF3 escapes `;=&,` and control characters as %XX (specification 1.26, "Description of the Format"). */
function decodeEscapes(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A stray % in free text is no escape; the text stands as written.
  }
}

/** The raw value of one key, '' if it is absent. */
export function attributeValue(
  syntax: AttributeSyntax,
  bytes: Buffer,
  range: { readonly start: number; readonly end: number },
  key: string,
): string {
  let value = '';
  visitors[syntax](bytes, range.start, range.end, (keyStart, keyEnd, valueStart, valueEnd) => {
    if (!matches(bytes, keyStart, keyEnd, key)) return false;
    value = bytes.toString('utf8', valueStart, valueEnd);
    return true;
  });
  return value;
}

/** Every attribute. GFF3 tags are split at commas, then unescaped. */
export function parseAttributes(
  syntax: AttributeSyntax,
  bytes: Buffer,
  range: { readonly start: number; readonly end: number },
): Attributes {
  const values = new Map<string, string>();
  const tags: string[] = [];
  visitors[syntax](bytes, range.start, range.end, (keyStart, keyEnd, valueStart, valueEnd) => {
    const key = bytes.toString('utf8', keyStart, keyEnd);
    const value = bytes.toString('utf8', valueStart, valueEnd);
    if (key === 'tag') {
      const parts = syntax === 'gff3' ? value.split(',').map(decodeEscapes) : [value];
      tags.push(...parts.filter((part) => part !== ''));
    } else if (!values.has(key)) {
      // Parent may list several ids, so its commas must survive until it is split.
      values.set(key, syntax === 'gff3' && key !== 'Parent' ? decodeEscapes(value) : value);
    }
    return false;
  });
  return { values, tags };
}
