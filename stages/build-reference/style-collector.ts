import type { FeatureLine } from './annotation-lines.js';
import type { TranscriptDraft } from './transcript-draft.js';

/** What a style (GTF, GFF3) does with feature lines. */
export interface StyleCollector {
  /** Takes a line whose columns are sound; returns what is wrong with it, '' if nothing. */
  feature(line: FeatureLine): string;
  /** The line's columns are malformed: whatever transcript it belongs to cannot be trusted. */
  malformed(line: FeatureLine): void;
  drafts(): Iterable<TranscriptDraft>;
}
