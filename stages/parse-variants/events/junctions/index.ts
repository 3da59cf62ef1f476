/** Splice junction tables → events: regtools, STAR, splice2neo, told apart by their first line. */
import { AntigraphError } from '../../../../schemas/errors.js';
import type { OmissionCode } from '../../../../schemas/omissions.js';
import type { ReferenceBundle } from '../../../../schemas/reference.js';
import type { ByteSource } from '../../../../schemas/stage.js';
import type { ReadEvent } from '../event-row.js';
import { type TextLine, textLines, wholeFile } from '../text-lines.js';
import { intronAtEdge, transcriptKeeping, transcriptWithIntron } from './annotated-introns.js';
import type { JunctionCall, JunctionFormat, TableRow } from './junction-call.js';
import { junctionRow } from './junction-row.js';
import { regtools, regtoolsBed } from './regtools.js';
import { splice2neo } from './splice2neo.js';
import { star } from './star.js';

const formats: readonly JunctionFormat[] = [regtools, splice2neo, regtoolsBed, star];

interface JunctionOptions {
  readonly reference: ReferenceBundle | null;
  /** Rows of unfiltered tables with fewer reads are left out. */
  readonly minJunctionReads: number;
}

/**
 * Every junction of the table, in file order; junctions of the annotation and those with too few reads are omitted. The same junction on
 * a later row leaves as DUPLICATE_ALLELE, except where a table has a row for each transcript: those rows are one event.
 * @throws JUNCTIONS_MALFORMED where the first line is that of no known table or the file is cut
 */
export async function* readJunctions(
  source: ByteSource,
  options: JunctionOptions,
): AsyncGenerator<ReadEvent> {
  yield* wholeFile(distinctJunctions(source, options), {
    name: source.name,
    code: 'JUNCTIONS_MALFORMED',
    what: 'table',
  });
}

interface CallAt {
  readonly call: JunctionCall;
  readonly line: number;
}

async function* distinctJunctions(source: ByteSource, options: JunctionOptions): AsyncGenerator<ReadEvent> {
  const firstLineOf = new Map<string, number>();
  const merged = new Map<string, CallAt>();
  for await (const { row, format, text } of tableRows(source)) {
    const call = format.read(row);
    if ('reason' in call) {
      const reason = `line ${row.line}: ${call.reason}`;
      yield { kind: 'omitted', input: `junction:${text.slice(0, 80)}`, code: 'RECORD_MALFORMED', reason };
      continue;
    }
    const key = `${call.chrom}:${call.start}-${call.end}:${call.strand}`;
    const earlier = firstLineOf.get(key);
    if (format.hasRowPerTranscript) {
      const known = merged.get(key);
      merged.set(key, { call: mergeCalls(known?.call, call), line: known?.line ?? row.line });
    } else if (earlier !== undefined) {
      yield omitted(call, 'DUPLICATE_ALLELE', `line ${earlier} gave the same junction`);
    } else {
      const event = eventOf({ call, line: row.line }, format, options);
      // A row with too few reads does not stand for one with enough, as where the files of two samples are joined.
      if (event.kind === 'event') firstLineOf.set(key, row.line);
      yield event;
    }
  }
  for (const call of merged.values()) yield eventOf(call, splice2neo, options);
}

function mergeCalls(known: JunctionCall | undefined, call: JunctionCall): JunctionCall {
  if (known === undefined) return call;
  const union = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])];
  return {
    ...known,
    genes: union(known.genes, call.genes),
    transcripts: union(known.transcripts, call.transcripts),
    causes: union(known.causes, call.causes),
    // A row for each stretch of the context sequence: only that at the joint has reads over its end.
    reads:
      known.reads === null || call.reads === null
        ? (known.reads ?? call.reads)
        : Math.max(known.reads, call.reads),
  };
}

interface ReadLine {
  readonly row: TableRow;
  readonly format: JunctionFormat;
  readonly text: string;
}

async function* tableRows(source: ByteSource): AsyncGenerator<ReadLine> {
  let table: { readonly format: JunctionFormat; readonly columns: ReadonlyMap<string, number> } | null = null;
  for await (const line of textLines(source)) {
    if (line.text.trim() === '' || line.text.startsWith('track ')) continue;
    const fields = line.text.split('\t');
    if (table === null) {
      const format = formatOf(line, fields, source.name);
      const names = format.hasHeader ? fields : fields.map((_, index) => String(index + 1));
      table = { format, columns: new Map(names.map((name, index) => [name, index])) };
      if (format.hasHeader) continue;
    }
    yield { row: rowOf(table.columns, line.number, fields), format: table.format, text: line.text };
  }
  if (table === null) throw unknownTable(source.name, 1, 'the file is empty');
}

