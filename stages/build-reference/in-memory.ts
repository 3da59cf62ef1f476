/** A bundle built and opened in memory: for small references and tests. */
import { createHash } from 'node:crypto';
import type { RandomAccessBytes, ReferenceBundle } from '../../schemas/reference.js';
import { openReferenceBundle } from '../shared/reference-bundle/read-bundle.js';
import { joinChunks } from '../shared/reference-bundle/write-bundle.js';
import { type BuiltReference, createReferenceBuilder } from './builder.js';

export interface InMemoryInput {
  /** GTF or GFF3, uncompressed. */
  readonly annotation: string | Uint8Array;
  /** FASTA, uncompressed. */
  readonly fasta: string | Uint8Array;
  readonly name?: string;
  readonly build?: string;
}

/** Random access to bytes that are in memory. */
export function bytesInMemory(bytes: Uint8Array): RandomAccessBytes {
  return { sizeBytes: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

/** Builds a bundle's bytes and report in memory. Throws ANNOTATION_MALFORMED or FASTA_MALFORMED. */
export function buildReferenceBytes(
  input: InMemoryInput,
): Pick<BuiltReference, 'report' | 'summary'> & { readonly bytes: Uint8Array } {
  const builder = createReferenceBuilder({
    name: input.name ?? 'in-memory',
    build: input.build ?? 'unknown',
  });
  const annotation = Buffer.from(input.annotation);
  const fasta = Buffer.from(input.fasta);
  const sinks = [
    { sink: builder.annotation('annotation'), bytes: annotation },
    { sink: builder.sequence('fasta'), bytes: fasta },
  ];
  for (const { sink, bytes } of sinks) {
    sink.push(bytes);
    sink.close();
  }
  const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  const built = builder.finish([
    { file: 'annotation', sha256: sha256(annotation), role: 'annotation' },
    { file: 'fasta', sha256: sha256(fasta), role: 'sequence' },
  ]);
  return { report: built.report, summary: built.summary, bytes: joinChunks(built.chunks) };
}

/** A reference bundle from annotation and FASTA text. Throws ANNOTATION_MALFORMED or FASTA_MALFORMED. */
export function buildReferenceInMemory(input: InMemoryInput): ReferenceBundle {
  return openReferenceBundle(bytesInMemory(buildReferenceBytes(input).bytes), input.name ?? 'in-memory');
}
