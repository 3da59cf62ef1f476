/** When an allele counts as lost; the defaults are LOHHLA's (McGranahan et al. 2017, doi:10.1016/j.cell.2017.10.001, "HLA LOH"). */
export interface LossLimits {
  /** Fewer copies in a tumour cell than this … */
  readonly maxCopies: number;
  /** … with a smaller p-value of the imbalance between the two alleles than this. */
  readonly maxPValue: number;
}
