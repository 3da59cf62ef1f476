/** What the reference bundle adds to a row of the VCF's own annotation. */
import type { Consequence, Variant } from '../../../schemas/rows.js';
import { withoutStop } from '../../shared/protein-difference.js';

/** Consequences of a variant from the bundle; null: there is none. */
export type FromBundle = ((variant: Variant) => readonly Consequence[]) | null;

/** The bundle's rows of one transcript: the certain one and its hypotheses. */
export interface TranscriptRows {
  readonly primary: Consequence;
  readonly hypotheses: readonly Consequence[];
}

/** Null where there is no bundle, or it has not this transcript at the variant; versions of the id are left aside. */
export function bundleRowsOf(
  variant: Variant,
  transcript: string,
  fromBundle: FromBundle,
): TranscriptRows | null {
  const id = base(transcript);
  const rows = fromBundle?.(variant).filter((row) => base(row.transcript) === id) ?? [];
  const primary = rows.find(({ proteoform }) => proteoform === '');
  return primary === undefined ? null : { primary, hypotheses: rows.filter((row) => row !== primary) };
}

/** Of whatever house the id is: both sides name the transcript, and one may name its version. */
function base(id: string): string {
  return id.replace(/\.\d+$/, '');
}

/** Whether annotation and bundle mean the same wild-type protein, as far as both state it. */
export function isSameProtein(annotated: string | null, bundled: string | null): boolean {
  return annotated === null || bundled === null || withoutStop(annotated) === withoutStop(bundled);
}

/** The row with what the bundle computed of its protein. */
export function withBundleProtein(
  row: Consequence,
  primary: Consequence,
  source: Consequence['source'],
): Consequence {
  return {
    ...row,
    source,
    wildtypeProtein: primary.wildtypeProtein,
    mutantProtein: primary.mutantProtein,
    mutantStretch: primary.mutantStretch,
    proteinStart: primary.proteinStart,
    isFrameshift: primary.isFrameshift,
    phaseGroup: primary.phaseGroup,
    phaseState: primary.phaseState,
    nmd: primary.nmd,
    status: primary.status,
    statusReason: primary.statusReason,
  };
}

/** The bundle's hypotheses under the names the annotation gives gene and transcript. */
export function hypothesesFor(
  row: Consequence,
  { hypotheses }: TranscriptRows,
  source: Consequence['source'],
): Consequence[] {
  const { gene, geneId, transcript } = row;
  return hypotheses.map((hypothesis) => ({ ...hypothesis, gene, geneId, transcript, source }));
}
