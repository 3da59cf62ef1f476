import type { ReferenceSummary } from '../../schemas/reference.js';
import type { GatheredRun } from './gather.js';

/** What the page shows: the joined rows and the few facts that are in no row. */
export interface ReportView {
  readonly run: GatheredRun;
  readonly title: string;
  readonly patient: string | null;
  readonly inputName: string | null;
  readonly reference: { readonly summary: ReferenceSummary; readonly digest: string } | null;
  /** How many ranked but not shortlisted variants are listed. */
  readonly maxRunnersUp: number;
}