/** The tool whose table begins with this line; null: none of the known ones. */
export function junctionToolOf(firstLine: string): string | null {
  return formats.find((candidate) => candidate.isFirstLine(firstLine.split('\t')))?.tool ?? null;
}

function formatOf(line: TextLine, fields: readonly string[], file: string): JunctionFormat {
  const format = formats.find((candidate) => candidate.isFirstLine(fields));
  if (format !== undefined) return format;
  throw unknownTable(file, line.number, `its first line is '${line.text.slice(0, 120)}'`);
}

function rowOf(columns: ReadonlyMap<string, number>, line: number, fields: readonly string[]): TableRow {
  return {
    line,
    get(column) {
      const index = columns.get(column);
      const value = index === undefined ? '' : (fields[index] ?? '').trim();
      return value === '' || value === '.' || value === 'NA' ? null : value;
    },
  };
}

function unknownTable(file: string, line: number, found: string): AntigraphError {
  return new AntigraphError('JUNCTIONS_MALFORMED', `this is none of the known junction tables: ${found}`, {
    at: { file, line, field: 'header' },
    fix: "Give, tab-separated, the output of regtools (junctions annotate, cis-splice-effects identify, or junctions extract), STAR's SJ.out.tab, or a splice2neo table with a junc_id column. Scores of SpliceAI, CI-SpliceAI and Pangolin are read from the VCF they annotate (--vcf); MMSplice's CSV names exons and no junctions.",
  });
}

function omitted(call: JunctionCall, code: OmissionCode, reason: string): ReadEvent {
  return { kind: 'omitted', input: `junction:${call.written}`, code, reason };
}

function eventOf({ call, line }: CallAt, format: JunctionFormat, options: JunctionOptions): ReadEvent {
  const { reference, minJunctionReads } = options;
  if (call.isAnnotated) return omitted(call, 'JUNCTION_KNOWN', `${call.tool} found it in its annotation`);
  if (format.isUnfiltered && (call.reads ?? 0) < minJunctionReads) {
    return omitted(call, 'FILTERED', `${call.reads} reads, fewer than the ${minJunctionReads} asked for`);
  }
  const contig = reference === null ? null : reference.resolveContig(call.chrom);
  if (reference === null) {
    if (!call.isRetention) return { kind: 'event', row: junctionRow(call, { line, base: 'N' }) };
    return omitted(call, 'EVENT_UNRESOLVED', 'without a reference the retained intron is not known');
  }
  if (contig === null) {
    const reason = `the reference ${reference.summary.name} has no contig '${call.chrom}'`;
    return omitted(call, 'CONTIG_UNKNOWN', reason);
  }
  if (call.end >= contig.length) {
    const reason = `base ${call.end + 1} is past the end of ${contig.name}, which has ${contig.length} bases`;
    return omitted(call, 'POSITION_OUT_OF_RANGE', reason);
  }
  const placed = placeOn(reference, { ...call, chrom: contig.name });
  if ('code' in placed) return omitted(call, placed.code, placed.reason);
  const base = reference.sequence(contig.name, placed.start - 1, placed.start) || 'N';
  return { kind: 'event', row: junctionRow(placed, { line, base }) };
}

/** The call with the whole intron, or why it is no event. */
function placeOn(
  reference: ReferenceBundle,
  call: JunctionCall,
): JunctionCall | { readonly code: OmissionCode; readonly reason: string } {
  const { chrom: contig, strand, start, end } = call;
  const place = { contig, strand, start, end };
  if (!call.isRetention) {
    const known = transcriptWithIntron(reference, place);
    return known === null ? call : { code: 'JUNCTION_KNOWN', reason: `${known} splices out the same intron` };
  }
  const keeping = transcriptKeeping(reference, place);
  if (keeping !== null) {
    return { code: 'JUNCTION_KNOWN', reason: `an exon of ${keeping} reads on across this edge` };
  }
  const intron = intronAtEdge(reference, { contig, strand, at: start }, call.transcripts);
  if (intron === null) {
    return { code: 'EVENT_UNRESOLVED', reason: 'no intron of the reference begins or ends here' };
  }
  return { ...call, ...intron };
}
