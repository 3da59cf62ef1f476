import { AntigraphError } from '../../../schemas/errors.js';
import { readHlaGene } from '../../../schemas/hla.js';
import {
  type AllelePair,
  type HlaCall,
  type Line,
  locusOfPairs,
  type TypingFile,
  type TypingFormat,
} from './typing.js';

/** 'A1', 'HLA-A_2', 'DRB1_1', 'DPA1.2': a gene and which of its two alleles. */
const columnPattern = /^(.+?)[ _.-]?([12])$/;

interface Column {
  readonly gene: string;
  readonly index: number;
}

/** The header's allele columns; a DRB column such as 'DRB11' or 'DRB12' is gene DRB1, allele 1 or 2. */
function alleleColumns(header: Line | undefined): readonly Column[] {
  return (header?.cells ?? []).flatMap((title, index) => {
    const gene = readHlaGene(columnPattern.exec(title)?.[1] ?? '');
    return gene === null ? [] : [{ gene, index }];
  });
}

function hasAllelePairs(file: TypingFile): boolean {
  const columns = alleleColumns(file.lines[0]);
  return columns.length >= 2 && columns.some(({ gene }) => gene === 'A' || gene === 'B' || gene === 'C');
}

function isOptiType(file: TypingFile): boolean {
  const titles = file.lines[0]?.cells ?? [];
  return hasAllelePairs(file) && titles.includes('Reads') && titles.includes('Objective');
}

/**
 * OptiType *_result.tsv (Szolek 2014, doi:10.1093/bioinformatics/btu548): one row a solution, the best first. Further rows come of
 * `--enumerate`; those of a lower objective are runners-up and not the genotype, those of the same objective are as good as it.
 */
export const optiType: TypingFormat = {
  tool: 'OptiType',
  recognises: isOptiType,
  read(file) {
    const [header, best, ...others] = file.lines;
    const column = header?.cells.indexOf('Objective') ?? -1;
    const objective = best?.cells[column];
    return rowCalls(
      header,
      best,
      others.filter(({ cells }) => cells[column] === objective),
    );
  },
};

/** A table of one sample a row and two columns a gene: arcasHLA's genotypes.tsv (`subject A1 A2 B1 …`) and others of the kind. */
export const geneColumns: TypingFormat = {
  tool: 'a table with the columns A1, A2, B1 …',
  recognises: (file) => hasAllelePairs(file) && !isOptiType(file),
  read(file) {
    const [header, row, second] = file.lines;
    if (second !== undefined) {
      throw new AntigraphError(
        'HLA_MALFORMED',
        `the table holds ${file.lines.length - 1} samples; one patient is expected`,
        {
          at: { line: second.number },
          fix: 'Leave the header and the row of this patient in the file.',
          details: { samples: file.lines.length - 1 },
        },
      );
    }
    return rowCalls(header, row, []);
  },
};

/** Calls of the row `best`; `tied` are rows of genotypes that are as good. */
function rowCalls(
  header: Line | undefined,
  best: Line | undefined,
  tied: readonly Line[],
): readonly HlaCall[] {
  const columns = alleleColumns(header);
  const line = best?.number ?? header?.number ?? 1;
  return [...new Set(columns.map(({ gene }) => gene))].flatMap((gene) => {
    const indices = columns.filter((column) => column.gene === gene).map(({ index }) => index);
    const pairs = [best, ...tied].map((row): AllelePair => {
      const [first = '', second = ''] = indices.map((index) => row?.cells[index] ?? '');
      return [first, second];
    });
    return locusOfPairs(pairs, { line, gene });
  });
}
