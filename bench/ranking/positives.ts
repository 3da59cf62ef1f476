/** 257 neo-peptides that T cells of 119 patients answered to, without negatives: what our filters and limits would have lost. */
import type { PeptideMhcPredictor } from '../../schemas/predictor.js';
import { anchorClass } from '../../stages/compute-features/core-features.js';
import { groupBy, type Mean, meanOf } from '../predictor/mean.js';
import { readPositives } from './label-sets.js';

export interface PositiveFigures {
  readonly rows: number;
  readonly patients: number;
  readonly notPredicted: number;
  /** Mean over patients of the share of their positives that … */
  readonly shares: readonly { readonly what: string; readonly share: Mean | null }[];
}

interface Predicted {
  readonly patient: string;
  readonly rank: number;
  readonly affinityNm: number;
  readonly agretopicity: number;
  readonly isAnchorShared: boolean;
}

export async function measurePositives(predictor: PeptideMhcPredictor): Promise<PositiveFigures> {
  const rows = readPositives();
  const predicted: Predicted[] = [];
  for (const row of rows) {
    if (predictor.supportFor(row.allele).kind === 'unsupported') continue;
    const block = await predictor.predict([row.peptide, row.wildtype], [row.allele]);
    const [affinityNm = Number.NaN, wildtypeNm = Number.NaN] = block.affinityNm;
    const [rank = Number.NaN] = block.percentileRank;
    if (Number.isNaN(rank)) continue;
    const offsets = [...row.peptide].flatMap((residue, at) => (residue === row.wildtype[at] ? [] : [at]));
    const anchor = anchorClass({
      length: row.peptide.length,
      mutatedOffsets: offsets,
      wildtypePeptide: row.wildtype,
      wildtypeAffinityNm: wildtypeNm,
    });
    predicted.push({
      patient: row.patient,
      rank,
      affinityNm,
      agretopicity: affinityNm / wildtypeNm,
      isAnchorShared: anchor === 'anchor_shared',
    });
  }
  const share = (what: string, holds: (row: Predicted) => boolean) => ({
    what,
    share: meanOf(
      [...groupBy(predicted, ({ patient }) => patient).values()].map(
        (own) => own.filter(holds).length / own.length,
      ),
    ),
  });
  return {
    rows: rows.length,
    patients: new Set(rows.map(({ patient }) => patient)).size,
    notPredicted: rows.length - predicted.length,
    shares: [
      share(
        'are candidates (rank ≤ 2 % or affinity ≤ 500 nM)',
        (row) => row.rank <= 2 || row.affinityNm <= 500,
      ),
      share('meet the criterion presentation (rank < 2 %)', ({ rank }) => rank < 2),
      share('meet the criterion affinity (< 500 nM)', ({ affinityNm }) => affinityNm < 500),
      share("meet TESLA's affinity (< 34 nM)", ({ affinityNm }) => affinityNm < 34),
      share("meet TESLA's agretopicity (< 0.1)", ({ agretopicity }) => agretopicity < 0.1),
      share('meet the criterion anchor', ({ isAnchorShared }) => !isAnchorShared),
    ],
  };
}
