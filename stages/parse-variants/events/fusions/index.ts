/** Fusion tables → events: Arriba, STAR-Fusion, FusionCatcher, EasyFuse, told apart by their header. */
import { AntigraphError } from '../../../../schemas/errors.js';
import type { ReferenceBundle } from '../../../../schemas/reference.js';
import type { ByteSource } from '../../../../schemas/stage.js';
import { reverseComplement } from '../../../shared/genetic-code.js';
import { type EventFields, jointRow, type ReadEvent } from '../event-row.js';
import { type TextLine, textLines, wholeFile } from '../text-lines.js';
import { arriba } from './arriba.js';
import { type BrokenEnd, endKey, formatBreakend } from './breakend.js';
import { easyFuse } from './easyfuse.js';
import { type FusionCall, type FusionFormat, sumOfKnown, type TableRow } from './fusion-call.js';
import { fusionCatcher } from './fusion-catcher.js';
import { placeOn } from './place-on-reference.js';
import { starFusion } from './star-fusion.js';

const formats: readonly FusionFormat[] = [arriba, starFusion, fusionCatcher, easyFuse];

/**
 * Every joint of the table, in file order. The same joint on a later row leaves as DUPLICATE_ALLELE, except where a table has a row for
 * each pair of transcripts: those rows are one event.
 * @throws FUSIONS_MALFORMED where the header is none of the known ones or the file is cut
 */
export async function* readFusions(
  source: ByteSource,
  reference: ReferenceBundle | null,
): AsyncGenerator<ReadEvent> {
  yield* wholeFile(joinedRows(source, reference), {
    name: source.name,
    code: 'FUSIONS_MALFORMED',
    what: 'table',
  });
}

interface CallAt {
  readonly call: FusionCall;
  readonly line: number;
}

async function* joinedRows(source: ByteSource, reference: ReferenceBundle | null): AsyncGenerator<ReadEvent> {
  const firstLineOf = new Map<string, number>();
  const merged = new Map<string, CallAt>();
  for await (const { row, format, text } of tableRows(source)) {
    const call = format.read(row);
    if ('reason' in call) {
      const reason = `line ${row.line}: ${call.reason}`;
      yield { kind: 'omitted', input: `fusion:${text.slice(0, 80)}`, code: 'RECORD_MALFORMED', reason };
      continue;
    }
    const key = `${endKey(call.five)} ${endKey(call.three)}`;
    const earlier = firstLineOf.get(key);
    if (format.hasRowPerTranscript) {
      const best = merged.get(key);
      if (best === undefined || call.preference < best.call.preference) {
        merged.set(key, { call, line: best?.line ?? row.line });
      }
    } else if (earlier !== undefined) {
      const reason = `line ${earlier} gave the same joint`;
      yield { kind: 'omitted', input: inputOf(call), code: 'DUPLICATE_ALLELE', reason };
    } else {
      firstLineOf.set(key, row.line);
      yield eventOf({ call, line: row.line }, reference);
    }
  }
  for (const call of merged.values()) yield eventOf(call, reference);
}

async function* tableRows(
  source: ByteSource,
): AsyncGenerator<{ readonly row: TableRow; readonly format: FusionFormat; readonly text: string }> {
  let header: Header | null = null;
  for await (const line of textLines(source)) {
    if (line.text.trim() === '') continue;
    if (header === null) {
      header = readHeader(line, source.name);
      continue;
    }
    yield { row: rowOf(header, line), format: header.format, text: line.text };
  }
  if (header === null) throw unknownTable(source.name, 1, 'the file is empty');
}

interface Header {
  readonly format: FusionFormat;
  readonly separator: string;
  readonly columns: ReadonlyMap<string, number>;
}

/** The tool whose table begins with this line; null: none of the known ones. */
export function fusionToolOf(headerLine: string): string | null {
  const separator = headerLine.includes('\t') ? '\t' : ';';
  const names = new Set(headerLine.replace(/^#/, '').split(separator).map(unquoted));
  return formats.find(({ columns }) => columns.every((name) => names.has(name)))?.tool ?? null;
}

function readHeader({ text, number }: TextLine, file: string): Header {
  const separator = text.includes('\t') ? '\t' : ';';
  const names = text.replace(/^#/, '').split(separator).map(unquoted);
  const columns = new Map(names.map((name, index) => [name, index]));
  const format = formats.find((candidate) => candidate.columns.every((name) => columns.has(name)));
  if (format === undefined) {
    throw unknownTable(file, number, `the columns found are ${names.slice(0, 8).join(', ').slice(0, 200)}`);
  }
  return { format, separator, columns };
}

function rowOf({ separator, columns }: Header, { text, number }: TextLine): TableRow {
  const fields = text.split(separator);
  return {
    line: number,
    get(column) {
      const index = columns.get(column);
      const value = index === undefined ? '' : unquoted(fields[index] ?? '');
      return value === '' || value === '.' || value === 'NA' ? null : value;
    },
  };
}

function unquoted(field: string): string {
  return field.trim().replace(/^"(.*)"$/, '$1');
}

function unknownTable(file: string, line: number, found: string): AntigraphError {
  return new AntigraphError('FUSIONS_MALFORMED', `this is none of the known fusion tables: ${found}`, {
    at: { file, line, field: 'header' },
    fix: "Give Arriba's fusions.tsv, STAR-Fusion's star-fusion.fusion_predictions.tsv, FusionCatcher's final-list_candidate-fusion-genes.txt (not its summary) or EasyFuse's fusions.csv, with the header line. AGFusion's folders hold no table of calls: give the table AGFusion was run on.",
  });
}

/** What the row is called in the ledger: genes and places as the file has them. */
function inputOf({ five, three }: FusionCall): string {
  const place = ({ chrom, position }: BrokenEnd): string => `${chrom}:${position}`;
  return `fusion:${five.gene}::${three.gene}:${place(five)}:${place(three)}`;
}

function eventOf({ call, line }: CallAt, reference: ReferenceBundle | null): ReadEvent {
  const input = inputOf(call);
  const five = placeOn(reference, call.five);
  if (five.kind === 'omitted') return { ...five, input };
  const three = placeOn(reference, call.three);
  if (three.kind === 'omitted') return { ...three, input };
  const joint = { left: five.end, right: three.end };
  return { kind: 'event', row: fusionRow(call, { input, line, joint, base: five.base }) };
}

function fusionRow(call: FusionCall, at: FusionPlace): EventFields {
  const { joint, base } = at;
  const { chrom, position, keeps } = joint.left;
  const insertedBases = keeps === 'left' ? call.insertedBases : reverseComplement(call.insertedBases);
  const alt = formatBreakend({ ...joint, insertedBases }, base);
  return jointRow({
    input: at.input,
    line: at.line,
    chrom,
    position,
    base,
    alt,
    reads: sumOfKnown([call.junctionReads, call.spanningReads]),
    event: {
      kind: 'fusion',
      tool: call.tool,
      level: 'rna',
      left: { ...joint.left, gene: call.five.gene, transcript: call.five.transcript },
      right: { ...joint.right, gene: call.three.gene, transcript: call.three.transcript },
      insertedBases: call.insertedBases,
      statedFrame: call.statedFrame,
      statedPeptide: call.statedPeptide,
      junctionReads: call.junctionReads,
      spanningReads: call.spanningReads,
      confidence: call.confidence,
    },
  });
}

interface FusionPlace {
  readonly input: string;
  readonly line: number;
  readonly joint: { readonly left: BrokenEnd; readonly right: BrokenEnd };
  readonly base: string;
}
