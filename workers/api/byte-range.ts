/** Parts of a file, so that a download that broke off goes on where it did (RFC 9110 §14). */

/** Bytes [start, end) of a file. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * What a Range header asks for of a file with the entity tag. null: the whole, also where it asks for several parts or for what is not
 * there, which a server may answer so (§14.2), and where If-Range names another content (§13.1.5).
 */
export function rangeOf(
  headers: { readonly range?: string | undefined; readonly 'if-range'?: string | string[] | undefined },
  file: { readonly etag: string; readonly sizeBytes: number },
): ByteRange | null {
  const condition = headers['if-range'];
  if (condition !== undefined && condition !== file.etag) return null;
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(headers.range ?? '') ?? [];
  if (first === '' && last === '') return null;
  // Without a first byte it is the last so many.
  const start = first === '' ? Math.max(0, file.sizeBytes - Number(last)) : Number(first);
  const end = first === '' || last === '' ? file.sizeBytes : Math.min(file.sizeBytes, Number(last) + 1);
  return start < end ? { start, end } : null;
}

/** The bytes of the range, of chunks of the whole. */
export function* partOf(chunks: Iterable<Uint8Array>, { start, end }: ByteRange): Generator<Uint8Array> {
  let position = 0;
  for (const chunk of chunks) {
    if (position >= end) return;
    const part = chunk.subarray(Math.max(0, start - position), end - position);
    if (part.byteLength > 0) yield part;
    position += chunk.byteLength;
  }
}
