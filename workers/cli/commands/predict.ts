import { readFileSync } from 'node:fs';
import { parseString } from 'fast-csv';
import { AntigraphError } from '../../../schemas/errors.js';
import { parseClassIAllele } from '../../../schemas/hla.js';
import { panelOf } from '../../../stages/predict-binding/index.js';
import { tsvLine } from '../../../stages/shared/tsv.js';
import { openPredictor } from '../../local/resources.js';
import { checkFile, labelOf } from '../options.js';
import { stdoutWriter } from '../stdout.js';

const columns = [
  'peptide',
  'allele',
  'affinity_nm',
  'percentile_rank',
  'presentation_score',
  'predictor',
  'version',
  'status',
];
const batchSize = 4096;

/** `antigraph predict`: one row per peptide × allele, peptides in file order, alleles as given. */
export async function predict(options: {
  readonly alleles: string;
  readonly peptides: string;
  readonly class: 'I' | 'II';
  readonly predictor: string;
}): Promise<void> {
  checkFile(options.peptides, '--peptides');
  if (options.class === 'II') {
    throw new AntigraphError('PREDICTOR_UNKNOWN', 'there is no bundled class II predictor yet', {
      fix: 'Run with --class I.',
    });
  }
  const alleles = [
    ...new Set(
      options.alleles
        .split(/[\s,;]+/)
        .filter((name) => name !== '')
        .map(parseClassIAllele),
    ),
  ];
  if (alleles.length === 0)
    throw new AntigraphError('HLA_EMPTY', '--alleles names no allele', {
      fix: 'For example --alleles HLA-A*02:01,HLA-B*07:02.',
    });
  const predictor = await openPredictor(options.predictor);
  panelOf(predictor, alleles);
  const peptides = await readPeptides(options.peptides);
  const write = stdoutWriter();
  write(tsvLine(columns));
  for (let start = 0; start < peptides.length; start += batchSize) {
    const batch = peptides.slice(start, start + batchSize);
    const block = await predictor.predict(batch, alleles);
    for (const [row, peptide] of batch.entries()) {
      for (const [column, allele] of alleles.entries()) {
        const at = row * alleles.length + column;
        const values = [block.affinityNm[at], block.percentileRank[at], block.presentationScore[at]].map(
          (value) => (value === undefined || Number.isNaN(value) ? null : value),
        );
        const status = values.includes(null) ? 'NOT_PREDICTED' : 'ok';
        write(tsvLine([peptide, allele, ...values, predictor.name, predictor.version, status]));
      }
    }
  }
  await write.end();
}

/** One peptide a line, FASTA (each record is a peptide), or a table with a 'peptide' column. @throws PEPTIDE_MALFORMED */
async function readPeptides(path: string): Promise<readonly string[]> {
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  const [first = ''] = text.split(/\r?\n/, 1);
  const peptides = text.startsWith('>')
    ? fromFasta(text)
    : /[\t,]/.test(first)
      ? await fromTable(text, first, labelOf(path))
      : fromLines(text);
  if (peptides.length === 0) {
    throw new AntigraphError('PEPTIDE_MALFORMED', `${labelOf(path)} holds no peptide`, {
      at: { file: labelOf(path) },
      fix: 'Give one peptide a line, FASTA, or a table with a peptide column.',
    });
  }
  for (const [index, peptide] of peptides.entries()) {
    if (!/^[A-Z*]+$/.test(peptide)) {
      throw new AntigraphError(
        'PEPTIDE_MALFORMED',
        `'${peptide.slice(0, 40)}' is not a peptide (one-letter amino acids)`,
        {
          at: { file: labelOf(path), line: index + 1 },
          fix: 'Give one peptide a line, FASTA, or a table with a peptide column.',
        },
      );
    }
  }
  return peptides;
}

function fromLines(text: string): readonly string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const named = lines[0]?.toLowerCase() === 'peptide' ? lines.slice(1) : lines;
  return named.filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.toUpperCase());
}

function fromFasta(text: string): readonly string[] {
  return text
    .split(/^>.*\r?\n?/m)
    .map((record) => record.replace(/\s+/g, '').toUpperCase())
    .filter((record) => record !== '');
}

async function fromTable(text: string, header: string, file: string): Promise<readonly string[]> {
  const delimiter = header.includes('\t') ? '\t' : ',';
  const peptides: string[] = [];
  let column = -1;
  for await (const cells of parseString(text, { headers: false, delimiter, ignoreEmpty: true })) {
    const row: readonly string[] = cells;
    if (column >= 0) peptides.push((row[column] ?? '').trim().toUpperCase());
    else {
      column = row.findIndex((name) =>
        ['peptide', 'epitope', 'sequence', 'mt epitope seq'].includes(name.trim().toLowerCase()),
      );
      if (column < 0) {
        throw new AntigraphError('PEPTIDE_MALFORMED', `no peptide column among: ${row.join(', ')}`, {
          at: { file, line: 1, field: 'header' },
          fix: "Name the column 'peptide'.",
        });
      }
    }
  }
  return peptides;
}
