/** A reviewer's decisions: our own table, or the aggregated report that pVACview exports with its column Evaluation filled in. */

import type { DecisionRow } from '../../../schemas/selection.js';
import type { ByteSource } from '../../../schemas/stage.js';
import { malformed, readTable } from './table.js';

export interface Decision {
  readonly line: number;
  readonly decision: DecisionRow['decision'];
  /** The variant as written. */
  readonly subject: string;
  readonly reason: string | null;
  readonly reviewer: string | null;
}

export interface DecisionFile {
  readonly name: string;
  /** 'pvacview': the export names every variant of its own run, so one that this run has not is no slip of the pen. */
  readonly kind: 'table' | 'pvacview';
  /** In the file's order; rows still to be decided are left out. */
  readonly decisions: readonly Decision[];
}

type Columns = Readonly<Record<'subject' | 'decision' | 'reason' | 'reviewer', readonly number[]>>;

const columnNames = {
  decision: ['decision', 'evaluation'],
  reason: ['reason', 'comments', 'comment'],
  reviewer: ['reviewer', 'reviewed_by', 'name'],
} as const;

/** What a variant can be named by: the first of these whose columns are all there; several cells are joined by the mark. */
const subjectColumns: readonly { readonly names: readonly string[]; readonly mark: string }[] = [
  { names: ['variant'], mark: '' },
  { names: ['input'], mark: '' },
  { names: ['chrom', 'pos', 'ref', 'alt'], mark: ':' },
  { names: ['gene', 'hgvs_p'], mark: ' ' },
  { names: ['id'], mark: '' },
  { names: ['best_peptide'], mark: '' },
  { names: ['peptide'], mark: '' },
];

/** 'Pending' is pVACview's word for no decision yet. */
const undecided = new Set(['', 'pending', 'na']);

/** Whether a header with these columns (lower case) is one of decisions. */
export function areDecisionColumns(columns: readonly string[]): boolean {
  const isPvacview = columns.includes('evaluation') && columns.includes('id');
  return isPvacview || (columns.includes('decision') && subjectOf(columns) !== null);
}

/** @throws DECISIONS_MALFORMED with file:line */
export async function readDecisions(source: ByteSource): Promise<DecisionFile> {
  const { columns: written, rows } = await readTable(source);
  const lower = written.map((column) => column.toLowerCase());
  const isPvacview = lower.includes('evaluation') && lower.includes('id') && !lower.includes('decision');
  const columns = columnsOf(lower, isPvacview, source.name);
  const decisions = rows.flatMap(({ line, cells }) => {
    const cell = (places: readonly number[]) => places.map((place) => cells[place] ?? '');
    const [word = ''] = cell(columns.decision);
    if (undecided.has(word.toLowerCase())) return [];
    const subject = cell(columns.subject).join(markOf(lower, isPvacview));
    if (cell(columns.subject).some((part) => part === ''))
      throw malformed({ file: source.name, line }, 'the row decides, but names no variant');
    return [
      {
        line,
        decision: decisionOf(word, source.name, line),
        subject,
        reason: textOf(cell(columns.reason)[0]),
        reviewer: textOf(cell(columns.reviewer)[0]),
      },
    ];
  });
  return { name: source.name, kind: isPvacview ? 'pvacview' : 'table', decisions };
}

function columnsOf(lower: readonly string[], isPvacview: boolean, file: string): Columns {
  const find = (wanted: readonly string[]) => {
    const place = lower.findIndex((column) => wanted.includes(column));
    return place < 0 ? [] : [place];
  };
  const decision = isPvacview ? find(['evaluation']) : find(columnNames.decision);
  const names = isPvacview ? ['id'] : subjectOf(lower)?.names;
  const found = lower.join(', ');
  if (decision.length === 0)
    throw malformed({ file, line: 1, field: 'header' }, `no column 'decision' among: ${found}`);
  if (names === undefined)
    throw malformed({ file, line: 1, field: 'header' }, `no column that names the variant among: ${found}`);
  return {
    decision,
    subject: names.map((name) => lower.indexOf(name)),
    reason: find(columnNames.reason),
    reviewer: find(columnNames.reviewer),
  };
}

function subjectOf(lower: readonly string[]) {
  return subjectColumns.find(({ names }) => names.every((name) => lower.includes(name))) ?? null;
}

function markOf(lower: readonly string[], isPvacview: boolean): string {
  return isPvacview ? '' : (subjectOf(lower)?.mark ?? '');
}

function decisionOf(word: string, file: string, line: number): DecisionRow['decision'] {
  switch (word.toLowerCase()) {
    case 'accept':
      return 'accept';
    case 'reject':
      return 'reject';
    case 'review':
      return 'review';
    default:
      throw malformed(
        { file, line, field: 'decision' },
        `'${word.slice(0, 40)}' is no decision (accept, reject or review)`,
      );
  }
}

/** pVACview writes 'No comments' where nobody wrote any. */
function textOf(cell: string | undefined): string | null {
  return cell === undefined || cell === '' || cell === 'NA' || cell.toLowerCase() === 'no comments'
    ? null
    : cell;
}
