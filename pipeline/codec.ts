/** Rows ⇄ bytes: NDJSON for 'many', one JSON line for 'one', bytes as they are for files. */

import type { z } from 'zod';
import { AntigraphError, defect } from '../schemas/errors.js';
import type { Artifact, ByteSource } from '../schemas/stage.js';
import type { ObjectWriter } from './ports.js';

/** Encoded text is handed on in pieces of about this size: large enough that writes cost nothing, small enough to bound memory. */
const flushLength = 1 << 18;

export interface RowSink {
  emit(value: unknown): void;
  finish(): number | null;
}

/** A writer of rows or bytes for one output; `finish` flushes and returns the row count (null for files). */
export function encodeTo(writer: ObjectWriter, artifact: Artifact, stage: string): RowSink {
  if (artifact.kind === 'bytes') return bytesSink(writer);
  let text = '';
  let rowCount = 0;
  return {
    emit(row) {
      text += `${JSON.stringify(row)}\n`;
      rowCount += 1;
      if (text.length >= flushLength) {
        writer.write(Buffer.from(text));
        text = '';
      }
    },
    finish() {
      if (text !== '') writer.write(Buffer.from(text));
      if (artifact.kind === 'one' && rowCount !== 1) {
        throw defect(
          `stage ${stage} wrote ${rowCount} values to '${artifact.name}', which takes exactly one`,
        );
      }
      return rowCount;
    },
  };
}

function bytesSink(writer: ObjectWriter): RowSink {
  return {
    emit(bytes) {
      if (typeof bytes === 'string') writer.write(Buffer.from(bytes));
      else if (bytes instanceof Uint8Array) writer.write(bytes);
      else throw defect('a file output takes bytes or text');
    },
    finish: () => null,
  };
}

/** Complete lines of the sources in order, without the newline; memory is bounded by a chunk and a line. */
export function* linesOf(sources: readonly ByteSource[]): Generator<string> {
  for (const source of sources) {
    let rest: Buffer = Buffer.alloc(0);
    for (const chunk of source.chunks()) {
      const bytes =
        rest.length === 0
          ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
          : Buffer.concat([rest, chunk]);
      let start = 0;
      for (let end = bytes.indexOf(10, start); end >= 0; end = bytes.indexOf(10, start)) {
        yield bytes.toString('utf8', start, end);
        start = end + 1;
      }
      rest = Buffer.from(bytes.subarray(start));
    }
    if (rest.length > 0) yield rest.toString('utf8');
  }
}

/** Rows of a 'many' artifact, each checked against its schema; may be iterated more than once. @throws ARTIFACT_INVALID */
export function decodeRows<Row>(
  sources: readonly ByteSource[],
  options: {
    readonly name: string;
    readonly schema: z.ZodType<Row>;
    readonly startRow?: number;
    readonly endRow?: number;
  },
): Iterable<Row> {
  const { name, schema, startRow = 0, endRow = Number.POSITIVE_INFINITY } = options;
  return {
    *[Symbol.iterator]() {
      let index = 0;
      for (const line of linesOf(sources)) {
        if (index >= endRow) return;
        if (index >= startRow) yield decodeRow(line, index, name, schema);
        index += 1;
      }
    },
  };
}

function decodeRow<Row>(line: string, index: number, name: string, schema: z.ZodType<Row>): Row {
  const parsed = schema.safeParse(parseJson(line, name, index));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AntigraphError(
    'ARTIFACT_INVALID',
    `row ${index + 1} of artifact '${name}' does not have the declared shape: ${issue?.path.join('.')}: ${issue?.message}`,
  );
}

function parseJson(line: string, name: string, index: number): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new AntigraphError('ARTIFACT_INVALID', `row ${index + 1} of artifact '${name}' is not JSON`, {
      cause,
    });
  }
}

/** Several files read as one. */
export function joinSources(sources: readonly ByteSource[]): ByteSource {
  const [first] = sources;
  if (first !== undefined && sources.length === 1) return first;
  return {
    name: first?.name ?? '',
    sizeBytes: sources.reduce((sum, source) => sum + source.sizeBytes, 0),
    *chunks() {
      for (const source of sources) yield* source.chunks();
    },
  };
}
