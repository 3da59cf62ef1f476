import type { ByteSource } from '../../../schemas/stage.js';
import { decompress } from '../../shared/bgzf/index.js';

export interface TextLine {
  /** 1-based. */
  readonly number: number;
  /** Without its line break. */
  readonly text: string;
}

/** The lines of a text file, plain or compressed, one at a time; line ends LF or CRLF, a byte order mark left out. */
export async function* textLines(source: ByteSource): AsyncGenerator<TextLine> {
  const decoder = new TextDecoder('utf-8');
  let pending = '';
  let number = 0;
  for await (const chunk of decompress(source)) {
    const parts = (pending + decoder.decode(chunk, { stream: true })).split('\n');
    pending = parts.pop() ?? '';
    for (const part of parts) {
      number += 1;
      yield { number, text: part.endsWith('\r') ? part.slice(0, -1) : part };
    }
  }
  pending += decoder.decode();
  if (pending !== '')
    yield { number: number + 1, text: pending.endsWith('\r') ? pending.slice(0, -1) : pending };
}
