/**
 * Ligands of 11 patients among four decoys a hit (../shared/data/predictor/README.md). A peptide's score is its best allele's; the peers' columns are
 * ranks, lower is stronger. Means over patients; `novel`: the same on rows that share no 8 residues with a training ligand or affinity.
 */
import type { PeptideMhcPredictor } from '../../schemas/predictor.js';
import { groupBy, known, type Mean, meanOf } from './mean.js';
import { averagePrecision, precisionAtPositives, type Scored } from './metrics.js';
import { type PairScore, scoreAlleles } from './scores.js';
import { type Row, readPatients, sharesCore } from './tables.js';

const peers = ['MixMHCpred2.2', 'NetMHCpan4.1', 'MHCflurry2.0', 'HLAthena'];

export interface PatientFigures {
  readonly predictor: string;
  readonly ppv: Mean | null;
  readonly averagePrecision: Mean | null;
  readonly novelPpv: Mean | null;
  readonly novelAveragePrecision: Mean | null;
  /** This predictor's PPV minus the product's, patient by patient. */
  readonly ppvMinusOurs: Mean | null;
}

type Column = (row: number) => number;

interface Collected {
  readonly ppv: number[];
  readonly ap: number[];
  readonly novelPpv: number[];
  readonly novelAp: number[];
}

export async function measurePatients(
  predictor: PeptideMhcPredictor,
  trainingCores: ReadonlySet<string>,
  coreLength: number,
): Promise<{
  readonly rows: number;
  readonly novelRows: number;
  readonly figures: readonly PatientFigures[];
}> {
  const collected = new Map<string, Collected>();
  const table = readPatients();
  let novelRows = 0;
  for (const rows of groupBy(table, (row) => row('sample')).values()) {
    const isNovel = rows.map((row) => !sharesCore(row('peptide'), trainingCores, coreLength));
    novelRows += isNovel.filter(Boolean).length;
    for (const [name, column] of await columnsOf(predictor, rows)) {
      const scored = rows.map((row, index) => ({ score: column(index), isPositive: row('hit') === '1' }));
      const novel = scored.filter((_, index) => isNovel[index]);
      add(collected, name, scored, novel);
    }
  }
  const ours = collected.get('presentation score')?.ppv ?? [];
  const figures = [...collected].map(([name, { ppv, ap, novelPpv, novelAp }]) => ({
    predictor: name,
    ppv: meanOf(ppv),
    averagePrecision: meanOf(ap),
    novelPpv: meanOf(novelPpv),
    novelAveragePrecision: meanOf(novelAp),
    ppvMinusOurs: meanOf(ppv.map((value, index) => value - (ours[index] ?? Number.NaN))),
  }));
  return { rows: table.length, novelRows, figures };
}

async function columnsOf(
  predictor: PeptideMhcPredictor,
  rows: readonly Row[],
): Promise<readonly (readonly [string, Column])[]> {
  const alleles = (rows[0]?.('alleles') ?? '').split(' ');
  const unsupported = alleles.filter((allele) => predictor.supportFor(allele).kind === 'unsupported');
  if (unsupported.length > 0) throw new Error(`no prediction for ${unsupported.join(', ')}`);
  const scores = await scoreAlleles(
    predictor,
    rows.map((row) => row('peptide')),
    alleles,
  );
  const best =
    (output: keyof PairScore): Column =>
    (index) =>
      Math.max(...scores.map((ofAllele) => ofAllele[index]?.[output] ?? Number.NaN));
  return [
    ['presentation score', best('presentation')],
    ['affinity', best('affinity')],
    ...peers.map((peer) => [peer, (index: number) => -Number(rows[index]?.(peer))] as const),
  ];
}

function add(
  collected: Map<string, Collected>,
  name: string,
  all: readonly Scored[],
  novel: readonly Scored[],
): void {
  const into = collected.get(name) ?? { ppv: [], ap: [], novelPpv: [], novelAp: [] };
  collected.set(name, into);
  into.ppv.push(...known([precisionAtPositives(all)]));
  into.ap.push(...known([averagePrecision(all)]));
  into.novelPpv.push(...known([precisionAtPositives(novel)]));
  into.novelAp.push(...known([averagePrecision(novel)]));
}
