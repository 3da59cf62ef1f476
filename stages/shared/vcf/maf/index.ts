/** MAF tables (TCGA, GDC) read into the VCF text that says the same: one line for each row of the one tumour asked for. */
import { AntigraphError } from '../../../../schemas/errors.js';
import { LineSplitter } from '../lines.js';
import type { MafConverter } from './converter.js';

export { isMaf, withoutMark } from './columns.js';
export { MafConverter, type RowOrigin } from './converter.js';
export { needsReference } from './record-of-row.js';

/** The bytes of a decompressed MAF as VCF text in whole lines, made by `converter`. @throws VCF_NOT_VCF, and what the converter throws */
export async function* mafAsText(
  chunks: AsyncIterable<Uint8Array>,
  converter: MafConverter,
  file: string,
): AsyncGenerator<Uint8Array> {
  const splitter = new LineSplitter(
    (bytes, start, end) => converter.push(bytes.toString('utf8', start, end)),
    () => {
      throw new AntigraphError('VCF_NOT_VCF', 'expected the lines of a MAF, found binary data', {
        at: { file },
        fix: 'Give the table as text, plain or compressed with gzip.',
      });
    },
  );
  for await (const chunk of chunks) {
    splitter.push(chunk);
    yield Buffer.from(converter.take());
  }
  splitter.finish();
  converter.finish();
  yield Buffer.from(converter.take());
}
