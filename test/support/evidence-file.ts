/** Evidence files of tests, handed out in two pieces so that a line straddles them. */
import type { ByteSource } from '../../schemas/stage.js';

export function evidenceSource(content: string | Uint8Array, name = 'evidence.tsv'): ByteSource {
  const bytes = Buffer.from(content);
  return { name, sizeBytes: bytes.length, chunks: () => [bytes.subarray(0, 10), bytes.subarray(10)] };
}

/** A table of rows of cells. */
export function tsv(...rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.join('\t')}\n`).join('');
}
