/** Builds a bundle from streamed annotation and FASTA bytes. */
import { AntigraphError } from '../../schemas/errors.js';
import type { Contig, ReferenceSummary } from '../../schemas/reference.js';
import { wildTypeProtein } from '../shared/reference-bundle/coding-sequence.js';
import { createContigResolver, isMitochondrial } from '../shared/reference-bundle/contig-names.js';
import { unpackSequence } from '../shared/reference-bundle/packed-sequence.js';
import { assembleBundle, type BundleTranscript } from './assemble-bundle.js';
import { type BuildReport, BuildReporter } from './build-report.js';
import { AnnotationCollector } from './collect-annotation.js';
import { type ContigView, finishTranscript } from './finish-transcript.js';
import type { PackedContig } from './pack-contig.js';
import { FastaPacker } from './pack-fasta.js';
import type { TranscriptDraft } from './transcript-draft.js';

/** Takes one file's bytes, uncompressed, in order. */
export interface ByteSink {
  push(chunk: Uint8Array): void;
  close(): void;
}

export interface BuiltReference {
  readonly summary: Omit<ReferenceSummary, 'formatVersion'>;
  readonly report: BuildReport;
  /** The bundle file's bytes, in order; may be iterated once. */
  readonly chunks: Iterable<Uint8Array>;
}

export interface ReferenceBuilder {
  /** `file` is for messages (file:line). */
  annotation(file: string): ByteSink;
  sequence(file: string): ByteSink;
  /** When every sink is closed. Throws ANNOTATION_MALFORMED if no transcript can be kept. */
  finish(sources: ReferenceSummary['sources']): BuiltReference;
}

function viewOf(contig: PackedContig, build: string): ContigView {
  return {
    name: contig.name,
    length: contig.length,
    isMitochondrial: isMitochondrial(contig.name, build),
    // As the reader gives it: letters that are no base are N.
    sequence: (start, end) => unpackSequence(contig, start, end, 'N'),
  };
}

function namesOf(contigs: Iterable<string>): string {
  const names = [...new Set(contigs)];
  return names.length > 5 ? `${names.slice(0, 5).join(', ')} … (${names.length})` : names.join(', ');
}

function nothingKept(
  drafts: readonly TranscriptDraft[],
  contigs: readonly Contig[],
  report: BuildReport,
): AntigraphError {
  const reasons = report.leftOut.map(({ reason, count }) => `${reason}: ${count}`).join(', ');
  const file = drafts[0]?.file ?? 'annotation';
  if (drafts.length === 0) {
    return new AntigraphError(
      'ANNOTATION_MALFORMED',
      `${file}: expected transcripts with exons, found none`,
      {
        fix: 'Give the full gene annotation (transcript, exon and CDS lines), as Ensembl, GENCODE or RefSeq publish it.',
        at: { file },
      },
    );
  }
  const annotated = namesOf(drafts.map((draft) => draft.contig));
  return new AntigraphError(
    'ANNOTATION_MALFORMED',
    `${file}: none of ${drafts.length} transcripts fits the sequence (${reasons}). Contigs of the annotation: ${annotated}; of the FASTA: ${namesOf(contigs.map((contig) => contig.name))}`,
    {
      fix: 'Give annotation and sequence of the same genome build; chr prefixes and MT/M may differ, the rest of the names not.',
      at: { file },
    },
  );
}

/** Starts a build. Feed annotation and sequence in any order, then finish. */
export function createReferenceBuilder(options: {
  readonly name: string;
  readonly build: string;
}): ReferenceBuilder {
  const { name, build } = options;
  const reporter = new BuildReporter();
  const fasta = new FastaPacker();
  const drafts: TranscriptDraft[] = [];

  const keep = (draft: TranscriptDraft, contig: ContigView | null): BundleTranscript[] => {
    const finished = finishTranscript(draft, contig);
    if ('leftOut' in finished || contig === null) {
      reporter.leaveOut('leftOut' in finished ? finished.leftOut : 'contig-missing', draft.id);
      return [];
    }
    if (finished.isClipped) reporter.clipped(draft.id);
    const protein = wildTypeProtein(
      { sequence: (_, start, end) => contig.sequence(start, end) },
      finished.transcript,
    );
    if (finished.transcript.cds !== null && protein === '') reporter.untranslatable(draft.id);
    return [{ ...finished.transcript, protein }];
  };

  return {
    annotation(file) {
      const collector = new AnnotationCollector(file, reporter);
      return {
        push: (chunk) => collector.push(chunk),
        close: () => {
          for (const draft of collector.close()) {
            // A GFF3 gene without parts of its own is no transcript.
            const hasParts = draft.exons.length > 0 || draft.cdsParts.length > 0 || draft.extent !== null;
            if (hasParts) drafts.push(draft);
          }
        },
      };
    },
    sequence(file) {
      fasta.open(file);
      return { push: (chunk) => fasta.push(chunk), close: () => fasta.close() };
    },
    finish(sources) {
      const contigs = fasta.contigs();
      const resolve = createContigResolver(contigs, build);
      const views = new Map(contigs.map((contig) => [contig.name, viewOf(contig, build)]));
      const transcripts = drafts.flatMap((draft) =>
        keep(draft, views.get(resolve(draft.contig)?.name ?? '') ?? null),
      );
      const report = reporter.report();
      if (transcripts.length === 0) throw nothingKept(drafts, contigs, report);
      return { ...assembleBundle({ name, build, sources, contigs, transcripts }), report };
    },
  };
}
