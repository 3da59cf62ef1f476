import { AntigraphError, type ErrorCode } from '../../../schemas/errors.js';
import type { ByteSource } from '../../../schemas/stage.js';
import { CompressedBytesError } from '../../shared/bgzf/index.js';
import { decompressLines } from '../../shared/text-of-lines.js';

export interface TextLine {
  /** 1-based. */
  readonly number: number;
  /** Without its line break. */
  readonly text: string;
}

/** The lines of a text file, plain or compressed, one at a time; line ends LF or CRLF, a byte order mark left out. */
export async function* textLines(source: ByteSource): AsyncGenerator<TextLine> {
  const decoder = new TextDecoder('utf-8');
  let pending: string[] = [];
  let number = 0;
  for await (const chunk of decompressLines(source)) {
    const [first = '', ...rest] = decoder.decode(chunk, { stream: true }).split('\n');
    // Joined once a line is whole: a line of many chunks would else be copied with each.
    pending.push(first);
    for (const part of rest) {
      number += 1;
      yield { number, text: withoutReturn(pending.join('')) };
      pending = [part];
    }
  }
  const last = pending.join('') + decoder.decode();
  if (last !== '') yield { number: number + 1, text: withoutReturn(last) };
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

/** Passes on what is read of a file. @throws the code given where the file is cut or damaged */
export async function* wholeFile<Row>(
  rows: AsyncIterable<Row>,
  { name, code, what }: { readonly name: string; readonly code: ErrorCode; readonly what: string },
): AsyncGenerator<Row> {
  try {
    yield* rows;
  } catch (error) {
    if (!(error instanceof CompressedBytesError)) throw error;
    throw new AntigraphError(code, `${error.message}: the ${what} is not whole`, {
      at: { file: name },
      fix: 'Copy or download the file again (gzip -t tests it).',
      cause: error,
    });
  }
}
