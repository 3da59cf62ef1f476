/** The tables that the NetMHC family prints: comment lines with '#', rules of '-', one table an allele, columns separated by blanks. */
import { type HlaName, readHlaName } from '../../../../schemas/hla.js';
import { unreadable } from '../tool-errors.js';

/** A line of a table, its cells by column name. */
export interface TableLine {
  /** 1-based line of the file. */
  readonly line: number;
  cell(column: string): string;
  /** @throws TOOL_OUTPUT_UNREADABLE unless the cell is a number */
  number(column: string): number;
}

const rule = /^-{5,}$/;
/** Printed behind the cells of a binder, as one word or two: '<=SB', '<= WB'. */
const bindLevel = /<= ?(?:SB|WB)$/;
const bindLevelColumn = 'BindLevel';

/**
 * The version that an output names in a line such as '# NetMHCpan version 4.1b'; null: none. Two different ones are refused.
 * @throws TOOL_OUTPUT_UNREADABLE
 */
export function statedVersion(text: string, program: string, origin: string): string | null {
  const found = new Set([...text.matchAll(versionLine(program))].map(([, version = '']) => version));
  if (found.size > 1)
    throw unreadable(program, `the file joins outputs of versions ${[...found].join(' and ')}`, {
      file: origin,
    });
  const [version] = found;
  return version ?? null;
}

function versionLine(program: string): RegExp {
  return new RegExp(`^# *${program} version (\\S+?)\\.?\\s*$`, 'gm');
}

/** Whether an output names its program in the version line. */
export function namesProgram(text: string, program: string): boolean {
  return versionLine(program).test(text.slice(0, 65_536));
}

/**
 * The lines of all tables. A header must be one of `layouts` (names separated by blanks) and every row must have its cells; between
 * header and closing rule stands nothing else, and a table that is not closed is a truncated file.
 * @throws TOOL_OUTPUT_UNREADABLE
 */
export function* tableLines(
  text: string,
  options: { readonly title: string; readonly origin: string; readonly layouts: readonly string[] },
): Generator<TableLine> {
  const { title, origin } = options;
  let state: 'outside' | 'header' | 'rows' = 'outside';
  let columns: readonly string[] = [];
  let tables = 0;
  const lines = text.split('\n');
  for (const [index, raw] of lines.entries()) {
    const line = index + 1;
    const content = raw.trim();
    if (state === 'outside') {
      if (!/^pos\s+(?:HLA|MHC)\s/i.test(content)) continue;
      columns = layoutOf(content, { ...options, line });
      state = 'header';
      tables += 1;
    } else if (rule.test(content)) {
      state = state === 'header' ? 'rows' : 'outside';
    } else if (state === 'header') {
      throw unreadable(title, 'a rule was expected below the header', { file: origin, line });
    } else if (content !== '' && !content.startsWith('#')) {
      yield tableLine(content, columns, { title, file: origin, line });
    }
  }
  if (tables === 0) throw unreadable(title, 'the output holds no table of predictions', { file: origin });
  if (state !== 'outside')
    throw unreadable(title, 'the last table does not end: the output is cut off', {
      file: origin,
      line: lines.length,
    });
}

function layoutOf(
  header: string,
  at: {
    readonly title: string;
    readonly origin: string;
    readonly layouts: readonly string[];
    readonly line: number;
  },
): readonly string[] {
  const found = header.split(/\s+/).join(' ');
  if (at.layouts.includes(found)) return found.split(' ').filter((name) => name !== bindLevelColumn);
  throw unreadable(at.title, `columns that are not known: ${found}`, { file: at.origin, line: at.line });
}

function tableLine(
  content: string,
  columns: readonly string[],
  at: { readonly title: string; readonly file: string; readonly line: number },
): TableLine {
  const { title, file, line } = at;
  // Few lines are of binders, and a search from the end of each of the others costs as much as reading it.
  const isBinder = content.endsWith('B') && bindLevel.test(content);
  const cells = (isBinder ? content.replace(bindLevel, '').trimEnd() : content).split(/\s+/);
  if (cells.length !== columns.length)
    throw unreadable(title, `expected ${columns.length} cells, found ${cells.length}`, { file, line });
  const cell = (column: string): string => cells[columns.indexOf(column)] ?? '';
  return {
    line,
    cell,
    number(column) {
      return numberIn(cell(column), { title, file, line, field: column });
    },
  };
}

/** A number as these tools print it. @throws TOOL_OUTPUT_UNREADABLE */
export function numberIn(
  text: string,
  at: { readonly title: string; readonly file: string; readonly line: number; readonly field: string },
): number {
  const value = /^-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(value)) return value;
  const { title, file, line, field } = at;
  throw unreadable(title, `'${text}' in ${field} is no number`, { file, line, field });
}

/** Names read before: a file of 240,000 rows has six. */
const readNames = new Map<string, HlaName>();

function readOnce(text: string): HlaName {
  const known = readNames.get(text);
  if (known !== undefined) return known;
  const name = readHlaName(text);
  if (name.kind === 'allele') readNames.set(text, name);
  return name;
}

/** The allele in canonical form. @throws TOOL_OUTPUT_UNREADABLE */
export function alleleIn(
  text: string,
  mhcClass: 'I' | 'II',
  at: { readonly title: string; readonly file: string; readonly line: number },
): string {
  const name = readOnce(text);
  if (name.kind === 'allele' && name.mhcClass === mhcClass) return name.allele;
  throw unreadable(at.title, `'${text}' is no HLA allele of class ${mhcClass}`, {
    file: at.file,
    line: at.line,
  });
}
