/** A submitted evidence file: its lines, and what is said where it is wrong. */
import { AntigraphError, type ErrorCode } from '../../../schemas/errors.js';
import type { ByteSource } from '../../../schemas/stage.js';
import { CompressedBytesError } from '../../shared/bgzf/index.js';
import { decompressLines } from '../../shared/text-of-lines.js';
import { LineSplitter } from '../../shared/vcf/lines.js';

type EvidenceErrorCode = Extract<
  ErrorCode,
  'EXPRESSION_MALFORMED' | 'RNA_COUNTS_MALFORMED' | 'COPY_NUMBER_MALFORMED' | 'HLA_LOSS_MALFORMED'
>;

export interface EvidenceFile {
  readonly source: ByteSource;
  readonly code: EvidenceErrorCode;
  /** What to do where the file cannot be read. */
  readonly fix: string;
}

/** Deep pileups hold a letter and a quality per read; no table's row is longer. */
const longestLineBytes = 16 * 1024 * 1024;

/** The error of a file at a line (1-based). */
export function fault(file: EvidenceFile, line: number, message: string, field?: string): AntigraphError {
  return new AntigraphError(file.code, message, {
    at: { file: file.source.name, line, ...(field === undefined ? {} : { field }) },
    fix: file.fix,
  });
}

/** Shortens foreign text for a message. */
export function clip(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

export interface LinesRead {
  readonly lineCount: number;
  /** False where the last line has no line break: tools write one, so the file may be cut. */
  readonly endsWithNewline: boolean;
}

/**
 * Calls `visit` with every line (1-based numbers, no line break), of plain, gzip or bgzip bytes, in order.
 * @throws the file's code where the compression is damaged or cut, a line has no end, or the bytes are no text
 */
export async function readLines(
  file: EvidenceFile,
  visit: (text: string, line: number) => void,
): Promise<LinesRead> {
  let line = 0;
  const lines = new LineSplitter(
    (bytes, start, end) => {
      line += 1;
      const from = line === 1 && bytes[start] === 0xef && bytes[start + 1] === 0xbb ? start + 3 : start;
      const text = bytes.toString('utf8', from, end);
      if (text.includes('\0')) throw fault(file, line, 'the file holds binary data, expected text');
      visit(text, line);
    },
    () => {
      throw fault(file, line + 1, 'the line has no end');
    },
  );
  try {
    for await (const chunk of decompressLines(file.source, longestLineBytes)) lines.push(chunk);
  } catch (error) {
    if (!(error instanceof CompressedBytesError)) throw error;
    throw new AntigraphError(file.code, `${error.message}: the file is not whole`, {
      at: { file: file.source.name, line: line + 1 },
      fix: 'Copy or download the file again (gzip -t tests it).',
      cause: error,
    });
  }
  const hasOpenEnd = lines.finish();
  return { lineCount: line, endsWithNewline: !hasOpenEnd };
}

/** What is said of a file whose last line has no line break. */
export const openEndNote = 'the last line has no line break: the file may be cut';
