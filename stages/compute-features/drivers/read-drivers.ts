/** Tables of driver genes and of hotspots: lists of symbols, vaxrank's and pVACtools' tables, or any with such columns. */
import type { ByteSource } from '../../../schemas/stage.js';
import { withoutVersion } from '../../shared/without-version.js';
import { cellsOf, clip, linesOf, malformed, type SubmittedFile } from '../files/submitted-lines.js';
import { proteinChangeOf } from './protein-change.js';

/** What the table says of one gene. */
export interface DriverGene {
  /** The gene itself is listed, not only some of its changes. */
  isListed: boolean;
  /** 'oncogene', 'tsg' …, in the order of the table. */
  readonly roles: Set<string>;
  /** Changes by residue: 'E17' → 'E17K'. A residue without a change stands for all of its changes. */
  readonly hotspots: Map<string, Set<string>>;
}

/** By gene symbol in upper case and by gene id without version. */
export type Drivers = ReadonlyMap<string, DriverGene>;

/** Column names without blanks and punctuation, in lower case. */
const columns = {
  gene: ['gene', 'genesymbol', 'genename', 'symbol', 'hugosymbol', 'hgncsymbol'],
  geneId: ['ensemblgeneid', 'geneid', 'ensemblid', 'ensembl'],
  change: ['mutation', 'proteinchange', 'aminoacidchange', 'aachange', 'hgvsp', 'hgvspshort', 'hotspot'],
  role: ['function', 'role', 'roleincancer', 'genetype'],
} as const;
type Column = keyof typeof columns;

const geneName = /^[A-Za-z0-9][\w.@-]*$/;

/** Whether a table with these columns lists drivers: genes with their role or a change, or genes alone. */
export function areDriverColumns(header: readonly string[]): boolean {
  const names = header.map(plain);
  const has = (column: Column): boolean => columns[column].some((name) => names.includes(name));
  return has('gene') && (names.length === 1 || has('change') || has('role'));
}

/** Genes and hotspots of the table. @throws DRIVERS_MALFORMED */
export async function readDrivers(source: ByteSource): Promise<Drivers> {
  const file: SubmittedFile = {
    source,
    code: 'DRIVERS_MALFORMED',
    fix: 'Give a list with one gene symbol a line, or a table with a header line and a column Gene; a column Mutation (p.E17K) makes its rows hotspots.',
  };
  const lines = await linesOf(file);
  const header = cellsOf(lines[0]?.text ?? '').map(plain);
  const at = (column: Column): number => Math.max(...columns[column].map((name) => header.indexOf(name)));
  const isTable = at('gene') >= 0;
  if (!isTable && header.length > 1) {
    throw malformed(file, lines[0]?.number ?? 1, 'the header line has no column Gene', 'header');
  }
  const drivers = new Map<string, DriverGene>();
  for (const { number, text } of isTable ? lines.slice(1) : lines) {
    const cells = isTable ? cellsOf(text) : [text];
    const cell = (column: Column): string => (isTable ? (cells[at(column)] ?? '') : '');
    const gene = isTable ? cell('gene') : text;
    if (!geneName.test(gene)) {
      throw malformed(file, number, `expected a gene symbol, found '${clip(gene)}'`, 'Gene');
    }
    const change = proteinChangeOf(cell('change'));
    if (change === null && cell('change') !== '') {
      throw malformed(file, number, `'${clip(cell('change'))}' names no residue`, 'Mutation');
    }
    const entry = entryOf(drivers, gene.toUpperCase(), withoutVersion(cell('geneId')));
    if (cell('role') !== '') entry.roles.add(cell('role'));
    if (change === null) entry.isListed = true;
    else
      entry.hotspots.set(
        change.residue,
        (entry.hotspots.get(change.residue) ?? new Set()).add(change.change),
      );
  }
  if (drivers.size === 0) throw malformed(file, 1, 'the table has a header and no gene');
  return drivers;
}

function entryOf(drivers: Map<string, DriverGene>, symbol: string, geneId: string): DriverGene {
  const known = drivers.get(symbol) ?? { isListed: false, roles: new Set(), hotspots: new Map() };
  drivers.set(symbol, known);
  if (geneId !== '') drivers.set(geneId, known);
  return known;
}

function plain(cell: string): string {
  return cell.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
