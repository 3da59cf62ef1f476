import type { Candidate, RankedVariant } from '../../schemas/candidates.js';
import { AntigraphError, defect } from '../../schemas/errors.js';
import type { Omission } from '../../schemas/omissions.js';
import type { Evidence, Panel, Variant, VcfSource } from '../../schemas/rows.js';
import { balanceLedger, type Ledger } from './ledger.js';
import type { RunInputs } from './run-inputs.js';

/** An accepted allele with what each stage made of it. */
export interface AlleleTrace {
  readonly ordinal: number;
  readonly input: string;
  readonly chrom: string;
  readonly position: number;
  readonly ref: string;
  readonly alt: string;
  gene: string | null;
  consequence: string | null;
  /** Transcripts whose mutant protein is known. */
  annotated: number;
  peptides: number;
  scored: number;
  candidates: number;
  dnaVaf: number | null;
}

/** One antigen of the shortlist with everything the report says about it. */
export interface Pick {
  readonly pick: number;
  readonly trace: AlleleTrace;
  readonly ranked: RankedVariant;
  readonly evidence: Evidence | null;
  /** Every peptide-allele pair under the candidate limits, strongest first. */
  readonly pairs: readonly Candidate[];
}

export interface GatheredRun {
  readonly source: VcfSource;
  readonly panel: Panel;
  readonly ranked: readonly RankedVariant[];
  readonly picks: readonly Pick[];
  /** By allele ordinal. */
  readonly traces: ReadonlyMap<number, AlleleTrace>;
  /** Pick number by allele ordinal. */
  readonly pickOf: ReadonlyMap<number, number>;
  readonly ledger: Ledger;
  /** Where the proteins come from: 'bundle', 'csq', 'csq+bundle'. */
  readonly proteinSources: readonly string[];
  readonly candidateCount: number;
}

/** Told of each candidate as it streams by: candidates outnumber everything else and are never all held. */
export type CandidateVisitor = (
  candidate: Candidate,
  trace: AlleleTrace,
  ranked: RankedVariant | null,
) => void;

/**
 * Reads every input once, joins the rows by allele ordinal and balances the ledger.
 * @throws LEDGER_UNBALANCED, INVARIANT_BROKEN when rows of two stages contradict each other
 */
export function gatherRun(inputs: RunInputs, visit: CandidateVisitor): GatheredRun {
  const { source, panel } = inputs;
  const ranked = [...inputs.rankedVariants].sort((a, b) => a.rank - b.rank);
  const rankedOf = new Map(ranked.map((row) => [row.alleleOrdinal, row]));
  const shortlist = [...inputs.shortlist].sort((a, b) => a.pick - b.pick);
  const pickOf = new Map(shortlist.map((row) => [row.alleleOrdinal, row.pick]));

  const traces = new Map<number, AlleleTrace>();
  for (const variant of inputs.variants) traces.set(variant.alleleOrdinal, newTrace(variant));
  if (traces.size !== source.keptCount) throw keptCountDiffers(source, traces.size);

  const { annotated, proteinSources } = readConsequences(inputs, traces);
  const predictOmissions = [...inputs.predictOmissions];
  const withPeptides = readPeptides(inputs, traces, predictOmissions);
  const evidenceOf = readEvidence(inputs, traces, pickOf);

  const withCandidates = new Set<number>();
  const pairsOf = new Map<number, Candidate[]>();
  let candidateCount = 0;
  for (const candidate of inputs.candidates) {
    const { alleleOrdinal } = candidate;
    const trace = traceOf(traces, alleleOrdinal, 'candidates');
    candidateCount += 1;
    trace.candidates += 1;
    withCandidates.add(alleleOrdinal);
    visit(candidate, trace, rankedOf.get(alleleOrdinal) ?? null);
    if (pickOf.has(alleleOrdinal)) append(pairsOf, alleleOrdinal, candidate);
  }

  const rankOmissions = [...inputs.rankOmissions];
  const ledger = balanceLedger(source.alleleCount, [
    { stage: 'parse-variants', kept: new Set(traces.keys()), omissions: inputs.parseOmissions },
    { stage: 'annotate-consequences', kept: annotated, omissions: inputs.annotateOmissions },
    { stage: 'generate-peptides', kept: withPeptides, omissions: inputs.peptideOmissions },
    // Predictions know no allele: what is kept is what is not said to be omitted.
    {
      stage: 'predict-binding',
      kept: without(withPeptides, predictOmissions),
      omissions: predictOmissions,
    },
    {
      stage: 'compute-features',
      kept: withLeavers(withCandidates, rankOmissions),
      omissions: inputs.featureOmissions,
    },
    { stage: 'rank-candidates', kept: new Set(rankedOf.keys()), omissions: rankOmissions },
    { stage: 'select-shortlist', kept: new Set(pickOf.keys()), omissions: inputs.selectOmissions },
  ]);

  const picks = shortlist.map((row): Pick => {
    const rankedVariant = rankedOf.get(row.alleleOrdinal);
    if (rankedVariant === undefined) throw defect('a shortlisted variant is not ranked', { row });
    return {
      pick: row.pick,
      trace: traceOf(traces, row.alleleOrdinal, 'shortlist'),
      ranked: rankedVariant,
      evidence: evidenceOf.get(row.alleleOrdinal) ?? null,
      pairs: pairsOf.get(row.alleleOrdinal) ?? [],
    };
  });
  return { source, panel, ranked, picks, traces, pickOf, ledger, proteinSources, candidateCount };
}

