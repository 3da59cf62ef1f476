/** The artifact `selection`: what the list is worth, what nothing can exceed, and how far each antigen and column comes into it. */
import type { Selection, SelectionPick } from '../../schemas/selection.js';
import type { Antigen } from './antigens.js';
import { refusalOf } from './board.js';
import { type Columns, wholeProblem } from './build-problem.js';
import type { Choice } from './choose.js';
import { partCarrying } from './clones.js';
import type { Verdicts } from './decisions/verdicts.js';
import type { SelectParams } from './params.js';
import { addLosses, gainOf, openWeights, sumsOf, worthOf } from './search/problem.js';

/** Six decimals are far below what the probabilities are good for. */
const grain = 1e6;

export interface Described {
  readonly choice: Choice;
  readonly columns: Columns;
  readonly lostAlleles: readonly string[];
  readonly verdicts: Verdicts;
  readonly eligibleCount: number;
  readonly params: SelectParams;
}

export function describeSelection(described: Described): Selection {
  const { choice, columns, lostAlleles, verdicts, eligibleCount, params } = described;
  const objective = rounded(choice.objective);
  const bound = Math.max(objective, isReached(choice) ? objective : upward(choice.bound));
  return {
    method: params.method,
    size: params.size,
    eligibleCount,
    clones: columns.clones.map(({ name, weight }) => ({ clone: name, weight: rounded(weight) })),
    alleles: [...columns.alleles],
    lostAlleles: [...lostAlleles],
    objective,
    bound,
    gap: bound === objective ? 0 : upward((bound - objective) / bound),
    isProven: choice.isProven,
    bestFound: Math.min(bound, rounded(Math.max(choice.objective, choice.bestFound))),
    search: choice.search,
    byRank: { ...choice.byRank, objective: rounded(choice.byRank.objective) },
    picks: picksOf(choice.picks, columns, verdicts),
    coverage: coverageOf(choice.picks, columns),
    decisions: [...verdicts.rows],
    notes: notesOf(described),
  };
}

function rounded(value: number): number {
  return Math.round(value * grain) / grain;
}

/** A bound stays one. */
function upward(value: number): number {
  return Math.ceil(value * grain) / grain;
}

/** Nothing lies between the list and the bound but what rounding leaves. */
function isReached({ objective, bound }: Choice): boolean {
  return bound - objective <= 1e-9 * bound;
}

function picksOf(picks: readonly Antigen[], columns: Columns, verdicts: Verdicts): SelectionPick[] {
  const problem = wholeProblem(picks, columns);
  const all = [...picks.keys()];
  const worth = worthOf(problem, all);
  const sums = new Float64Array(problem.columns);
  return picks.map(({ ranked, cellFraction, cellFractionFrom, alleles }, index) => {
    const marginalGain = gainOf(problem, index, openWeights(problem, sums));
    addLosses(problem, index, sums, 1);
    const without = worthOf(
      problem,
      all.filter((each) => each !== index),
    );
    return {
      pick: index + 1,
      rank: ranked.rank,
      alleleOrdinal: ranked.alleleOrdinal,
      variantId: ranked.variantId,
      isPinned: verdicts.pinned.has(ranked.alleleOrdinal),
      marginalGain: rounded(marginalGain),
      uniqueGain: rounded(Math.max(0, worth - without)),
      cellFraction,
      cellFractionFrom,
      alleles: [...alleles],
    };
  });
}

function coverageOf(picks: readonly Antigen[], columns: Columns): Selection['coverage'] {
  const problem = wholeProblem(picks, columns);
  const sums = sumsOf(problem, picks.keys());
  return columns.clones.flatMap((clone, row) =>
    columns.alleles.map((allele, place) => ({
      clone: clone.name,
      allele,
      coverage: rounded(-Math.expm1(-(sums[row * columns.alleles.length + place] ?? 0))),
      antigenCount: picks.filter(
        (pick) =>
          partCarrying(clone, pick.cellFraction) > 0 && pick.alleles.some((each) => each.allele === allele),
      ).length,
    })),
  );
}

function notesOf({ choice, columns, lostAlleles, verdicts, params }: Described): string[] {
  const { picks } = choice;
  const pinned = picks.filter(({ ranked }) => verdicts.pinned.has(ranked.alleleOrdinal));
  const unknown = picks.filter(({ cellFractionFrom }) => cellFractionFrom === 'unknown').length;
  const bare = columns.alleles.filter(
    (allele) => !picks.some(({ alleles }) => alleles.some((each) => each.allele === allele)),
  );
  return [
    ...pinned.flatMap(({ ranked }) => {
      const refusal = refusalOf(ranked, params);
      return refusal === null
        ? []
        : [
            `WARNING: ${nameOf(ranked)} is on the list because the reviewer accepted it, against: ${refusal.reason}`,
          ];
    }),
    ...crowdedGenes(picks, params.perGene),
    ...(picks.length > params.size
      ? [
          `the reviewer accepted ${picks.length} antigens, more than the ${params.size} asked for: all are on the list`,
        ]
      : []),
    ...verdicts.rows.flatMap(({ decision, outcome, subject, line }) =>
      decision === 'accept' && outcome === 'not-ranked'
        ? [
            `WARNING: ${subject} (line ${line}) was accepted by the reviewer, but left the run before the ranking: it is not on the list`,
          ]
        : [],
    ),
    ...(unknown > 0 && columns.clones.length > 1
      ? [
          `without a known cancer cell fraction, counted as ${params.unknownCellFraction}: ${unknown} of ${picks.length} antigens`,
        ]
      : []),
    ...(lostAlleles.length > 0 ? [`lost by the tumour, counted for nothing: ${lostAlleles.join(', ')}`] : []),
    ...(bare.length > 0 && picks.length > 0 ? [`no antigen of the list is seen by ${bare.join(', ')}`] : []),
  ];
}

function crowdedGenes(picks: readonly Antigen[], perGene: number): string[] {
  const counts = new Map<string, number>();
  for (const { ranked } of picks) counts.set(ranked.best.gene, (counts.get(ranked.best.gene) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > perGene)
    .map(
      ([gene, count]) =>
        `the reviewer accepted ${count} antigens of ${gene}, more than ${perGene} of one gene`,
    );
}

function nameOf({ best }: Antigen['ranked']): string {
  return [best.gene, best.hgvsP ?? best.input].join(' ');
}
