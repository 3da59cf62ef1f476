/** Reads a table of the expression of genes in normal tissues: GTEx medians, Human Protein Atlas, or gene, tissue, TPM. */
import { AntigraphError } from '../../../schemas/errors.js';
import type { ByteSource } from '../../../schemas/stage.js';
import { CompressedBytesError } from '../../shared/bgzf/index.js';
import { decompressLines } from '../../shared/text-of-lines.js';
import { LineSplitter } from '../../shared/vcf/lines.js';
import { withoutVersion } from '../../shared/without-version.js';
import { cellsOf, headerOf, type TissueLayout } from './tissue-format.js';

/** Ids without version and symbols of the genes whose values are kept. */
export interface WantedGenes {
  readonly ids: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
}

/** Level by tissue, tissues in file order. */
export type TissueLevels = ReadonlyMap<string, number>;

export interface NormalTissues {
  readonly tool: TissueLayout['tool'];
  readonly file: string;
  readonly unit: string;
  readonly rowCount: number;
  readonly tissues: readonly string[];
  /** Of the wanted genes. Where rows repeat a gene and tissue, the highest level. */
  readonly byId: ReadonlyMap<string, TissueLevels>;
  readonly byName: ReadonlyMap<string, TissueLevels>;
}

/** A row of a gene in 54 tissues has some 500 bytes. */
const longestLineBytes = 1024 * 1024;
/** Lines of the header at most: version, size and names of a GCT. */
const headerLines = 3;

/**
 * Reads every row, checks it, and keeps those of the wanted genes; plain or gzip. A row of one tissue or of one gene alike; a level that
 * is not known is left out.
 * @throws NORMAL_EXPRESSION_MALFORMED with file:line and column
 */
export async function readNormalTissues(source: ByteSource, wanted: WantedGenes): Promise<NormalTissues> {
  const reader = new TissueReader(source.name, wanted);
  const lines = new LineSplitter(
    (bytes, start, end) => reader.take(bytes.toString('utf8', start, end)),
    () => {
      throw reader.malformed('the line has no end', null);
    },
  );
  try {
    for await (const chunk of decompressLines(source, longestLineBytes)) lines.push(chunk);
  } catch (error) {
    if (!(error instanceof CompressedBytesError)) throw error;
    throw reader.malformed(`${error.message}: the table is not whole`, null, error);
  }
  lines.finish();
  return reader.finish();
}

class TissueReader {
  readonly #file: string;
  readonly #wanted: WantedGenes;
  readonly #header: string[] = [];
  #layout: TissueLayout | null = null;
  #line = 0;
  #rows = 0;
  readonly #tissues = new Set<string>();
  readonly #byId = new Map<string, Map<string, number>>();
  readonly #byName = new Map<string, Map<string, number>>();

  constructor(file: string, wanted: WantedGenes) {
    this.#file = file;
    this.#wanted = wanted;
  }

