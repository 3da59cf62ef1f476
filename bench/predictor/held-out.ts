/**
 * The product's own held-out split of class I (isHeldOut): affinities at 500 nM, and ligands of an allele among 99 natural decoys a hit, equally many of
 * each length. Hits and decoys are held out and have 8-11 residues: a model without longer ligands would throw out longer decoys for nothing. `novel`: rows that share no 8 residues with a training ligand or affinity.
 */
import type { PeptideMhcPredictor } from '../../schemas/predictor.js';
import { groupBy, known, type Mean, meanOf } from './mean.js';
import { auroc, precisionAtPositives, type Scored } from './metrics.js';
import { createRandom, sample } from './random.js';
import { scoreAllele } from './scores.js';
import { class1Rows, isHeldOut, type Row, readNaturalPeptides, sharesCore } from './tables.js';

const decoysPerHit = 99;
/** 99 decoys for each of 100 hits are 9,900 of some 20,000 at hand. */
const maxHits = 100;
const minHits = 20;
const isShort = (peptide: string): boolean => peptide.length <= 11;

export interface LigandFigures {
  readonly ppv: Mean | null;
  readonly auroc: Mean | null;
  readonly novelPpv: Mean | null;
  readonly novelAuroc: Mean | null;
}

/** Means over alleles with at least 20 held-out ligands; the expected PPV of chance is 1 %. */
export async function measureHeldOutLigands(
  predictor: PeptideMhcPredictor,
  variant: string,
  trainingCores: ReadonlySet<string>,
  coreLength: number,
): Promise<LigandFigures> {
  const decoys = readNaturalPeptides().filter((peptide) => isShort(peptide) && isHeldOut(peptide));
  const isNovel = (peptide: string): boolean => !sharesCore(peptide, trainingCores, coreLength);
  const found: {
    ppv: number | null;
    auc: number | null;
    novelPpv: number | null;
    novelAuc: number | null;
  }[] = [];
  const { ligands } = class1Rows(variant, (peptide) => isShort(peptide) && isHeldOut(peptide));
  for (const [allele, rows] of groupBy(ligands, (row) => row('allele'))) {
    const own = new Set(rows.map((row) => row('peptide')));
    if (own.size < minHits) continue;
    const random = createRandom(7);
    const hits = sample([...own], maxHits, random);
    const others = sample(
      decoys.filter((peptide) => !own.has(peptide)),
      hits.length * decoysPerHit,
      random,
    );
    const peptides = [...hits, ...others];
    const scores = await scoreAllele(predictor, peptides, allele);
    if (scores === null) continue;
    const scored = scores.map(({ presentation }, index) => ({
      score: presentation,
      isPositive: index < hits.length,
    }));
    const novel = scored.filter((_, index) => isNovel(peptides[index] ?? ''));
    found.push({
      ppv: precisionAtPositives(scored),
      auc: auroc(scored),
      novelPpv: precisionAtPositives(novel),
      novelAuc: auroc(novel),
    });
  }
  return {
    ppv: meanOf(known(found.map(({ ppv }) => ppv))),
    auroc: meanOf(known(found.map(({ auc }) => auc))),
    novelPpv: meanOf(known(found.map(({ novelPpv }) => novelPpv))),
    novelAuroc: meanOf(known(found.map(({ novelAuc }) => novelAuc))),
  };
}

export interface AffinityFigures {
  readonly rows: number;
  readonly auroc: number | null;
  readonly novelRows: number;
  readonly novelAuroc: number | null;
  /** Mean over alleles with ten rows of each class. */
  readonly withinAllele: Mean | null;
}

/** AUROC at 500 nM over all rows whose inequality leaves no doubt on which side they lie. */
export async function measureHeldOutAffinities(
  predictor: PeptideMhcPredictor,
  variant: string,
  trainingCores: ReadonlySet<string>,
  coreLength: number,
): Promise<AffinityFigures> {
  const rows = class1Rows(variant, isHeldOut).affinities.filter(isCertain);
  const all: Scored[] = [];
  const novel: Scored[] = [];
  const within: (number | null)[] = [];
  for (const [allele, ofAllele] of groupBy(rows, (row) => row('allele'))) {
    const peptides = ofAllele.map((row) => row('peptide'));
    const scores = await scoreAllele(predictor, peptides, allele);
    if (scores === null) continue;
    const scored = ofAllele.flatMap((row, index) => {
      const score = scores[index]?.affinity ?? Number.NaN;
      const isPositive = Number(row('ic50_nM')) <= 500;
      return Number.isNaN(score) ? [] : [{ score, isPositive, peptide: row('peptide') }];
    });
    all.push(...scored);
    novel.push(...scored.filter(({ peptide }) => !sharesCore(peptide, trainingCores, coreLength)));
    const positives = scored.filter(({ isPositive }) => isPositive).length;
    if (positives >= 10 && scored.length - positives >= 10) within.push(auroc(scored));
  }
  return {
    rows: all.length,
    auroc: auroc(all),
    novelRows: novel.length,
    novelAuroc: auroc(novel),
    withinAllele: meanOf(known(within)),
  };
}

function isCertain(row: Row): boolean {
  const nanomolar = Number(row('ic50_nM'));
  if (row('inequality') === '>') return nanomolar >= 500;
  if (row('inequality') === '<') return nanomolar <= 500;
  return true;
}
