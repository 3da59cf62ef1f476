/**
 * The only way text enters the page. Every value put into `html` is escaped unless it is itself the result of `html`;
 * gene names, HGVS strings, sample names and reasons come from files that anybody may have written.
 */

const brand: unique symbol = Symbol('escaped');

/** Markup whose every interpolated value went through `escapeText`. */
export interface Html {
  readonly [brand]: true;
  readonly markup: string;
}

type Value = string | number | null | Html | readonly Value[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/**
 * Text for element content and quoted attributes. Control characters, unpaired surrogates and bidirectional overrides
 * (which could show a sequence backwards) become U+FFFD.
 */
export function escapeText(text: string): string {
  return text
    .replace(/(?![\n\t])[\p{Cc}\p{Cs}\p{Bidi_Control}]/gu, '\uFFFD')
    .replace(/[&<>"'`]/g, (character) => entities[character] ?? '');
}

/** Builds markup: strings and numbers are escaped, null is nothing, lists are joined. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  let markup = strings[0] ?? '';
  for (const [index, value] of values.entries()) markup += render(value) + (strings[index + 1] ?? '');
  return branded(markup);
}

/** Takes text as markup unescaped: for this folder's own constants (style sheet, script), never for a value from a row. */
export function constantHtml(text: string): Html {
  return branded(text);
}

function render(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'string') return escapeText(value);
  if (typeof value === 'number') return escapeText(String(value));
  if (isList(value)) return value.map(render).join('');
  return value.markup;
}

function isList(value: Html | readonly Value[]): value is readonly Value[] {
  return Array.isArray(value);
}

function branded(markup: string): Html {
  return { [brand]: true, markup };
}
