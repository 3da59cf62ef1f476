/** What a table of normal tissues says of one gene, as numbers and in words. */
import type { NormalExpression } from '../../../schemas/biomarkers.js';
import { withoutVersion } from '../../shared/without-version.js';
import { type Organ, organOf } from './organs.js';
import type { NormalTissues, TissueLevels, WantedGenes } from './read-table.js';

export interface GeneNames {
  /** Ids and symbols of one gene; of a fusion those of both partners. */
  readonly ids: readonly string[];
  readonly names: readonly string[];
}

/** Names of a gene as consequences write it: a fusion 'A::B' is looked up by either partner, the 5' one first. */
export function geneNames(of: { readonly gene: string; readonly geneId: string | null }): GeneNames {
  const parts = (text: string | null): string[] =>
    (text ?? '').split('::').filter((part) => part !== '' && part !== '.');
  return { ids: parts(of.geneId).map(withoutVersion), names: parts(of.gene) };
}

/** All the genes as a set to read a table by. */
export function wantedOf(genes: Iterable<GeneNames>): WantedGenes {
  const ids = new Set<string>();
  const names = new Set<string>();
  for (const gene of genes) {
    for (const id of gene.ids) ids.add(id);
    for (const name of gene.names) names.add(name);
  }
  return { ids, names };
}

export interface NormalExpressionOptions {
  readonly essentialOrgans: readonly Organ[];
  /** Level from which a gene counts as expressed in a tissue. */
  readonly expressedLevel: number;
}

/** The gene's levels: by id, else by symbol; null: the table has neither. */
export function normalExpressionOf(
  { ids, names }: GeneNames,
  table: NormalTissues,
  { essentialOrgans, expressedLevel }: NormalExpressionOptions,
): NormalExpression | null {
  const found = lookUp(ids, table.byId, 'gene id') ?? lookUp(names, table.byName, 'gene name');
  if (found === null) return null;
  const levels = [...found.levels].map(([tissue, level]) => ({ tissue, level }));
  const [highest] = descending(levels);
  if (highest === undefined) return null;
  const essential = descending(
    essentialOrgans.flatMap((organ) => {
      const [top] = descending(levels.filter(({ tissue }) => organOf(tissue) === organ));
      return top === undefined ? [] : [{ ...top, organ }];
    }),
  );
  return {
    gene: found.gene,
    matchedBy: found.matchedBy,
    unit: table.unit,
    tissueCount: levels.length,
    highest,
    essential,
    expressedInEssential: essential.filter(({ level }) => level >= expressedLevel).map(({ organ }) => organ),
  };
}

function lookUp(
  keys: readonly string[],
  levelsOf: ReadonlyMap<string, TissueLevels>,
  matchedBy: NormalExpression['matchedBy'],
) {
  for (const gene of keys) {
    const levels = levelsOf.get(gene);
    if (levels !== undefined && levels.size > 0) return { gene, matchedBy, levels };
  }
  return null;
}

/** Highest first; equal ones in the order given. */
function descending<Row extends { readonly level: number }>(rows: readonly Row[]): Row[] {
  return [...rows].sort((a, b) => b.level - a.level);
}

/** 'highest in testis (12 TPM); essential organs: heart 3.1, liver 0.2'. */
export function tissueWords(found: NormalExpression, expressedLevel: number): string {
  const { unit, highest, essential, expressedInEssential } = found;
  const top = `highest in ${highest.tissue} (${shown(highest.level)} ${unit})`;
  if (highest.level < expressedLevel)
    return `below ${shown(expressedLevel)} ${unit} in all of ${found.tissueCount} tissues, ${top}`;
  if (essential.length === 0) return `${top}; the table names no essential organ`;
  if (expressedInEssential.length === 0)
    return `${top}; below ${shown(expressedLevel)} ${unit} in the essential organs`;
  const listed = essential
    .filter(({ organ }) => expressedInEssential.includes(organ))
    .map(({ organ, level }) => `${organ} ${shown(level)}`);
  return `${top}; expressed in essential organs: ${listed.join(', ')}`;
}

function shown(level: number): string {
  return String(Number(level.toPrecision(3)));
}
