/**
 * Chooses a codon for every residue: as few broken constraints as can be, then the lowest Σ −ln(adaptiveness) + uridineWeight × U. Motifs and
 * homopolymers are exact: a backward dynamic programme over codons and the states of a motif automaton gives the least cost of any rest, with
 * prices for G and C in it. The G+C of every stretch needs the last bases themselves; partial sequences are therefore searched forward with
 * that least cost as the bound of what is to come, and where more than `labels` are open those with the worst bounds are dropped. The lowest
 * bound among the dropped ones is the certificate: no coding sequence costs less.
 */
import { defect } from '../../../schemas/errors.js';
import { type Codon, codonsFor } from './codon-usage.js';
import { countLimits, type GcLimits, type GcPrices, gcPrices } from './gc-prices.js';
import { baseLetters, type Motif, type MotifAutomaton, motifAutomaton } from './motif-automaton.js';

export interface CodonRequest {
  /** With a '*' for each stop codon. */
  readonly protein: string;
  /** Stop codons to use, in order; the other residues' codons are free. */
  readonly stops: readonly string[];
  /** Bases that stand around the coding sequence: a motif may reach over. */
  readonly before: string;
  readonly after: string;
  readonly motifs: readonly Motif[];
  readonly gc: GcLimits;
  readonly uridineWeight: number;
  readonly labels: number;
}

export interface CodonChoice {
  readonly coding: string;
  /** Motifs and stretches that break a constraint. */
  readonly violations: number;
  /** Σ −ln(adaptiveness) + uridineWeight × U. */
  readonly cost: number;
  /** No sequence is better: fewer violations, or as many at a lower cost. */
  readonly bound: { readonly violations: number; readonly cost: number };
}

/** A violation weighs more than any sequence of codons can: −ln of the rarest codon's adaptiveness is 1.7. */
const violationCost = 1e6;

interface Choice {
  readonly bases: readonly number[];
  readonly isGc: readonly number[];
  readonly text: string;
  readonly cost: number;
}

function choicesOf({ protein, stops, uridineWeight }: CodonRequest): readonly (readonly Choice[])[] {
  let stop = 0;
  const choiceOf = ({ bases, adaptiveness }: Codon): Choice => ({
    bases: [...bases].map((letter) => baseLetters.indexOf(letter)),
    isGc: [...bases].map((letter) => (letter === 'G' || letter === 'C' ? 1 : 0)),
    text: bases,
    cost: -Math.log(adaptiveness) + uridineWeight * [...bases].filter((letter) => letter === 'T').length,
  });
  return [...protein].map((residue) => {
    if (residue === '*') return [choiceOf({ bases: stops[stop++] ?? 'TGA', adaptiveness: 1 })];
    const codons = codonsFor(residue).map(choiceOf);
    if (codons.length === 0) throw defect('a residue without a codon', { residue });
    return codons;
  });
}

/** Least cost of the codons from each place on, by automaton state; the row behind the last codon is what `after` completes. */
function leastRests(
  request: CodonRequest,
  choices: readonly (readonly Choice[])[],
  { automaton, prices }: { readonly automaton: MotifAutomaton; readonly prices: GcPrices },
): readonly Float64Array[] {
  const { stateCount } = automaton;
  const rows: Float64Array[] = [];
  let below = Float64Array.from({ length: stateCount }, (_, state) => {
    let at = state;
    let hits = 0;
    for (const [offset, letter] of [...request.after].entries()) {
      at = automaton.next(at, baseLetters.indexOf(letter));
      hits += automaton.crossings(at, offset);
    }
    return hits * violationCost;
  });
  rows.unshift(below);
  for (let codon = choices.length - 1; codon >= 0; codon--) {
    const under = below;
    below = Float64Array.from({ length: stateCount }, (_, state) => {
      let least = Number.POSITIVE_INFINITY;
      for (const { bases, isGc, cost } of choices[codon] ?? []) {
        let at = state;
        let total = cost;
        for (const [offset, base] of bases.entries()) {
          at = automaton.next(at, base);
          total += automaton.hits(at, codon * 3 + offset) * violationCost;
          total += (isGc[offset] ?? 0) * (prices.perBase[codon * 3 + offset] ?? 0);
        }
        least = Math.min(least, total + (under[at] ?? 0));
      }
      return least;
    });
    rows.unshift(below);
  }
  return rows;
}

/** A partial sequence. The last bases' G+C are bits: `high` the older 30, `low` the newer 30. */
interface Label {
  readonly state: number;
  readonly high: number;
  readonly low: number;
  /** G+C among the last `window` bases. */
  readonly gcCount: number;
  readonly cost: number;
  /** Prices paid for the stretches that are not complete; of a complete one the limits themselves were looked at. */
  readonly paid: number;
  /** Cost and prices so far and the least rest. */
  readonly bound: number;
  readonly before: Label | null;
  readonly choice: Choice | null;
}

const half = 30;
const halfMask = 2 ** half - 1;

