import type { Candidate, RankedVariant } from '../../schemas/candidates.js';
import { AntigraphError, defect } from '../../schemas/errors.js';
import type { Omission } from '../../schemas/omissions.js';
import type { Consequence, Evidence, Panel, Variant, VcfSource } from '../../schemas/rows.js';
import { groupByAllele } from '../shared/group-by-allele.js';
import { speakingRow } from '../shared/speaking-row.js';
import { isUsable } from '../shared/usable-consequence.js';
import { type AlleleSet, alleleSetOf, createAlleleSet } from './allele-set.js';
import { countFractions, type FractionBin } from './fraction-bins.js';
import { balanceLedger, type Ledger } from './ledger.js';
import type { RunInputs } from './run-inputs.js';

/** An allele that changes a protein, with what each stage made of it. */
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
  /** Of the candidates: class I, or class II where that alone is scored. */
  readonly panel: Panel;
  readonly ranked: readonly RankedVariant[];
  readonly picks: readonly Pick[];
  /** Of the alleles that change a protein, by allele ordinal. */
  readonly traces: ReadonlyMap<number, AlleleTrace>;
  /** Pick number by allele ordinal. */
  readonly pickOf: ReadonlyMap<number, number>;
  readonly ledger: Ledger;
  /** Where the proteins come from: 'bundle', 'csq', 'csq+bundle'. */
  readonly proteinSources: readonly string[];
  readonly candidateCount: number;
  /** DNA variant allele fractions of every accepted allele, counted. */
  readonly fractionBins: readonly FractionBin[];
}

/** Stages that most alleles of a file leave at: where and why is read again for the table, not kept. */
const restatedStages: ReadonlySet<string> = new Set(['parse-variants', 'annotate-consequences']);

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
  const { source } = inputs;
  const panel = inputs.panel.alleles.length === 0 ? inputs.classTwoPanel : inputs.panel;
  const ranked = [...inputs.rankedVariants].sort((a, b) => a.rank - b.rank);
  const rankedOf = new Map(ranked.map((row) => [row.alleleOrdinal, row]));
  const shortlist = [...inputs.shortlist].sort((a, b) => a.pick - b.pick);
  const pickOf = new Map(shortlist.map((row) => [row.alleleOrdinal, row.pick]));

  const { alleleCount } = source;
  const { traces, accepted, proteinSources } = readAnnotated(inputs);
  if (accepted.size !== source.keptCount) throw keptCountDiffers(source, accepted.size);
  const ofClassOne = [...inputs.predictOmissions];
  const ofClassTwo = [...inputs.classTwoOmissions];
  const predictOmissions = [...ofClassOne, ...ofClassTwo];
  const withPeptides = readPeptides(
    inputs,
    traces,
    new Set([...unscored(ofClassOne, inputs.panel), ...unscored(ofClassTwo, inputs.classTwoPanel)]),
  );
  const fractions = countFractions(rankedOf, pickOf);
  const evidenceOf = new Map<number, Evidence>();
  for (const row of inputs.evidence) {
    fractions.count(row);
    const trace = traces.get(row.alleleOrdinal);
    if (trace !== undefined) trace.dnaVaf = row.dnaVaf;
    if (pickOf.has(row.alleleOrdinal)) evidenceOf.set(row.alleleOrdinal, row);
  }

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
  const setOf = (ordinals: Iterable<number>) => alleleSetOf(alleleCount, ordinals);
  const step = (stage: string, kept: AlleleSet, omissions: Iterable<Omission>) => ({
    stage,
    kept,
    omissions,
    isRemembered: !restatedStages.has(stage),
  });
  const ledger = balanceLedger(alleleCount, [
    step('parse-variants', accepted, inputs.parseOmissions),
    step('annotate-consequences', setOf(traces.keys()), inputs.annotateOmissions),
    step('generate-peptides', setOf(withPeptides), inputs.peptideOmissions),
    // Predictions know no allele: what is kept is what is not said to be omitted.
    step('predict-binding', setOf(without(withPeptides, predictOmissions)), predictOmissions),
    step('compute-features', setOf(withLeavers(withCandidates, rankOmissions)), inputs.featureOmissions),
    step('rank-candidates', setOf(rankedOf.keys()), rankOmissions),
    step('select-shortlist', setOf(pickOf.keys()), inputs.selectOmissions),
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
  return {
    source,
    panel,
    ranked,
    picks,
    traces,
    pickOf,
    ledger,
    proteinSources,
    candidateCount,
    fractionBins: fractions.bins,
  };
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

/** Variants and consequences in step, allele by allele: a trace is kept only of those that change a protein. */
function readAnnotated(inputs: RunInputs): {
  traces: Map<number, AlleleTrace>;
  accepted: AlleleSet;
  proteinSources: readonly string[];
} {
  const traces = new Map<number, AlleleTrace>();
  const accepted = createAlleleSet(inputs.source.alleleCount);
  const sources = new Set<string>();
  const groups = groupByAllele(inputs.consequences);
  for (const variant of inputs.variants) {
    accepted.add(variant.alleleOrdinal);
    const rows = groups.take(variant.alleleOrdinal);
    const usable = rows.filter(isUsable);
    if (usable.length === 0) continue;
    for (const row of usable) sources.add(row.source);
    const transcripts = new Set(usable.map(({ transcript }) => transcript));
    traces.set(variant.alleleOrdinal, {
      ...newTrace(variant),
      ...namedBy(rows),
      annotated: transcripts.size,
    });
  }
  return { traces, accepted, proteinSources: [...sources].sort() };
}

/** Gene and consequence of an allele: of the transcript that speaks for it. */
export function namedBy(rows: readonly Consequence[]): {
  readonly gene: string | null;
  readonly consequence: string | null;
} {
  const row = speakingRow(rows);
  return row === undefined
    ? { gene: null, consequence: null }
    : { gene: row.gene, consequence: row.consequence.join('&') };
}

/** Peptides without any score: an item's count is the number of alleles without one, and fewer than all leave the peptide scored. */
function unscored(omissions: readonly Omission[], { alleles }: Panel): readonly string[] {
  return omissions
    .filter(({ scope, count }) => scope === 'item' && count >= alleles.length)
    .map(({ subject }) => subject);
}

function readPeptides(
  inputs: RunInputs,
  traces: ReadonlyMap<number, AlleleTrace>,
  withoutScore: ReadonlySet<string>,
): Set<number> {
  const withPeptides = new Set<number>();
  for (const { alleleOrdinal, peptide } of inputs.peptides) {
    const trace = traceOf(traces, alleleOrdinal, 'peptides');
    trace.peptides += 1;
    if (!withoutScore.has(peptide)) trace.scored += 1;
    withPeptides.add(alleleOrdinal);
  }
  return withPeptides;
}

function traceOf(traces: ReadonlyMap<number, AlleleTrace>, ordinal: number, artifact: string): AlleleTrace {
  const trace = traces.get(ordinal);
  if (trace === undefined)
    throw defect(`${artifact} name an allele of which no protein is known to change`, { ordinal });
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
