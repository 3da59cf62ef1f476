import {
  candidates,
  consequences,
  evidence,
  panel,
  peptides,
  rankedVariants,
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
  candidates: required(candidates),
  rankedVariants: required(rankedVariants),
  shortlist: required(shortlist),
  ...omissionInputs,
};

export type RunInputs = LoadedInputs<typeof runInputs>;
