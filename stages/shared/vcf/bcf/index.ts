/**
 * BCF2 (VCF 4.3 §6): the header text with its dictionaries, then records in binary. Read here into the VCF text it stands for, so that
 * everything behind knows one format. No package: those at hand read a whole file or need native code.
 */
import { CompressedBytesError } from '../../bgzf/index.js';
import { type BcfHeader, readBcfHeader } from './dictionary.js';
import { bcfRecordText } from './record-text.js';
import { damaged } from './values.js';

/** 'BCF' and the major version, which decompressed files begin with. */
const magic = Buffer.from('BCF\x02', 'latin1');
/** Magic, minor version, length of the header text. */
const preambleSize = 9;
/** The two lengths before each record. */
const lengthsSize = 8;
/** As for a line of text: beyond it the lengths are damage. */
const largestRecord = 64 * 1024 * 1024;

export function isBcf(head: Buffer): boolean {
  return head.subarray(0, magic.length).equals(magic);
}

/** The bytes of a decompressed BCF as VCF text, in whole lines. @throws CompressedBytesError where it is cut or contradicts itself */
export async function* bcfAsText(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let pending: Buffer = Buffer.alloc(0);
  let header: BcfHeader | null = null;
  let recordCount = 0;
  for await (const chunk of chunks) {
    pending = Buffer.concat([pending, chunk]);
    let offset = 0;
    if (header === null) {
      const end = headerEnd(pending);
      if (end > pending.length) continue;
      header = readBcfHeader(headerText(pending, end));
      yield Buffer.from(header.text, 'latin1');
      offset = end;
    }
    let text = '';
    for (let end = recordEnd(pending, offset); end <= pending.length; end = recordEnd(pending, offset)) {
      const [start, sharedSize] = [offset + lengthsSize, pending.readUInt32LE(offset)];
      text += `${bcfRecordText(header, { bytes: pending, start, end, sharedSize })}\n`;
      recordCount += 1;
      offset = end;
    }
    pending = pending.subarray(offset);
    if (text !== '') yield Buffer.from(text, 'latin1');
  }
  if (header === null) throw new CompressedBytesError('the BCF stops inside its header', 'cut');
  if (pending.length > 0)
    throw new CompressedBytesError(`the BCF stops inside record ${recordCount + 1}`, 'cut');
}

/** Where the header ends; past the end of the bytes while it is not there whole. */
function headerEnd(bytes: Buffer): number {
  if (bytes.length < preambleSize) return Number.POSITIVE_INFINITY;
  const size = bytes.readUInt32LE(preambleSize - 4);
  if (size > largestRecord) throw damaged(`a header said to be ${size} bytes long`);
  return preambleSize + size;
}

function headerText(bytes: Buffer, end: number): string {
  return bytes.toString('latin1', preambleSize, end).replace(/\0+$/, '');
}

function recordEnd(bytes: Buffer, offset: number): number {
  if (bytes.length - offset < lengthsSize) return Number.POSITIVE_INFINITY;
  const size = bytes.readUInt32LE(offset) + bytes.readUInt32LE(offset + 4);
  if (size > largestRecord) throw damaged(`a record said to be ${size} bytes long`);
  return offset + lengthsSize + size;
}
