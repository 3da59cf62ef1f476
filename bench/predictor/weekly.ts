/**
 * IEDB weekly benchmark: mean AUROC over groups of date, reference, allele and type of measurement that hold both classes; IC50 groups are cut at 500 nM.
 * A peer counts in the groups where it has every row; beside it stands our mean on exactly those groups. `novel`: groups as they are left
 * without the rows that share 8 residues with a training ligand or affinity.
 */
import type { PeptideMhcPredictor } from '../../schemas/predictor.js';
import { groupBy, known, type Mean, meanOf } from './mean.js';
import { auroc } from './metrics.js';
import { type PairScore, scoreAllele } from './scores.js';
import { type Row, readWeekly, sharesCore } from './tables.js';

/** The peers' columns as scores. An EL score below 1e-4 lost its exponent in the file ('1.8' of 1.8e-05): what is above 1 is read so, in the peer's favour. */
const peers: ReadonlyMap<string, (cell: number) => number> = new Map([
  ['NetMHCpan 4.0 BA', (nanomolar: number) => -nanomolar],
  ['NetMHCpan 4.1 BA', (nanomolar: number) => -nanomolar],
  ['NetMHCpan 4.0 EL', (score: number) => (score > 1 ? score * 1e-5 : score)],
  ['NetMHCpan 4.1 EL', (score: number) => (score > 1 ? score * 1e-5 : score)],
  ['ANN 4.0', (nanomolar: number) => -nanomolar],
  ['mhcflurry 1.2.0', (nanomolar: number) => -nanomolar],
  ['SMMPMBEC', (nanomolar: number) => -nanomolar],
  ['NetMHCcons', (nanomolar: number) => -nanomolar],
  ['PickPocket', (nanomolar: number) => -nanomolar],
]);

/** Of our two logits and their sum, the ligand's weighing a quarter (training/class1/evaluate.py). */
const ours: ReadonlyMap<string, (score: PairScore) => number> = new Map([
  ['affinity', (score: PairScore) => score.affinity],
  ['presentation score', (score: PairScore) => score.presentation],
  ['affinity + 0.25 presentation', (score: PairScore) => score.affinity + 0.25 * score.presentation],
]);

export interface WeeklyFigures {
  readonly predictor: string;
  readonly auroc: Mean | null;
  readonly novelAuroc: Mean | null;
  /** Our affinity in the same groups; null for our own rows. */
  readonly oursInTheSameGroups: Mean | null;
}

interface Group {
  readonly novel: ReadonlyMap<string, number | null>;
  readonly all: ReadonlyMap<string, number | null>;
}

export async function measureWeekly(
  predictor: PeptideMhcPredictor,
  trainingCores: ReadonlySet<string>,
  coreLength: number,
): Promise<{ readonly rows: number; readonly figures: readonly WeeklyFigures[] }> {
  const groups: Group[] = [];
  const keyOf = (row: Row): string =>
    ['date', 'ref', 'allele', 'type'].map((column) => row(column)).join('\t');
  let rowCount = 0;
  for (const rows of groupBy(readWeekly(), keyOf).values()) {
    const columns = await columnsOf(predictor, rows);
    if (columns === null) continue;
    const isNovel = rows.map((row) => !sharesCore(row('peptide'), trainingCores, coreLength));
    const all = aurocs(rows, columns, () => true);
    if (all.get('affinity') === null) continue;
    rowCount += rows.length;
    groups.push({ all, novel: aurocs(rows, columns, (index) => isNovel[index] === true) });
  }
  const figures = [...ours.keys(), ...peers.keys()].map((name) => {
    const present = groups.filter(({ all }) => all.has(name));
    return {
      predictor: name,
      auroc: meanOf(known(present.map(({ all }) => all.get(name) ?? null))),
      novelAuroc: meanOf(known(present.map(({ novel }) => novel.get(name) ?? null))),
      oursInTheSameGroups: ours.has(name)
        ? null
        : meanOf(known(present.map(({ all }) => all.get('affinity') ?? null))),
    };
  });
  return { rows: rowCount, figures };
}

async function columnsOf(
  predictor: PeptideMhcPredictor,
  rows: readonly Row[],
): Promise<ReadonlyMap<string, readonly number[]> | null> {
  const scores = await scoreAllele(
    predictor,
    rows.map((row) => row('peptide')),
    rows[0]?.('allele') ?? '',
  );
  if (scores === null) return null;
  const columns = new Map([...ours].map(([name, of]) => [name, scores.map(of)]));
  for (const [peer, scoreOf] of peers) {
    // '-' and '' become NaN: the peer did not answer.
    const cells = rows.map((row) => Number(row(peer) === '' ? Number.NaN : row(peer)));
    if (!cells.some(Number.isNaN)) columns.set(peer, cells.map(scoreOf));
  }
  return columns;
}

function aurocs(
  rows: readonly Row[],
  columns: ReadonlyMap<string, readonly number[]>,
  isWanted: (index: number) => boolean,
): ReadonlyMap<string, number | null> {
  const truth = rows.map((row) =>
    row('type') === 'ic50' ? Number(row('value')) <= 500 : Number(row('value')) > 0.5,
  );
  return new Map(
    [...columns].map(([name, scores]) => [
      name,
      auroc(
        scores
          .map((score, index) => ({ score, isPositive: truth[index] === true }))
          .filter((_, index) => isWanted(index)),
      ),
    ]),
  );
}
