import { hash } from 'node:crypto';
import { z } from 'zod';

const headerSchema = z.object({
  format: z.literal('antigraph-peptide-set-1'),
  name: z.string(),
  peptides: z.number(),
  hashes: z.number(),
  hashBytes: z.literal(5),
});

export interface PeptideSet extends z.infer<typeof headerSchema> {
  /** Rising. */
  readonly values: Float64Array;
}

/** The first five bytes of a peptide's SHA-256 (training/leakage/peptide_sets.py). */
export function peptideHash(peptide: string): number {
  return Number.parseInt(hash('sha256', peptide).slice(0, 10), 16);
}

/** Reads a file of training/results/leakage: a line of JSON, then differences between sorted hashes in LEB128. */
export function readPeptideSet(content: Uint8Array): PeptideSet {
  const end = content.indexOf(10);
  const header = headerSchema.parse(JSON.parse(new TextDecoder().decode(content.subarray(0, end))));
  const values = new Float64Array(header.hashes);
  let count = 0;
  let value = 0;
  let gap = 0;
  let scale = 1;
  for (const byte of content.subarray(end + 1)) {
    gap += (byte & 127) * scale;
    scale *= 128;
    if (byte >= 128) continue;
    value += gap;
    values[count] = value;
    count += 1;
    gap = 0;
    scale = 1;
  }
  if (count !== header.hashes) throw new Error(`${header.name} holds ${count} hashes, not ${header.hashes}`);
  return { ...header, values };
}
