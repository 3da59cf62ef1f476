/**
 * Tables of the MixMHCpred family: '#' lines that name tool and version, one row per peptide, columns of the best allele first and then
 * a group of columns per allele, e.g. Score_A0201, %Rank_A0201.
 */
import { isKnownVersion, knownVersion } from '../tool-errors.js';
import { readTextTable, refusal, type TextSource, type TextTable } from './text-table.js';

export interface WideLayout {
  /** Columns before those of the alleles, in this order. */
  readonly leading: readonly string[];
  /** Beginnings of the names of one allele's columns: each allele has all of them. */
  readonly prefixes: readonly string[];
  /** Beginnings of names that an option of the tool adds. */
  readonly optionalPrefixes: readonly string[];
}

export interface AlleleColumns {
  /** Canonical. */
  readonly allele: string;
  /** Index of the column that begins so; undefined for an optional one that is not there. */
  column(prefix: string): number | undefined;
}

export interface WideTable extends TextTable {
  readonly version: string;
  readonly alleles: readonly AlleleColumns[];
}

/** What differs between the tools of the family. */
export interface WideFormat {
  readonly tool: { readonly title: string; readonly versions: readonly string[] };
  /** Name in the line '# Output from NAME (v2.2)'. */
  readonly nameInOutput: string;
  layoutOf(version: string): WideLayout;
  readAllele(text: string, line: number): string;
}

/** Reads version, layout and columns of each allele. @throws TOOL_OUTPUT_UNREADABLE, TOOL_VERSION_UNKNOWN */
export function readWideTable(text: string, format: WideFormat, source: TextSource): WideTable {
  const version = knownVersion(format.tool, versionIn(text, format.nameInOutput, source), source.origin);
  const table = readTextTable(text, '\t', source);
  const layout = format.layoutOf(version);
  for (const [index, name] of layout.leading.entries())
    if (table.header[index] !== name)
      throw refusal(
        source,
        `expected '${name}' as column ${index + 1}, found '${table.header[index] ?? ''}'`,
        table.headerLine,
      );
  return { ...table, version, alleles: alleleColumns(table, layout, format, source) };
}

/** Whether a text begins as an output of this tool. */
export function isOutputOf(name: string, text: string): boolean {
  return outputLine(name).test(text.slice(0, 4096));
}

/** Whether a version is of one of these lines: '2.0.2' of '2.0'. */
export function isOneOf(versions: readonly string[], version: string): boolean {
  return isKnownVersion(versions, version);
}

/** File of peptides that the family reads: one a line. */
export function peptideLines(peptides: readonly string[]): string {
  return `${peptides.join('\n')}\n`;
}

function outputLine(name: string): RegExp {
  return new RegExp(`^# Output from ${name} \\(v([^)\\s]+)\\)`, 'm');
}

function versionIn(text: string, name: string, source: TextSource): string {
  const [, version] = outputLine(name).exec(text.slice(0, 4096)) ?? [];
  if (version !== undefined) return version;
  // MixMHCpred 2.2 and PRIME 2 end with code 0 and leave one empty line for an allele they do not know.
  if (text.trim() === '')
    throw refusal(source, 'the output is empty, as after an allele that the tool has no predictions for', 1);
  throw refusal(source, `expected a line '# Output from ${name} (v…)' that names the version, found none`, 1);
}

function alleleColumns(
  table: TextTable,
  layout: WideLayout,
  format: WideFormat,
  source: TextSource,
): readonly AlleleColumns[] {
  const known = [...layout.prefixes, ...layout.optionalPrefixes];
  const groups = new Map<string, Map<string, number>>();
  for (const [index, name] of table.header.entries()) {
    if (index < layout.leading.length) continue;
    const prefix = known.find((begin) => name.startsWith(begin));
    if (prefix === undefined) throw refusal(source, `column '${name}' is not known`, table.headerLine);
    const allele = name.slice(prefix.length);
    const group = groups.get(allele) ?? new Map<string, number>();
    groups.set(allele, group.set(prefix, index));
  }
  if (groups.size === 0) throw refusal(source, 'no columns of an allele', table.headerLine);
  return [...groups].map(([name, group]) => {
    const absent = layout.prefixes.find((prefix) => !group.has(prefix));
    if (absent !== undefined) throw refusal(source, `expected a column '${absent}${name}'`, table.headerLine);
    return {
      allele: format.readAllele(name, table.headerLine),
      column: (prefix) => group.get(prefix),
    };
  });
}
