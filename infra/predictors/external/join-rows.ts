import { AntigraphError } from '../../../schemas/errors.js';
import type { PredictionBlock } from '../../../schemas/predictor.js';
import type { ToolRow } from './tool.js';

/** What was asked and where the answer is from. */
export interface Asked {
  readonly title: string;
  /** File name, or the tool's executable. */
  readonly origin: string;
  readonly peptides: readonly string[];
  readonly alleles: readonly string[];
}

/** What a predictor gives beside affinity, rank and score. */
export interface Extras {
  readonly halfLives: boolean;
  readonly cores: boolean;
}

/** A block with nothing predicted. */
export function emptyBlock(size: number, extras: Extras): PredictionBlock {
  const unknown = () => new Float32Array(size).fill(Number.NaN);
  return {
    affinityNm: unknown(),
    percentileRank: unknown(),
    presentationScore: unknown(),
    ...(extras.halfLives ? { halfLifeHours: unknown() } : {}),
    ...(extras.cores ? { coreOffset: new Int8Array(size).fill(-1) } : {}),
  };
}

/** Allele → peptide → row: a key joined of both would cost more than the rest of the join. */
export type RowsByPair = ReadonlyMap<string, ReadonlyMap<string, ToolRow>>;

/**
 * Rows by pair, each once. Of a saved file (`mayRepeat`) a pair may stand again with equal numbers, as it does where a peptide occurs in two
 * proteins of a scan.
 * @throws TOOL_OUTPUT_INCOMPLETE for a pair that stands twice
 */
export function rowsByPair(
  rows: Iterable<ToolRow>,
  asked: Pick<Asked, 'title' | 'origin'> & { readonly mayRepeat: boolean },
): RowsByPair {
  const byPair = new Map<string, Map<string, ToolRow>>();
  for (const row of rows) {
    const ofAllele = byPair.get(row.allele) ?? new Map<string, ToolRow>();
    const earlier = ofAllele.get(row.peptide);
    if (earlier !== undefined && !(asked.mayRepeat && isEqual(earlier, row))) {
      const how = asked.mayRepeat ? 'twice with different numbers' : 'twice';
      throw incomplete(asked, `${row.peptide} on ${row.allele} stands in the output ${how}`);
    }
    ofAllele.set(row.peptide, row);
    byPair.set(row.allele, ofAllele);
  }
  return byPair;
}

function isEqual(a: ToolRow, b: ToolRow): boolean {
  return (
    a.affinityNm === b.affinityNm &&
    a.percentileRank === b.percentileRank &&
    a.presentationScore === b.presentationScore &&
    a.halfLifeHours === b.halfLifeHours
  );
}

/**
 * Every pair that was asked for, row-major. `isWanted` tells the peptides the tool takes; of the others there is no row and NaN. With
 * `isExact` no other pair may be there: rows in = rows out.
 * @throws TOOL_OUTPUT_INCOMPLETE naming the first pair that is missing or was not asked for
 */
export function joinRows(
  byPair: RowsByPair,
  asked: Asked & {
    readonly isWanted: (peptide: string) => boolean;
    readonly isExact: boolean;
    readonly extras: Extras;
  },
): PredictionBlock {
  const { peptides, alleles } = asked;
  const block = emptyBlock(peptides.length * alleles.length, asked.extras);
  const columns = alleles.map((allele) => byPair.get(allele));
  const missing = { first: '', count: 0 };
  const wanted = new Set<string>();
  for (const [row, peptide] of peptides.entries()) {
    if (!asked.isWanted(peptide)) continue;
    wanted.add(peptide);
    for (const [column, rows] of columns.entries()) {
      const found = rows?.get(peptide);
      if (found !== undefined) put(block, row * alleles.length + column, found);
      else {
        if (missing.count === 0) missing.first = `${peptide} on ${alleles[column] ?? ''}`;
        missing.count += 1;
      }
    }
  }
  if (missing.count > 0)
    throw incomplete(
      asked,
      `${missing.count} of ${wanted.size * alleles.length} pairs that were asked for are not in the output; the first: ${missing.first}`,
    );
  if (asked.isExact) refuseForeign(byPair, asked, wanted);
  return block;
}

/** All that was asked for is there, so another count of rows means rows of other pairs. */
function refuseForeign(byPair: RowsByPair, asked: Asked, wanted: ReadonlySet<string>): void {
  const given = [...byPair.values()].reduce((sum, rows) => sum + rows.size, 0);
  const expected = wanted.size * new Set(asked.alleles).size;
  if (given === expected || wanted.size === 0) return;
  for (const [allele, rows] of byPair) {
    for (const peptide of rows.keys()) {
      if (asked.alleles.includes(allele) && wanted.has(peptide)) continue;
      throw incomplete(
        asked,
        `the output holds ${given} pairs, ${expected} were asked for; not asked for: ${peptide} on ${allele}`,
      );
    }
  }
}

function put(block: PredictionBlock, at: number, row: ToolRow): void {
  block.affinityNm[at] = row.affinityNm ?? Number.NaN;
  block.percentileRank[at] = row.percentileRank ?? Number.NaN;
  block.presentationScore[at] = row.presentationScore ?? Number.NaN;
  if (block.halfLifeHours !== undefined) block.halfLifeHours[at] = row.halfLifeHours ?? Number.NaN;
  if (block.coreOffset !== undefined) block.coreOffset[at] = row.coreOffset ?? -1;
}

function incomplete(asked: Pick<Asked, 'title' | 'origin'>, message: string): AntigraphError {
  return new AntigraphError('TOOL_OUTPUT_INCOMPLETE', `${asked.title}: ${message}`, {
    at: { file: asked.origin },
    fix: 'A pair without a prediction is not a weak binder, so nothing is guessed. Predict every peptide (the wild types too) on every allele of the genotype; docs/predictors.md says how to list them.',
  });
}
