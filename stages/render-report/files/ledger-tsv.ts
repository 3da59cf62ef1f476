import type { Omission } from '../../../schemas/omissions.js';
import { type AlleleGroups, groupByAllele } from '../../shared/group-by-allele.js';
import { tsvLine } from '../../shared/tsv.js';
import { type GatheredRun, namedBy } from '../gather.js';
import type { RunInputs } from '../run-inputs.js';

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
 * `reason` say where an omitted one left (NA for a shortlisted one). Alleles omitted before normalisation have no place. The rows of
 * the first stages are read again, in step: a file's alleles are never all held.
 */
export function* ledgerLines(run: GatheredRun, inputs: RunInputs): Generator<string> {
  yield tsvLine(ledgerColumns);
  const rankOf = new Map(run.ranked.map(({ alleleOrdinal, rank }) => [alleleOrdinal, rank]));
  const unread = alleleOmissions('parse-variants', inputs.parseOmissions);
  const unchanged = alleleOmissions('annotate-consequences', inputs.annotateOmissions);
  const variants = groupByAllele(inputs.variants);
  const consequences = groupByAllele(inputs.consequences);
  for (let ordinal = 1; ordinal <= run.ledger.alleleCount; ordinal += 1) {
    const [variant = null] = variants.take(ordinal);
    const rows = consequences.take(ordinal);
    const [early] = [...unread.take(ordinal), ...unchanged.take(ordinal)];
    const departure = early ?? run.ledger.departures.get(ordinal);
    const trace = run.traces.get(ordinal);
    const { gene, consequence } = trace ?? namedBy(rows);
    yield tsvLine([
      ordinal,
      variant?.input ?? departure?.input ?? null,
      variant?.chrom ?? null,
      variant?.position ?? null,
      variant?.ref ?? null,
      variant?.alt ?? null,
      gene,
      consequence,
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

/** A stage's omissions of whole alleles, by ordinal: both stages meet the alleles in file order. */
function alleleOmissions(
  stage: string,
  omissions: Iterable<Omission>,
): AlleleGroups<Omission & { readonly stage: string }> {
  function* ofAlleles(): Generator<Omission & { readonly stage: string }> {
    for (const omission of omissions) if (omission.scope === 'allele') yield { ...omission, stage };
  }
  return groupByAllele(ofAlleles());
}
