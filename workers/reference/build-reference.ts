/** Builds a reference bundle file from annotation and FASTA files. */
import { basename } from 'node:path';
import { writeFileAtomically } from '../../infra/reference/random-access-file.js';
import { openSourceFile } from '../../infra/reference/source-file.js';
import type { ReferenceBundle, ReferenceSummary } from '../../schemas/reference.js';
import type { BuildReport } from '../../stages/build-reference/build-report.js';
import { type ByteSink, createReferenceBuilder } from '../../stages/build-reference/builder.js';
import { openReferenceFile } from './open-reference.js';

export interface BuildProgress {
  /** File being read, or the output being written. */
  readonly file: string;
  readonly role: 'annotation' | 'sequence' | 'bundle';
  readonly readBytes: number;
  readonly sizeBytes: number;
}

export interface BuildReferenceOptions {
  /** GTF or GFF3 files, plain or gzip; which of the two is told from their content. */
  readonly annotations: readonly string[];
  /** FASTA files, plain, gzip or bgzip. */
  readonly fastas: readonly string[];
  readonly name: string;
  readonly build: string;
  readonly out: string;
  readonly onProgress?: (progress: BuildProgress) => void;
}

export interface BuildReferenceResult {
  readonly summary: ReferenceSummary;
  readonly digest: string;
  readonly report: BuildReport;
}

/**
 * Reads the sources as streams and writes the bundle atomically.
 * Throws INPUT_NOT_FOUND, INPUT_NOT_READABLE, ANNOTATION_MALFORMED, FASTA_MALFORMED, OUTPUT_NOT_WRITABLE.
 */
export async function buildReferenceFile(options: BuildReferenceOptions): Promise<BuildReferenceResult> {
  const { name, build, out, onProgress } = options;
  const builder = createReferenceBuilder({ name, build });
  const inputs = [
    ...options.annotations.map((path) => ({ path, role: 'annotation' as const })),
    ...options.fastas.map((path) => ({ path, role: 'sequence' as const })),
  ].map((input) => ({ ...input, source: openSourceFile(input.path) }));
  const sources: ReferenceSummary['sources'][number][] = [];
  for (const { path, role, source } of inputs) {
    const file = basename(path);
    const sink: ByteSink = role === 'annotation' ? builder.annotation(path) : builder.sequence(path);
    const sha256 = await source.read(
      (chunk) => sink.push(chunk),
      (readBytes) => onProgress?.({ file, role, readBytes, sizeBytes: source.sizeBytes }),
    );
    sink.close();
    sources.push({ file, sha256, role });
  }
  onProgress?.({ file: basename(out), role: 'bundle', readBytes: 0, sizeBytes: 0 });
  const built = builder.finish(sources);
  writeFileAtomically(out, built.chunks);
  const bundle: ReferenceBundle = openReferenceFile(out);
  return { summary: bundle.summary, digest: bundle.digest, report: built.report };
}
