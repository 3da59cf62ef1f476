/**
 * Class II affinities of the publisher's split 5, which no training step reads: AUROC at 500 nM within each allele that has 20 rows and both classes.
 * `novel`: rows that share no 9 residues with a row of splits 1-4.
 */
import type { PeptideMhcPredictor } from '../../schemas/predictor.js';
import { groupBy, known, type Mean, meanOf } from './mean.js';
import { auroc, type Scored } from './metrics.js';
import { affinityScore, scoreAllele } from './scores.js';
import { coresOf, readClass2, sharesCore } from './tables.js';

const minRows = 20;
export const class2CoreLength = 9;

export interface Class2Figures {
  readonly perAllele: Mean | null;
  readonly novelPerAllele: Mean | null;
  readonly rows: number;
  readonly auroc: number | null;
  readonly novelRows: number;
  readonly novelAuroc: number | null;
  /** Rows without a prediction: of animals' alleles, or shorter than the model takes. */
  readonly rowsNotPredicted: number;
  readonly meanByGene: Readonly<Record<string, Mean | null>>;
}

/** 'DRB1_0101', 'HLA-DQA10501-DQB10301' as canonical names; null for what is not human. */
export function class2Allele(name: string): string | null {
  const single = /^(DRB\d)_(\d{2})(\d{2})$/.exec(name);
  if (single !== null) return `HLA-${single[1]}*${single[2]}:${single[3]}`;
  const pair = /^HLA-(D[PQ]A1)(\d{2})(\d{2})-(D[PQ]B1)(\d{2,3})(\d{2})$/.exec(name);
  if (pair === null) return null;
  return `HLA-${pair[1]}*${pair[2]}:${pair[3]}/${pair[4]}*${pair[5]}:${pair[6]}`;
}

export async function measureClass2(predictor: PeptideMhcPredictor): Promise<Class2Figures> {
  const { training, test } = readClass2();
  const cores = coresOf(new Set(training.map((row) => row('peptide'))), class2CoreLength);
  const all: Scored[] = [];
  const novel: Scored[] = [];
  const figures: { gene: string; auc: number; novelAuc: number | null }[] = [];
  for (const [name, rows] of groupBy(test, (row) => row('allele'))) {
    const allele = class2Allele(name);
    if (allele === null) continue;
    const scores = await scoreAllele(
      predictor,
      rows.map((row) => row('peptide')),
      allele,
    );
    if (scores === null) continue;
    const scored = rows.flatMap((row, index) => {
      const score = scores[index]?.affinity ?? Number.NaN;
      const isPositive = Number(row('score_1_minus_log50k')) >= affinityScore(500);
      return Number.isNaN(score) ? [] : [{ score, isPositive, peptide: row('peptide') }];
    });
    const unseen = scored.filter(({ peptide }) => !sharesCore(peptide, cores, class2CoreLength));
    all.push(...scored);
    novel.push(...unseen);
    const auc = scored.length >= minRows ? auroc(scored) : null;
    const novelAuc = unseen.length >= minRows ? auroc(unseen) : null;
    if (auc !== null) figures.push({ gene: /HLA-(D[RPQ])/.exec(allele)?.[1] ?? '', auc, novelAuc });
  }
  return {
    perAllele: meanOf(figures.map(({ auc }) => auc)),
    novelPerAllele: meanOf(known(figures.map(({ novelAuc }) => novelAuc))),
    rows: all.length,
    auroc: auroc(all),
    novelRows: novel.length,
    novelAuroc: auroc(novel),
    rowsNotPredicted: test.length - all.length,
    meanByGene: Object.fromEntries(
      ['DR', 'DP', 'DQ'].map((gene) => [
        gene,
        meanOf(figures.filter((figure) => figure.gene === gene).map(({ auc }) => auc)),
      ]),
    ),
  };
}
