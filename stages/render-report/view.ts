import type { Biomarkers, SafetyRow } from '../../schemas/biomarkers.js';
import type { PolicyRank } from '../../schemas/candidates.js';
import type { ConstructDesign } from '../../schemas/construct.js';
import type { ReferenceSummary } from '../../schemas/reference.js';
import type { EvidenceSources, HlaStatus, Panel } from '../../schemas/rows.js';
import type { Selection } from '../../schemas/selection.js';
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
  /** Of every ranked variant, by the rank of the policy in force. */
  readonly policyRanks: readonly PolicyRank[];
  readonly construct: ConstructDesign;
  readonly selection: Selection;
  readonly biomarkers: Biomarkers;
  /** By pick. */
  readonly safety: readonly SafetyRow[];
  readonly evidenceSources: EvidenceSources;
  readonly hlaStatus: HlaStatus;
  /** Of class II; without alleles where the run scores none. */
  readonly classTwoPanel: Panel;
}
