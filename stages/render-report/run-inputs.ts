import {
  biomarkers,
  candidates,
  classTwoPanel,
  consequences,
  constructDesign,
  evidence,
  evidenceSources,
  hlaStatus,
  panel,
  peptides,
  policyRanks,
  rankedVariants,
  safety,
  selection,
  shortlist,
  variants,
  vcfSource,
} from '../../schemas/artifacts.js';
import { type LoadedInputs, required } from '../../schemas/stage.js';
import { omissionInputs } from '../shared/omission-inputs.js';

/** Everything the report is made from: the rows of the run and each stage's omissions. */
export const runInputs = {
  source: required(vcfSource),
  variants: required(variants),
  consequences: required(consequences),
  evidence: required(evidence),
  peptides: required(peptides),
  panel: required(panel),
  classTwoPanel: required(classTwoPanel),
  candidates: required(candidates),
  rankedVariants: required(rankedVariants),
  shortlist: required(shortlist),
  policyRanks: required(policyRanks),
  construct: required(constructDesign),
  selection: required(selection),
  biomarkers: required(biomarkers),
  safety: required(safety),
  evidenceSources: required(evidenceSources),
  hlaStatus: required(hlaStatus),
  ...omissionInputs,
};

export type RunInputs = LoadedInputs<typeof runInputs>;