function newTrace(variant: Variant): AlleleTrace {
  const { alleleOrdinal: ordinal, input, chrom, position, ref, alt } = variant;
  return {
    ordinal,
    input,
    chrom,
    position,
    ref,
    alt,
    gene: null,
    consequence: null,
    annotated: 0,
    peptides: 0,
    scored: 0,
    candidates: 0,
    dnaVaf: null,
  };
}

function readConsequences(
  inputs: RunInputs,
  traces: ReadonlyMap<number, AlleleTrace>,
): { annotated: Set<number>; proteinSources: readonly string[] } {
  const annotated = new Set<number>();
  const sources = new Set<string>();
  for (const row of inputs.consequences) {
    const trace = traceOf(traces, row.alleleOrdinal, 'consequences');
    const isUsable = row.status === 'ok';
    // The first usable transcript names the allele's gene and consequence, else the first one.
    if (trace.gene === null || (isUsable && trace.annotated === 0)) {
      trace.gene = row.gene;
      trace.consequence = row.consequence.join('&');
    }
    if (!isUsable) continue;
    trace.annotated += 1;
    annotated.add(row.alleleOrdinal);
    sources.add(row.source);
  }
  return { annotated, proteinSources: [...sources].sort() };
}

function readPeptides(
  inputs: RunInputs,
  traces: ReadonlyMap<number, AlleleTrace>,
  predictOmissions: readonly Omission[],
): Set<number> {
  // An item's count is the number of alleles without a score: fewer than all leave the peptide scored.
  const unscored = new Set(
    predictOmissions
      .filter(({ scope, count }) => scope === 'item' && count >= inputs.panel.alleles.length)
      .map(({ subject }) => subject),
  );
  const withPeptides = new Set<number>();
  for (const { alleleOrdinal, peptide } of inputs.peptides) {
    const trace = traceOf(traces, alleleOrdinal, 'peptides');
    trace.peptides += 1;
    if (!unscored.has(peptide)) trace.scored += 1;
    withPeptides.add(alleleOrdinal);
  }
  return withPeptides;
}

function readEvidence(
  inputs: RunInputs,
  traces: ReadonlyMap<number, AlleleTrace>,
  pickOf: ReadonlyMap<number, number>,
): Map<number, Evidence> {
  const ofPicks = new Map<number, Evidence>();
  for (const row of inputs.evidence) {
    traceOf(traces, row.alleleOrdinal, 'evidence').dnaVaf = row.dnaVaf;
    if (pickOf.has(row.alleleOrdinal)) ofPicks.set(row.alleleOrdinal, row);
  }
  return ofPicks;
}

function traceOf(traces: ReadonlyMap<number, AlleleTrace>, ordinal: number, artifact: string): AlleleTrace {
  const trace = traces.get(ordinal);
  if (trace === undefined) throw defect(`${artifact} name an allele that no variant row has`, { ordinal });
  return trace;
}

function without(ordinals: ReadonlySet<number>, omissions: readonly Omission[]): Set<number> {
  const gone = leavers(omissions);
  return new Set([...ordinals].filter((ordinal) => !gone.has(ordinal)));
}

/** An allele that leaves at ranking did come through compute-features, whose rows the report does not read. */
function withLeavers(ordinals: ReadonlySet<number>, omissions: readonly Omission[]): Set<number> {
  return new Set([...ordinals, ...leavers(omissions)]);
}

function leavers(omissions: readonly Omission[]): Set<number> {
  return new Set(
    omissions.filter(({ scope }) => scope === 'allele').map(({ alleleOrdinal }) => alleleOrdinal),
  );
}

function append<Row>(rows: Map<number, Row[]>, key: number, row: Row): void {
  const list = rows.get(key);
  if (list === undefined) rows.set(key, [row]);
  else list.push(row);
}

function keptCountDiffers(source: VcfSource, found: number): AntigraphError {
  return new AntigraphError(
    'LEDGER_UNBALANCED',
    `parse-variants counted ${source.keptCount} kept alleles, but ${found} variant rows came`,
    { details: { stage: 'parse-variants', expected: source.keptCount, found } },
  );
}