  take(written: string): void {
    this.#line += 1;
    const text = this.#line === 1 ? written.replace(/^\uFEFF/, '') : written;
    if (text.trim() === '') return;
    if (text.includes('\0')) throw this.malformed('the file holds binary data, expected text', null);
    if (this.#layout === null) this.#readHeader(text);
    else if (this.#layout.kind === 'wide') this.#readGene(this.#layout, text);
    else this.#readLevel(this.#layout, text);
  }

  #readHeader(text: string): void {
    const isComment = text.startsWith('#') && !/^#\d/.test(text);
    if (isComment && this.#header.length === 0) return;
    this.#header.push(text);
    const header = headerOf(this.#header);
    if (header.kind === 'more' && this.#header.length < headerLines) return;
    if (header.kind === 'layout') this.#layout = header.layout;
    else throw this.malformed(header.kind === 'refused' ? header.reason : 'the header ends early', 'header');
    if (header.layout.kind === 'wide') for (const tissue of header.layout.tissues) this.#tissues.add(tissue);
  }

  #readGene(layout: Extract<TissueLayout, { kind: 'wide' }>, text: string): void {
    const cells = this.#cells(layout, text);
    this.#rows += 1;
    const levelsOf = this.#targets(cells[layout.id] ?? '', cells[layout.name] ?? '');
    for (const [index, tissue] of layout.tissues.entries()) {
      const level = this.#level(cells[layout.firstTissue + index] ?? '', tissue);
      if (level !== null) raise(levelsOf, tissue, level);
    }
  }

  #readLevel(layout: Extract<TissueLayout, { kind: 'long' }>, text: string): void {
    const cells = this.#cells(layout, text);
    this.#rows += 1;
    const tissue = (cells[layout.tissue] ?? '').trim();
    if (tissue === '') throw this.malformed('the row names no tissue', 'tissue');
    this.#tissues.add(tissue);
    const level = this.#level(cells[layout.value] ?? '', layout.unit);
    if (level === null) return;
    const cell = (column: number | null): string => (column === null ? '' : (cells[column] ?? '').trim());
    const id = cell(layout.id);
    // A column 'gene' without one of names may hold symbols.
    const isName = layout.name === null && !/^ENS[A-Z]*G\d/.test(id);
    raise(isName ? this.#targets('', id) : this.#targets(id, cell(layout.name)), tissue, level);
  }

  #cells({ delimiter, width }: TissueLayout, text: string): readonly string[] {
    const cells = cellsOf(text, delimiter);
    if (cells.length !== width)
      throw this.malformed(`the row has ${cells.length} columns, the header ${width}`, null);
    return cells;
  }

  /** The maps that take a gene's levels; none for a gene that nobody asks for. */
  #targets(writtenId: string, writtenName: string): readonly Map<string, number>[] {
    const id = withoutVersion(writtenId.trim());
    const name = writtenName.trim();
    const targets: Map<string, number>[] = [];
    if (this.#wanted.ids.has(id)) targets.push(entryOf(this.#byId, id));
    if (this.#wanted.names.has(name)) targets.push(entryOf(this.#byName, name));
    return targets;
  }

  #level(written: string, field: string): number | null {
    const text = written.trim();
    if (text === '' || text === '.' || /^(?:na|nan|n\/a)$/i.test(text)) return null;
    const level = Number(text);
    if (Number.isFinite(level) && level >= 0) return level;
    throw this.malformed(`'${text.slice(0, 40)}' is not a level (a number of 0 or more)`, field);
  }

  finish(): NormalTissues {
    const layout = this.#layout;
    if (layout === null) throw this.malformed('the table is empty', 'header');
    if (this.#rows === 0) throw this.malformed('the table has a header and no row', null);
    return {
      tool: layout.tool,
      file: this.#file,
      unit: layout.unit,
      rowCount: this.#rows,
      tissues: [...this.#tissues],
      byId: this.#byId,
      byName: this.#byName,
    };
  }

  malformed(message: string, field: string | null, cause?: unknown): AntigraphError {
    return new AntigraphError('NORMAL_EXPRESSION_MALFORMED', message, {
      at: { file: this.#file, line: Math.max(1, this.#line), ...(field === null ? {} : { field }) },
      fix: 'Give GTEx’s gene medians by tissue (GCT 1.2), rna_tissue_consensus.tsv of the Human Protein Atlas, or a table with the columns gene, tissue and tpm; plain or gzip.',
      ...(cause === undefined ? {} : { cause }),
    });
  }
}

function entryOf(levels: Map<string, Map<string, number>>, gene: string): Map<string, number> {
  let entry = levels.get(gene);
  if (entry === undefined) {
    entry = new Map();
    levels.set(gene, entry);
  }
  return entry;
}

/** A gene may have two rows (pseudoautosomal genes have): the higher one counts, where harm is asked about. */
function raise(targets: readonly Map<string, number>[], tissue: string, level: number): void {
  for (const levels of targets) levels.set(tissue, Math.max(level, levels.get(tissue) ?? 0));
}
