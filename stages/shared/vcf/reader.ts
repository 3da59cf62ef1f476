import { AntigraphError } from '../../../schemas/errors.js';
import type { ByteSource } from '../../../schemas/stage.js';
import { CompressedBytesError } from '../bgzf/index.js';
import type { VcfHeader } from './header.js';
import { HeaderReader, notVcf } from './header-reader.js';
import { LineSplitter, longestLineBytes } from './lines.js';
import { type MalformedLine, VcfRecord } from './record.js';
import { openVcfText, type VcfText, type VcfTextOptions } from './text.js';

export interface VcfVisitor {
  /** Once, before any record. */
  header(header: VcfHeader): void;
  /** Every readable data line, in file order; the view is reused and valid only during the call. */
  record(record: VcfRecord): void;
  malformed(problem: MalformedLine): void;
}

interface VcfReading {
  readonly lineCount: number;
  readonly blankLineCount: number;
  readonly endsWithNewline: boolean;
}

/**
 * Reads a VCF, BCF or MAF of any compression in one pass and bounded memory (a block and one line), calling the visitor in file order.
 * Lines are not checked beyond what VcfRecord.read states; blank lines are skipped and counted.
 * `options` serve a MAF alone.
 * @throws VCF_NOT_VCF, VCF_VERSION_UNSUPPORTED, VCF_HEADER_MALFORMED, VCF_TRUNCATED; VCF_RECORD_MALFORMED for a line without end
 */
export async function readVcf(
  source: ByteSource,
  visitor: VcfVisitor,
  options: VcfTextOptions = {},
): Promise<VcfReading> {
  const headerReader = new HeaderReader(source.name);
  const record = new VcfRecord();
  let isInHeader = true;
  let lineCount = 0;
  let blankLineCount = 0;
  let text: VcfText | null = null;

  const visitLine = (bytes: Buffer, start: number, end: number): void => {
    lineCount += 1;
    if (isInHeader) {
      const header = headerReader.read(bytes.toString('utf8', start, end), lineCount);
      if (header === null) return;
      isInHeader = false;
      visitor.header(header);
      return;
    }
    if (start === end) {
      blankLineCount += 1;
      return;
    }
    const origin = text?.takeOrigin(lineCount) ?? null;
    const problem = origin?.problem ?? record.read(bytes, start, end, origin?.line ?? lineCount);
    if (problem === null) visitor.record(record);
    else visitor.malformed(problem);
  };
  const lines = new LineSplitter(visitLine, () => {
    throw lineCount === 0 ? notVcf(source.name, 'binary data') : overlong(source.name, lineCount + 1);
  });

  try {
    text = await openVcfText(source, options);
    for await (const chunk of text.chunks) lines.push(chunk);
  } catch (error) {
    throw error instanceof CompressedBytesError ? truncated(source.name, lineCount + 1, error) : error;
  }
  const hasOpenEnd = lines.finish();
  if (isInHeader) throw headerReader.missingColumns(lineCount + 1);
  return { lineCount, blankLineCount, endsWithNewline: !hasOpenEnd };
}

/** VCF_TRUNCATED: `line` is the first that is not whole. */
export function truncated(file: string, line: number, cause: CompressedBytesError): AntigraphError {
  const message =
    cause.problem === 'cut'
      ? `${cause.message}: the file is complete only up to line ${line - 1}, so variants would be missing`
      : `${cause.message}: nothing after line ${line - 1} can be trusted`;
  return new AntigraphError('VCF_TRUNCATED', message, {
    at: { file, line },
    fix: 'Copy or download the file again and compare its size and checksum with the original (gzip -t tests it).',
    details: { problem: cause.problem, completeLines: line - 1 },
    cause,
  });
}

/** VCF_RECORD_MALFORMED for a line without end. */
export function overlong(file: string, line: number): AntigraphError {
  return new AntigraphError(
    'VCF_RECORD_MALFORMED',
    `the line does not end within ${longestLineBytes} bytes`,
    {
      at: { file, line },
      fix: 'The file is damaged or its lines end in an unusual way; write it again, e.g. with bcftools view.',
    },
  );
}
