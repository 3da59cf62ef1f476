/** What each pair of neighbours makes at its seam, without a spacer and with those that are tried. */
import { type JunctionPeptide, junctionPeptides } from './junction-peptides.js';
import { acrossSeam, type Binder, type PeptideScores, strongRisk } from './peptide-scores.js';
import type { SelfLookup } from './self-lookup.js';

export interface Seam {
  readonly spacer: string;
  readonly peptideCount: number;
  /** Pairs of a peptide and an allele that bind strongly. */
  readonly strong: number;
  readonly selfPeptides: readonly string[];
  /** Pairs without a prediction. */
  readonly unknown: number;
  /** The strongest pair; null: the seam makes no peptide, or none could be scored. */
  readonly worst: Binder | null;
}

export interface SeamRules {
  /** Between two windows where nothing else is needed: '' or the user's linker. */
  readonly linker: string;
  readonly spacers: readonly string[];
  readonly lengths: readonly number[];
  readonly scores: PeptideScores;
  readonly self: SelfLookup;
}

/** No seam: nothing stands there. */
export const noSeam: Seam = {
  spacer: '',
  peptideCount: 0,
  strong: 0,
  selfPeptides: [],
  unknown: 0,
  worst: null,
};

export function isClear(seam: Seam): boolean {
  return seam.strong === 0 && seam.selfPeptides.length === 0;
}

export function riskOf(seam: Seam): number {
  return seam.worst?.risk ?? 0;
}

/** Texts of the elements and of what stands before the first and behind the last ('' : nothing, and no seam). */
export interface Pieces {
  readonly elements: readonly string[];
  readonly before: string;
  readonly after: string;
}

/** Seams by left × (count + 1) + right, as the order's tables have them; the diagonal is no seam. */
export interface SeamTable {
  readonly count: number;
  readonly seams: readonly Seam[];
}

/** Every ordered pair with the linker alone. */
export async function plainSeams(pieces: Pieces, rules: SeamRules): Promise<SeamTable> {
  const count = pieces.elements.length;
  const pairs = pairsOf(pieces);
  const seams = await evaluate(pairs, rules.linker, rules);
  return { count, seams: tableOf(count, pairs, seams) };
}

/**
 * The same, with a spacer where the seam is not clear without: the first in the given order that clears it; where none does, the one that
 * leaves the fewest strong binders, then self-matches, then the lowest risk. A spacer is scored only for the pairs that still need one.
 */
export async function spacedSeams(pieces: Pieces, plain: SeamTable, rules: SeamRules): Promise<SeamTable> {
  const { count } = plain;
  const width = count + 1;
  const best = [...plain.seams];
  let pairs = pairsOf(pieces).filter(({ left, right }) => !isClear(best[left * width + right] ?? noSeam));
  for (const spacer of rules.spacers) {
    if (pairs.length === 0) break;
    const seams = await evaluate(pairs, spacer, rules);
    for (const [index, { left, right }] of pairs.entries()) {
      const seam = seams[index] ?? noSeam;
      const at = left * width + right;
      if (isBetter(seam, best[at] ?? noSeam)) best[at] = seam;
    }
    pairs = pairs.filter(({ left, right }) => !isClear(best[left * width + right] ?? noSeam));
  }
  return { count, seams: best };
}

/** Risk decides only between seams that are not clear: it must not put a spacer where none is needed. */
function isBetter(a: Seam, b: Seam): boolean {
  const differences = [
    a.strong - b.strong,
    a.selfPeptides.length - b.selfPeptides.length,
    riskOf(a) - riskOf(b),
  ];
  return (differences.find((difference) => difference !== 0) ?? 0) < 0;
}

interface Pair {
  readonly left: number;
  readonly right: number;
  readonly leftText: string;
  readonly rightText: string;
}

function pairsOf({ elements, before, after }: Pieces): readonly Pair[] {
  const count = elements.length;
  const pairs: Pair[] = [];
  for (const [left, leftText] of [...elements, before].entries()) {
    for (const [right, rightText] of [...elements, after].entries()) {
      if (left === right || leftText === '' || rightText === '') continue;
      if (left < count || right < count) pairs.push({ left, right, leftText, rightText });
    }
  }
  return pairs;
}

function tableOf(count: number, pairs: readonly Pair[], seams: readonly Seam[]): readonly Seam[] {
  const table = new Array<Seam>((count + 1) ** 2).fill(noSeam);
  for (const [index, { left, right }] of pairs.entries())
    table[left * (count + 1) + right] = seams[index] ?? noSeam;
  return table;
}

async function evaluate(pairs: readonly Pair[], spacer: string, rules: SeamRules): Promise<readonly Seam[]> {
  const peptides = pairs.map(({ leftText, rightText }) =>
    junctionPeptides(leftText, spacer, rightText, rules.lengths),
  );
  const distinct = new Set<string>();
  for (const list of peptides) for (const { peptide } of list) distinct.add(peptide);
  await rules.scores.add(distinct);
  rules.self.add(distinct);
  return peptides.map((list) => seamOf(spacer, list, rules));
}

function seamOf(spacer: string, peptides: readonly JunctionPeptide[], { scores, self }: SeamRules): Seam {
  let strong = 0;
  let unknown = 0;
  let worst: Binder | null = null;
  const selfPeptides: string[] = [];
  for (const { peptide, offset } of peptides) {
    const score = acrossSeam(scores.of(peptide), { offset, spacerLength: spacer.length });
    strong += score.strong;
    unknown += score.unknown;
    if (score.worst !== null && (worst === null || score.worst.risk > worst.risk)) worst = score.worst;
    if (self.has(peptide)) selfPeptides.push(peptide);
  }
  return { spacer, peptideCount: peptides.length, strong, selfPeptides, unknown, worst };
}

/** The margin of a seam: how many times weaker than the strong-binder limit its strongest peptide is; null: none was scored. */
export function marginOf(seam: Seam): number | null {
  const risk = riskOf(seam);
  return seam.worst === null || risk === 0 ? null : strongRisk / risk;
}
