/** Layouts of tables of expression in normal tissues, told apart by their first lines. */

/** Where the values of a table stand. */
export type TissueLayout =
  | {
      readonly kind: 'wide';
      readonly tool: 'GTEx';
      readonly unit: string;
      readonly delimiter: '\t';
      readonly id: number;
      readonly name: number;
      /** Tissue of each column from `firstTissue` on. */
      readonly firstTissue: number;
      readonly tissues: readonly string[];
      readonly width: number;
    }
  | {
      readonly kind: 'long';
      readonly tool: 'Human Protein Atlas' | 'table';
      readonly unit: string;
      readonly delimiter: '\t' | ',';
      readonly id: number | null;
      readonly name: number | null;
      readonly tissue: number;
      readonly value: number;
      readonly width: number;
    };

export type Header =
  | { readonly kind: 'layout'; readonly layout: TissueLayout }
  | { readonly kind: 'refused'; readonly reason: string }
  /** The next line belongs to the header too. */
  | { readonly kind: 'more' };

const idColumns = ['gene_id', 'ensembl_gene_id', 'ensembl', 'geneid', 'gene'];
const nameColumns = ['gene name', 'gene_name', 'gene_symbol', 'symbol', 'hgnc_symbol'];
const tissueColumns = ['tissue', 'tissue_name'];
/** Normalised between samples first: levels of different tissues are compared. */
const valueColumns = ['ntpm', 'tpm', 'median_tpm', 'ptpm', 'nx'];
const units: Readonly<Record<string, string>> = {
  ntpm: 'nTPM',
  tpm: 'TPM',
  median_tpm: 'TPM',
  ptpm: 'pTPM',
  nx: 'NX',
};

/** Cells of a line, unquoted (RFC 4180 §2, but a quoted cell ends with its line). */
export function cellsOf(line: string, delimiter: '\t' | ','): readonly string[] {
  if (!line.includes('"')) return line.split(delimiter);
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const letter = line.charAt(at);
    if (letter === '"' && isQuoted && line.charAt(at + 1) === '"') {
      cell += letter;
      at += 1;
    } else if (letter === '"') {
      isQuoted = !isQuoted;
    } else if (letter === delimiter && !isQuoted) {
      cells.push(cell);
      cell = '';
    } else {
      cell += letter;
    }
  }
  return [...cells, cell];
}

/** What the first lines that are not blank say (comments but for the GCT's version line left out). */
export function headerOf(lines: readonly string[]): Header {
  const [first = ''] = lines;
  const gct = /^#(\d+\.\d+)\s*$/.exec(first);
  if (gct !== null) return gctHeader(gct[1] ?? '', lines);
  if (first.startsWith('PK')) return { kind: 'refused', reason: 'the file is a ZIP archive: unzip it first' };
  return longHeader(first);
}

/** Whether a text begins as a table of normal tissues does: a GCT, or a header with a gene, a tissue and a level column. */
export function isNormalTissueTable(text: string): boolean {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (/^#\d+\.\d+\s*$/.test(lines[0] ?? '')) return true;
  return headerOf(lines.filter((line) => !line.startsWith('#'))).kind === 'layout';
}

/** GCT 1.2 (Broad Institute, "GCT: Gene Cluster Text file format"): version, numbers of rows and columns, then names. */
function gctHeader(version: string, lines: readonly string[]): Header {
  if (version !== '1.2') return { kind: 'refused', reason: `GCT ${version} is not read, expected 1.2` };
  const header = lines[2];
  if (header === undefined) return { kind: 'more' };
  const cells = header.split('\t');
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const [id, name] = [names.indexOf('name'), names.indexOf('description')];
  if (id < 0 || name < 0)
    return { kind: 'refused', reason: `expected the columns Name and Description, found ${listed(cells)}` };
  const firstTissue = Math.max(id, name) + 1;
  const tissues = cells.slice(firstTissue).map((cell) => cell.trim());
  if (tissues.length === 0) return { kind: 'refused', reason: 'the header names no tissue' };
  const sample = tissues.find((tissue) => /^GTEX-\w+-/.test(tissue));
  if (sample !== undefined)
    return {
      kind: 'refused',
      reason: `the columns are samples (${sample}), expected tissues: the file of medians is the one to give`,
    };
  return {
    kind: 'layout',
    layout: {
      kind: 'wide',
      tool: 'GTEx',
      unit: 'TPM',
      delimiter: '\t',
      id,
      name,
      firstTissue,
      tissues,
      width: cells.length,
    },
  };
}

function longHeader(line: string): Header {
  const delimiter = line.includes('\t') ? '\t' : ',';
  const cells = cellsOf(line, delimiter).map((cell) => cell.trim());
  const names = cells.map((cell) => cell.toLowerCase());
  const find = (wanted: readonly string[]): number | null => {
    const found = wanted.find((name) => names.includes(name));
    return found === undefined ? null : names.indexOf(found);
  };
  const columns = {
    id: find(idColumns),
    name: find(nameColumns),
    tissue: find(tissueColumns),
    value: find(valueColumns),
  };
  const { id, name, tissue, value } = columns;
  const missing = [
    ...(id === null && name === null ? ['gene'] : []),
    ...(tissue === null ? ['tissue'] : []),
    ...(value === null ? ['TPM'] : []),
  ];
  if (tissue === null || value === null || missing.length > 0)
    return { kind: 'refused', reason: `no ${missing.join(', no ')} column among: ${listed(cells)}` };
  return {
    kind: 'layout',
    layout: {
      kind: 'long',
      tool: names[0] === 'gene' && names[1] === 'gene name' ? 'Human Protein Atlas' : 'table',
      unit: units[names[value] ?? ''] ?? '',
      delimiter,
      id,
      name,
      tissue,
      value,
      width: cells.length,
    },
  };
}

function listed(cells: readonly string[]): string {
  const shown = cells.slice(0, 8).map((cell) => cell.slice(0, 40));
  return cells.length > 8 ? `${shown.join(', ')} and ${cells.length - 8} more` : shown.join(', ');
}
