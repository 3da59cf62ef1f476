/** Said in every output of the stage. */
export const notice =
  'Research use only: no value here is a validated diagnostic result, and none decides on treatment.';
