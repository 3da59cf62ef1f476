/** multipart/form-data (RFC 7578, framing of RFC 2046 §5.1) read as it comes: a file's bytes are handed on, never gathered. */
import { malformed } from '../problem.js';

export interface FormPart {
  readonly name: string;
  /** null: a field, not a file. */
  readonly fileName: string | null;
  /** To be read to its end before the next part is asked for. */
  readonly body: AsyncIterable<Uint8Array>;
}

const mostHeaderBytes = 16_384;
/** A form of WES has a dozen fields and some files. */
const mostParts = 200;

/** The boundary of a Content-Type. @throws REQUEST_MALFORMED where it is no multipart/form-data */
export function boundaryOf(contentType: string | undefined): string {
  const [, quoted, plain] =
    /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"\r\n]{1,70})"|([^\s;"]{1,70}))/i.exec(
      contentType ?? '',
    ) ?? [];
  const boundary = quoted ?? plain;
  if (boundary !== undefined) return boundary;
  throw malformed('expected a body of type multipart/form-data with a boundary');
}

/** The parts in order. @throws REQUEST_MALFORMED where the framing is wrong or ends early */
export async function* partsOf(
  source: AsyncIterable<Uint8Array>,
  boundary: string,
): AsyncGenerator<FormPart> {
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
  const reader = new FormReader(source);
  // What stands before the first delimiter is to be ignored (RFC 2046 §5.1.1).
  await drain(reader.until(delimiter));
  for (let count = 0; ; count += 1) {
    if (count > mostParts) throw malformed(`the form has more than ${mostParts} parts`);
    // Blanks may stand between delimiter and line end; two dashes say that it was the last.
    const rest = (await reader.line()).trimEnd();
    if (rest.startsWith('--')) return;
    if (rest !== '') throw malformed('the form has text after a boundary');
    const body = reader.until(delimiter);
    yield { ...dispositionOf(await reader.headers()), body };
    // What the caller left unread.
    await drain(body);
  }
}

async function drain(chunks: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of chunks);
}

/** Bytes that have come and are not yet handed on. */
class FormReader {
  readonly #source: AsyncIterator<Uint8Array>;
  // The line end that belongs to the first delimiter, which has none before it.
  #held = Buffer.from('\r\n', 'latin1');

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Everything before the delimiter, which is taken as well. */
  async *until(delimiter: Buffer): AsyncGenerator<Uint8Array> {
    for (;;) {
      const at = this.#held.indexOf(delimiter);
      if (at >= 0) {
        const last = this.#held.subarray(0, at);
        this.#held = this.#held.subarray(at + delimiter.length);
        if (last.length > 0) yield last;
        return;
      }
      // The end may be the beginning of a delimiter.
      const sure = Math.max(0, this.#held.length - delimiter.length + 1);
      const chunk = this.#held.subarray(0, sure);
      this.#held = this.#held.subarray(sure);
      if (chunk.length > 0) yield chunk;
      await this.#pull();
    }
  }

  /** Up to the next line end, which is taken as well: text that the framing itself holds. */
  async line(): Promise<string> {
    for (;;) {
      const at = this.#held.indexOf('\r\n');
      if (at >= 0) {
        const line = this.#held.toString('utf8', 0, at);
        this.#held = this.#held.subarray(at + 2);
        return line;
      }
      // The closing delimiter may be the last there is.
      if (this.#held.toString('latin1').startsWith('--')) return '--';
      if (this.#held.length > mostHeaderBytes) throw malformed('a line of the form is too long');
      await this.#pull();
    }
  }

  async headers(): Promise<readonly string[]> {
    const lines: string[] = [];
    let size = 0;
    for (;;) {
      const line = await this.line();
      if (line === '') return lines;
      size += line.length;
      if (size > mostHeaderBytes) throw malformed('the headers of a part are too long');
      lines.push(line);
    }
  }

  async #pull(): Promise<void> {
    const next = await this.#source.next();
    if (next.done === true) throw malformed('the form ends before its closing boundary');
    this.#held = this.#held.length === 0 ? Buffer.from(next.value) : Buffer.concat([this.#held, next.value]);
  }
}

function dispositionOf(headers: readonly string[]): Pick<FormPart, 'name' | 'fileName'> {
  const text = headers.find((line) => /^content-disposition\s*:/i.test(line)) ?? '';
  const name = parameterOf(text, 'name');
  if (name === null) throw malformed('a part of the form has no name');
  return { name, fileName: parameterOf(text, 'filename') };
}

/** Browsers and RFC 7578 §4.2 write the name in quotes, with %22 or a backslash for a quote in it. */
function parameterOf(header: string, parameter: string): string | null {
  const pattern = new RegExp(`;\\s*${parameter}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;]+))`, 'i');
  const [, quoted, plain] = pattern.exec(header) ?? [];
  const value = quoted?.replace(/\\(["\\])/g, '$1') ?? plain;
  return value === undefined ? null : value.replace(/%22/g, '"');
}
