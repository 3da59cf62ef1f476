/** Finds the expression of a variant's genes and transcripts in a table. */
import type { ReferenceBundle } from '../../../schemas/reference.js';
import type { Consequence } from '../../../schemas/rows.js';
import { withoutVersion } from '../../shared/without-version.js';

/** What is looked in: a table's levels, or a VCF's own fields. */
export interface Levels {
  readonly genes: ReadonlyMap<string, number>;
  readonly geneNames: ReadonlyMap<string, number>;
  readonly transcripts: ReadonlyMap<string, number>;
}

export interface JoinedExpression {
  readonly genes: Record<string, number>;
  readonly transcripts: Record<string, number>;
  /** Genes found by their symbol, their id not being in the table. */
  readonly bySymbol: readonly string[];
  /** Genes whose value is the sum of their transcripts. */
  readonly bySum: readonly string[];
}

/** A fusion 'A::B' is transcribed from A's promoter: its expression is A's, an upper bound. */
function promoterOf(id: string): string {
  return id.split('::')[0] ?? id;
}

/** Key of a gene: its id without version, else its symbol. */
function geneKey({ geneId, gene }: Pick<Consequence, 'geneId' | 'gene'>): string {
  const id = promoterOf(withoutVersion(geneId));
  return id === '' ? promoterOf(gene) : id;
}

/**
 * Transcripts of each gene, for tables that name no gene: those that the run's consequences name, and where a reference is at hand every
 * other of the gene that overlaps one of them.
 */
export class GeneTranscripts {
  readonly #byGene = new Map<string, Set<string>>();
  readonly #reference: ReferenceBundle | null;
  readonly #expanded = new Set<string>();

  constructor(rows: Iterable<Consequence>, reference: ReferenceBundle | null) {
    this.#reference = reference;
    for (const row of rows) {
      const key = geneKey(row);
      const transcript = promoterOf(row.transcript);
      if (key === '' || transcript === '') continue;
      const found = this.#byGene.get(key) ?? new Set<string>();
      this.#byGene.set(key, found);
      found.add(withoutVersion(transcript));
      this.#addOverlapping(transcript, found);
    }
  }

  #addOverlapping(id: string, found: Set<string>): void {
    if (this.#reference === null || this.#expanded.has(id)) return;
    this.#expanded.add(id);
    const own = this.#reference.transcriptById(id);
    if (own === null) return;
    for (const other of this.#reference.transcriptsOverlapping(own.contig, own.start, own.end)) {
      if (other.geneId === own.geneId) found.add(withoutVersion(other.id));
    }
  }

  /** Sum of the gene's transcripts in a table; null: it has none of them. */
  sumOf(row: Pick<Consequence, 'geneId' | 'gene'>, transcripts: ReadonlyMap<string, number>): number | null {
    let sum: number | null = null;
    for (const id of this.#byGene.get(geneKey(row)) ?? []) {
      const value = transcripts.get(id);
      if (value !== undefined) sum = (sum ?? 0) + value;
    }
    return sum;
  }
}

interface Found {
  readonly value: number;
  readonly by: 'id' | 'symbol' | 'sum';
}

function geneLevel(row: Consequence, levels: Levels, transcriptsOf: GeneTranscripts | null): Found | null {
  const [id, symbol] = [promoterOf(withoutVersion(row.geneId)), promoterOf(row.gene)];
  const byId = id === '' ? undefined : levels.genes.get(id);
  if (byId !== undefined) return { value: byId, by: 'id' };
  // A table's only column of genes may hold symbols, and salmon's quant.genes.sf has them where transcripts stand.
  const bySymbol =
    symbol === ''
      ? undefined
      : (levels.geneNames.get(symbol) ?? levels.genes.get(symbol) ?? levels.transcripts.get(symbol));
  if (bySymbol !== undefined) return { value: bySymbol, by: id === '' || id === symbol ? 'id' : 'symbol' };
  const sum = transcriptsOf?.sumOf(row, levels.transcripts) ?? null;
  return sum === null ? null : { value: sum, by: 'sum' };
}

/**
 * Expression of the genes and transcripts that the consequences name: by id without version, else the gene's by its symbol, else by the sum
 * of its transcripts. A value found by symbol stands under the symbol, any other under the gene's id as well.
 */
export function joinExpression(
  rows: readonly Consequence[],
  levels: Levels,
  transcriptsOf: GeneTranscripts | null,
): JoinedExpression {
  const genes: Record<string, number> = {};
  const transcripts: Record<string, number> = {};
  const by = { id: new Set<string>(), symbol: new Set<string>(), sum: new Set<string>() };
  for (const row of rows) {
    const transcript = withoutVersion(row.transcript);
    const level = levels.transcripts.get(promoterOf(transcript));
    if (transcript !== '' && level !== undefined) transcripts[transcript] = level;
    const found = geneLevel(row, levels, transcriptsOf);
    if (found === null) continue;
    by[found.by].add(row.gene === '' ? row.geneId : row.gene);
    const keys = found.by === 'symbol' ? [row.gene] : [row.geneId, row.gene];
    for (const key of keys.map(withoutVersion)) if (key !== '') genes[key] ??= found.value;
  }
  return { genes, transcripts, bySymbol: [...by.symbol], bySum: [...by.sum] };
}

const none: ReadonlyMap<string, number> = new Map();

/** A VCF's GX and TX, or an event's own expression, as levels. */
export function statedLevels(
  geneExpression: Readonly<Record<string, number>> | null,
  transcriptExpression: Readonly<Record<string, number>> | null,
): Levels {
  const levels = (own: Readonly<Record<string, number>> | null): ReadonlyMap<string, number> =>
    own === null ? none : new Map(Object.entries(own).map(([id, value]) => [withoutVersion(id), value]));
  return { genes: levels(geneExpression), geneNames: none, transcripts: levels(transcriptExpression) };
}
