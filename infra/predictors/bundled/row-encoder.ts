/** Peptides as rows of the first layer's table. */
export interface RowEncoder {
  /** Rows of the table in the model file. */
  readonly tableRows: number;
  /** Rows behind these: each the sum of the given rows. */
  readonly sums: readonly (readonly number[])[];
  /** Most rows of one row set. */
  readonly rowsPerSet: number;
}
