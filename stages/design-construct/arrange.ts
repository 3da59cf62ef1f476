/** One construct's protein: which element stands where, with what between them. */
import type { ConstructElement } from './elements.js';
import { junctionPeptides, widePeptides } from './junctions/junction-peptides.js';
import { acrossSeam, type PeptideScore } from './junctions/peptide-scores.js';
import {
  noSeam,
  type Pieces,
  plainSeams,
  riskOf,
  type Seam,
  type SeamRules,
  type SeamTable,
  spacedSeams,
} from './junctions/seams.js';
import {
  type OrderLimits,
  type OrderProblem,
  type OrderResult,
  orderElements,
  smallestLevels,
} from './order/index.js';

/** A stretch of the protein, in order. */
export interface Piece {
  readonly kind: 'leader' | 'window' | 'spacer' | 'trailer';
  readonly name: string;
  readonly sequence: string;
  /** 0-based, in the protein. */
  readonly start: number;
  readonly element: ConstructElement | null;
}

export interface PlacedSeam extends Seam {
  readonly left: string;
  readonly right: string;
  /** 0-based place of the first residue behind the left neighbour. */
  readonly start: number;
  readonly peptides: readonly ScoredPeptide[];
}

export interface ScoredPeptide extends PeptideScore {
  readonly peptide: string;
  /** 0-based, in the construct's protein. */
  readonly start: number;
  readonly selfGenes: readonly string[];
}

export interface Arrangement {
  readonly pieces: readonly Piece[];
  readonly protein: string;
  readonly seams: readonly PlacedSeam[];
  readonly order: OrderResult;
  /** Without any spacer: the least (strong binders, self-matches) of any order that was found. */
  readonly withoutSpacers: { readonly strong: number; readonly self: number };
  readonly areSpacersTried: boolean;
  /** Peptides over three pieces or more that bind strongly or are self. */
  readonly wide: readonly ScoredPeptide[];
  readonly wideCount: number;
}

export interface ArrangeOptions {
  readonly leader: string;
  readonly trailer: string;
  readonly rules: SeamRules;
  readonly limits: OrderLimits;
}

/**
 * Orders the elements so that the seams hold, in this order of importance: the fewest strong binders, the fewest peptides equal to self, the
 * fewest spacer residues, the weakest strongest binder (largest worst margin), the lowest sum of risks. Spacers are tried only where no
 * order without them was found clear.
 */
export async function arrange(
  elements: readonly ConstructElement[],
  options: ArrangeOptions,
): Promise<Arrangement> {
  const { leader, trailer, rules, limits } = options;
  const texts: Pieces = {
    elements: elements.map(({ sequence }) => sequence),
    before: leader,
    after: trailer,
  };
  const plain = await plainSeams(texts, rules);
  const [strong = 0, self = 0] = smallestLevels(problemOf(plain, rules.linker), limits.nodeLimit);
  const areSpacersTried = strong + self > 0 && rules.spacers.length > 0;
  const table = areSpacersTried ? await spacedSeams(texts, plain, rules) : plain;
  const order = orderElements(problemOf(table, rules.linker), limits);
  const { pieces, seams } = place(elements, { order: order.order, table, leader, trailer, rules });
  const protein = pieces.map(({ sequence }) => sequence).join('');
  const wide = await scoreWide(protein, pieces, rules);
  return { pieces, protein, seams, order, withoutSpacers: { strong, self }, areSpacersTried, ...wide };
}

function problemOf({ count, seams }: SeamTable, linker: string): OrderProblem {
  const level = (numberOf: (seam: Seam) => number) => Float64Array.from(seams, numberOf);
  return {
    count,
    levels: [
      level(({ strong }) => strong),
      level(({ selfPeptides }) => selfPeptides.length),
      // The linker is wanted at every seam and costs nothing.
      level(({ spacer }) => (spacer === linker ? 0 : spacer.length)),
    ],
    risk: level(riskOf),
  };
}

interface Layout {
  readonly order: readonly number[];
  readonly table: SeamTable;
  readonly leader: string;
  readonly trailer: string;
  readonly rules: SeamRules;
}

function place(elements: readonly ConstructElement[], layout: Layout) {
  const { order, table, leader, trailer, rules } = layout;
  const width = table.count + 1;
  const pieces: Piece[] = [];
  const seams: PlacedSeam[] = [];
  let at = 0;
  const add = (piece: Omit<Piece, 'start'>) => {
    if (piece.sequence === '') return;
    pieces.push({ ...piece, start: at });
    at += piece.sequence.length;
  };
  const blocks: readonly Omit<Piece, 'start'>[] = [
    { kind: 'leader', name: 'leader', sequence: leader, element: null },
    ...order.flatMap((index) => {
      const element = elements[index];
      return element === undefined
        ? []
        : [{ kind: 'window' as const, name: element.name, sequence: element.sequence, element }];
    }),
    { kind: 'trailer', name: 'trailer', sequence: trailer, element: null },
  ];
  const nodes = [table.count, ...order, table.count];
  for (const [index, block] of blocks.entries()) {
    const left = blocks[index - 1];
    if (left !== undefined && left.sequence !== '' && block.sequence !== '') {
      const seam = table.seams[(nodes[index - 1] ?? 0) * width + (nodes[index] ?? 0)] ?? noSeam;
      const peptides = junctionPeptides(left.sequence, seam.spacer, block.sequence, rules.lengths).map(
        ({ peptide, offset }) => {
          const score = acrossSeam(rules.scores.of(peptide), { offset, spacerLength: seam.spacer.length });
          return scored(peptide, { start: at + offset, score }, rules);
        },
      );
      seams.push({ ...seam, left: left.name, right: block.name, start: at, peptides });
      add({ kind: 'spacer', name: `spacer_${seams.length}`, sequence: seam.spacer, element: null });
    }
    add(block);
  }
  return { pieces, seams };
}

function scored(
  peptide: string,
  { start, score }: { readonly start: number; readonly score: PeptideScore },
  { self }: SeamRules,
): ScoredPeptide {
  const selfGenes = self.has(peptide) ? self.genesOf(peptide) : [];
  return { peptide, start, ...score, selfGenes };
}

/** Windows shorter than the longest peptide let one reach over a whole neighbour: such peptides are scored when the order is known. */
async function scoreWide(protein: string, pieces: readonly Piece[], rules: SeamRules) {
  const { lengths, scores, self } = rules;
  const blocks: number[] = [];
  for (const { kind, sequence } of pieces) {
    // A spacer belongs to its seam: a peptide over left, spacer and right is that seam's own.
    if (kind !== 'spacer') blocks.push(sequence.length);
    else blocks.push((blocks.pop() ?? 0) + sequence.length);
  }
  const all = widePeptides(protein, blocks, lengths);
  const peptides = all.map(({ peptide }) => peptide);
  await scores.add(peptides);
  self.add(peptides);
  const wide = all
    .map(({ peptide, start }) => scored(peptide, { start, score: scores.of(peptide) }, rules))
    .filter(({ strong, selfGenes }) => strong > 0 || selfGenes.length > 0);
  return { wide, wideCount: all.length };
}
