import { tsvLine } from '../../shared/tsv.js';
import type { GatheredRun } from '../gather.js';

/** Columns of ledger.tsv: where an allele came to, counted stage by stage, and where and why it left. */
const ledgerColumns = [
  'allele',
  'input',
  'chrom',
  'pos',
  'ref',
  'alt',
  'gene',
  'consequence',
  'annotated',
  'peptides',
  'scored',
  'candidates',
  'rank',
  'status',
  'stage',
  'code',
  'reason',
] as const;

/**
 * ledger.tsv: one line per allele of the file in file order. `status` is 'shortlisted' or 'omitted'; `stage`, `code` and
 * `reason` say where an omitted one left (NA for a shortlisted one). Alleles omitted before normalisation have no place.
 */
export function* ledgerLines(run: GatheredRun): Generator<string> {
  yield tsvLine(ledgerColumns);
  const rankOf = new Map(run.ranked.map(({ alleleOrdinal, rank }) => [alleleOrdinal, rank]));
  for (let ordinal = 1; ordinal <= run.ledger.alleleCount; ordinal += 1) {
    const trace = run.traces.get(ordinal);
    const departure = run.ledger.departures.get(ordinal);
    yield tsvLine([
      ordinal,
      trace?.input ?? departure?.input ?? null,
      trace?.chrom ?? null,
      trace?.position ?? null,
      trace?.ref ?? null,
      trace?.alt ?? null,
      trace?.gene ?? null,
      trace?.consequence ?? null,
      trace?.annotated ?? 0,
      trace?.peptides ?? 0,
      trace?.scored ?? 0,
      trace?.candidates ?? 0,
      rankOf.get(ordinal) ?? null,
      departure === undefined ? 'shortlisted' : 'omitted',
      departure?.stage ?? null,
      departure?.code ?? null,
      departure?.reason ?? null,
    ]);
  }
}
