import {
  candidates,
  consequences,
  evidence,
  omissions,
  panel,
  peptides,
  rankedVariants,
  shortlist,
  variants,
  vcfSource,
} from '../../schemas/artifacts.js';
import { type LoadedInputs, required } from '../../schemas/stage.js';

/** Everything the report is made from: the rows of the run and each stage's omissions. */
export const runInputs = {
  source: required(vcfSource),
  variants: required(variants),
  consequences: required(consequences),
  evidence: required(evidence),
  peptides: required(peptides),
  panel: required(panel),
  candidates: required(candidates),
  rankedVariants: required(rankedVariants),
  shortlist: required(shortlist),
  parseOmissions: required(omissions),
  annotateOmissions: required(omissions),
  peptideOmissions: required(omissions),
  predictOmissions: required(omissions),
  featureOmissions: required(omissions),
  rankOmissions: required(omissions),
  selectOmissions: required(omissions),
};

export type RunInputs = LoadedInputs<typeof runInputs>;
