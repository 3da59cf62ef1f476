/** The lines of a small submitted file. */
import { AntigraphError, type ErrorCode } from '../../../schemas/errors.js';
import type { ByteSource } from '../../../schemas/stage.js';
import { CompressedBytesError } from '../../shared/bgzf/index.js';
import { decompressLines } from '../../shared/text-of-lines.js';

export interface SubmittedFile {
  readonly source: ByteSource;
  readonly code: Extract<ErrorCode, 'KNOWN_EPITOPES_MALFORMED' | 'DRIVERS_MALFORMED'>;
  /** What to give instead. */
  readonly fix: string;
}

export interface Line {
  /** 1-based. */
  readonly number: number;
  /** Trimmed. */
  readonly text: string;
}

/** All epitopes of the IEDB are a tenth of this. */
const largestBytes = 256 * 1024 * 1024;

/** Lines with content, in order; those that begin with '#' are left out. @throws the file's code where it is damaged, empty, no text or too large */
export async function linesOf(file: SubmittedFile): Promise<readonly Line[]> {
  const decoder = new TextDecoder('utf-8');
  let text = '';
  try {
    for await (const chunk of decompressLines(file.source)) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > largestBytes) throw malformed(file, 1, 'the file is larger than 256 MiB');
    }
  } catch (error) {
    if (!(error instanceof CompressedBytesError)) throw error;
    throw malformed(file, 1, `${error.message}: the file is not whole`);
  }
  text += decoder.decode();
  if (text.includes('\0')) throw malformed(file, 1, 'the file holds binary data, expected text');
  const lines = text
    .split(/\r\n|\n|\r/)
    .map((line, index) => ({ number: index + 1, text: line.trim() }))
    .filter((line) => line.text !== '' && !line.text.startsWith('#'));
  if (lines.length === 0) throw malformed(file, 1, 'the file is empty');
  return lines;
}

/** Cells of a line between tabs or, where there is none, commas; unquoted and trimmed. */
export function cellsOf(line: string): readonly string[] {
  if (line.includes('\t')) return line.split('\t').map(unquoted);
  return Array.from(line.matchAll(/(?:^|,)("(?:[^"]|"")*"|[^,]*)/g), ([, cell = '']) => unquoted(cell));
}

function unquoted(cell: string): string {
  const trimmed = cell.trim();
  const inner = /^"(.*)"$/s.exec(trimmed)?.[1];
  return inner === undefined ? trimmed : inner.replaceAll('""', '"').trim();
}

/** The error of a line. */
export function malformed(
  file: SubmittedFile,
  line: number,
  message: string,
  field?: string,
): AntigraphError {
  return new AntigraphError(file.code, message, {
    at: { file: file.source.name, line, ...(field === undefined ? {} : { field }) },
    fix: file.fix,
  });
}

/** Shortens foreign text for a message. */
export function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