export function optimiseCodons(request: CodonRequest): CodonChoice {
  const automaton = motifAutomaton(request.motifs);
  const choices = choicesOf(request);
  const prices = gcPrices(choices, request.gc);
  const rests = leastRests(request, choices, { automaton, prices });
  let state = 0;
  for (const letter of request.before) state = automaton.next(state, baseLetters.indexOf(letter));
  const root: Label = {
    state,
    high: 0,
    low: 0,
    gcCount: 0,
    cost: 0,
    paid: prices.constant,
    bound: prices.constant + (rests[0]?.[state] ?? 0),
    before: null,
    choice: null,
  };
  const { window } = request.gc;
  const { least, most } = countLimits(request.gc);
  let open: readonly Label[] = [root];
  let dropped = Number.POSITIVE_INFINITY;
  for (const [codon, own] of choices.entries()) {
    const merged = new Map<string, Label>();
    for (const label of open) {
      for (const choice of own) {
        const next = extend(label, {
          choice,
          codon,
          window,
          least,
          most,
          prices,
          automaton,
          rest: rests[codon + 1],
        });
        const key = `${next.state} ${next.high} ${next.low}`;
        const known = merged.get(key);
        if (known === undefined || next.cost < known.cost) merged.set(key, next);
      }
    }
    const kept = keepBest([...merged.values()], request.labels);
    dropped = Math.min(dropped, kept.dropped);
    open = kept.labels;
  }
  const best = open.reduce((first, label) => (label.bound < first.bound ? label : first));
  // Behind the last codon all prices have been given back, but for rounding.
  const total = best.cost + (rests.at(-1)?.[best.state] ?? 0);
  let coding = '';
  for (let label: Label | null = best; label?.choice != null; label = label.before)
    coding = label.choice.text + coding;
  return {
    coding,
    ...partsOf(total),
    bound: partsOf(Math.min(total, dropped)),
  };
}

function partsOf(total: number): { readonly violations: number; readonly cost: number } {
  const violations = Math.floor(total / violationCost);
  return { violations, cost: total - violations * violationCost };
}

interface Step {
  readonly choice: Choice;
  readonly codon: number;
  readonly window: number;
  readonly least: number;
  readonly most: number;
  readonly prices: GcPrices;
  readonly automaton: MotifAutomaton;
  readonly rest: Float64Array | undefined;
}

function extend(label: Label, step: Step): Label {
  const { choice, codon, window, least, most, prices, automaton, rest } = step;
  let { state, high, low, gcCount, cost, paid } = label;
  cost += choice.cost;
  for (let offset = 0; offset < 3; offset++) {
    const place = codon * 3 + offset;
    state = automaton.next(state, choice.bases[offset] ?? 0);
    cost += automaton.hits(state, place) * violationCost;
    const isGc = choice.isGc[offset] ?? 0;
    const oldest = window > half ? (high >> (window - half - 1)) & 1 : (low >> (window - 1)) & 1;
    gcCount += isGc - oldest;
    high = ((high << 1) | (low >> (half - 1))) & halfMask;
    low = ((low << 1) | isGc) & halfMask;
    paid += isGc * (prices.perBase[place] ?? 0);
    const stretch = place + 1 - window;
    if (stretch < 0) continue;
    if (gcCount < least || gcCount > most) cost += violationCost;
    paid -=
      (prices.above[stretch] ?? 0) * (gcCount - most) + (prices.below[stretch] ?? 0) * (least - gcCount);
  }
  // Bits older than the window decide nothing: without them equal labels are seen to be equal.
  high &= window > half ? 2 ** (window - half) - 1 : 0;
  if (window < half) low &= 2 ** window - 1;
  const bound = cost + paid + (rest?.[state] ?? 0);
  return { state, high, low, gcCount, cost, paid, bound, before: label, choice };
}

/**
 * The labels with the best bounds, a part of the room for each G+C count: the cheapest codons are rich in G and C, and labels that all stand
 * at the upper limit could not pass a stretch of glycines and alanines.
 */
function keepBest(
  labels: readonly Label[],
  room: number,
): { readonly labels: readonly Label[]; readonly dropped: number } {
  if (labels.length <= room) return { labels, dropped: Number.POSITIVE_INFINITY };
  const sorted = [...labels].sort(
    (a, b) =>
      a.bound - b.bound || a.gcCount - b.gcCount || a.state - b.state || a.high - b.high || a.low - b.low,
  );
  const byCount = new Map<number, number>();
  const counts = new Set(sorted.map(({ gcCount }) => gcCount)).size;
  const share = Math.max(2, Math.floor(room / (2 * counts)));
  const kept: Label[] = [];
  const rest: Label[] = [];
  for (const label of sorted) {
    const taken = byCount.get(label.gcCount) ?? 0;
    byCount.set(label.gcCount, taken + 1);
    if (taken < share) kept.push(label);
    else rest.push(label);
  }
  const extra = Math.max(0, room - kept.length);
  return {
    labels: [...kept, ...rest.slice(0, extra)],
    dropped: rest[extra]?.bound ?? Number.POSITIVE_INFINITY,
  };
}
