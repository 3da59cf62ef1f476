import { omissions } from '../../schemas/artifacts.js';
import { required } from '../../schemas/stage.js';

/** Inputs of a stage that accounts for every allele: what each stage before it left out. */
export const omissionInputs = {
  parseOmissions: required(omissions),
  annotateOmissions: required(omissions),
  peptideOmissions: required(omissions),
  predictOmissions: required(omissions),
  classTwoOmissions: required(omissions),
  featureOmissions: required(omissions),
  rankOmissions: required(omissions),
  selectOmissions: required(omissions),
};
