/** A protein as mRNA, written as DNA: the user's slots around a coding sequence with chosen codons. */
import { reverseComplement } from '../../shared/genetic-code.js';
import type { ConstructParams } from '../params.js';
import { type Check, checkMrna, type MrnaRules, repeatsOf } from './check-mrna.js';
import { codonAdaptationIndex } from './codon-usage.js';
import type { Motif } from './motif-automaton.js';
import { type CodonChoice, optimiseCodons } from './optimise-codons.js';

export interface MrnaDesign {
  readonly sequence: string;
  /** 0-based half-open, with the stop codons. */
  readonly coding: { readonly start: number; readonly end: number };
  readonly slots: readonly { readonly name: string; readonly start: number; readonly end: number }[];
  readonly choice: CodonChoice;
  readonly codonAdaptationIndex: number | null;
  readonly gcFraction: number;
  readonly uridineFraction: number;
  readonly checks: readonly Check[];
}

/** Rounds in which the later copy of a repeat is forbidden and the codons are chosen anew. */
const repeatRounds = 12;
/** Rounds without fewer repeats after which the rest is taken as unavoidable. */
const roundsWithoutGain = 3;

/** Chooses codons and puts the slots around them; whatever constraint cannot be met is named in `checks`. */
export function designMrna(protein: string, params: ConstructParams): MrnaDesign {
  const before = params.fivePrimeUtr + params.kozak;
  const after = params.threePrimeUtr + 'A'.repeat(params.polyALength);
  const stops = params.stopCodon.match(/.../g) ?? [];
  const rules: MrnaRules = {
    gc: { min: params.gcMin, max: params.gcMax, window: params.gcWindow },
    longestHomopolymer: params.longestHomopolymer,
    longestRepeat: params.longestRepeat,
    motifs: params.forbiddenMotifs,
  };
  const choice = chooseCodons(protein + '*'.repeat(stops.length), { stops, before, after, rules, params });
  const sequence = before + choice.coding + after;
  const coding = { start: before.length, end: before.length + choice.coding.length };
  const slots: { name: string; start: number; end: number }[] = [];
  const slot = (name: string, start: number, text: string) => {
    if (text !== '') slots.push({ name, start, end: start + text.length });
  };
  slot("5' UTR", 0, params.fivePrimeUtr);
  slot('Kozak sequence', params.fivePrimeUtr.length, params.kozak);
  slot("3' UTR", coding.end, params.threePrimeUtr);
  slot('poly(A)', coding.end + params.threePrimeUtr.length, 'A'.repeat(params.polyALength));
  return {
    sequence,
    coding,
    slots,
    choice,
    codonAdaptationIndex: codonAdaptationIndex(choice.coding),
    gcFraction: fractionOf(choice.coding, /[GC]/g),
    uridineFraction: fractionOf(choice.coding, /T/g),
    checks: checkMrna({ sequence, coding, protein, stopCount: stops.length }, rules),
  };
}

function fractionOf(text: string, letters: RegExp): number {
  return text.length === 0 ? 0 : [...text.matchAll(letters)].length / text.length;
}

interface Surroundings {
  readonly stops: readonly string[];
  readonly before: string;
  readonly after: string;
  readonly rules: MrnaRules;
  readonly params: ConstructParams;
}

/**
 * A repeat is known only when the sequence is: its later copy is then forbidden from there on, and the codons are chosen anew. The round with
 * the fewest repeats is taken, the first of equal ones.
 */
function chooseCodons(protein: string, { stops, before, after, rules, params }: Surroundings): CodonChoice {
  const motifs: Motif[] = bothStrands(rules);
  let best: { readonly choice: CodonChoice; readonly repeats: number } | null = null;
  let idle = 0;
  for (let round = 0; round < repeatRounds && idle < roundsWithoutGain; round++) {
    const { uridineWeight, codonLabels } = params;
    const choice = optimiseCodons({
      protein,
      stops,
      before,
      after,
      motifs,
      gc: rules.gc,
      uridineWeight,
      labels: codonLabels,
    });
    const repeats = repeatsOf(choice.coding, rules.longestRepeat + 1);
    idle += 1;
    if (best === null || repeats.length < best.repeats) {
      best = { choice, repeats: repeats.length };
      idle = 0;
    }
    if (repeats.length === 0) break;
    for (const { again } of repeats) {
      const sequence = choice.coding.slice(again, again + rules.longestRepeat + 1);
      motifs.push({ name: 'repeat', sequence, endsFrom: again + rules.longestRepeat, isCrossing: false });
    }
  }
  return best?.choice ?? { coding: '', violations: 0, cost: 0, bound: { violations: 0, cost: 0 } };
}

function bothStrands({ motifs, longestHomopolymer }: MrnaRules): Motif[] {
  const strands = motifs.flatMap(({ name, sequence }) =>
    [...new Set([sequence, reverseComplement(sequence)])].map((each) => ({
      name,
      sequence: each,
      endsFrom: 0,
      isCrossing: true,
    })),
  );
  const runs = [...'ACGT'].map((base) => ({
    name: 'homopolymer',
    sequence: base.repeat(longestHomopolymer + 1),
    endsFrom: 0,
    isCrossing: false,
  }));
  return [...strands, ...runs];
}
