/** Several alleles of one gene, phased and not, checked against the text of the gene with the edits made by hand. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startOfPosition } from '../../schemas/coordinates.js';
import type { Consequence, Phase } from '../../schemas/rows.js';
import {
  asChange,
  basesOf,
  codingEdit,
  proteinWith,
  type RandomGene,
  randomBases,
  randomGene,
  type TextEdit,
} from '../support/random-gene.js';
import { buildGene, type Gene } from '../unit/stages/annotate-consequences/from-bundle/gene-fixture.js';

const length = 9;
const phase: Phase = { set: 'PS:1', haplotype: 0, isHomozygous: false };

interface DrawnEdit extends TextEdit {
  readonly isGermline: boolean;
}

interface Drawn {
  readonly random: RandomGene;
  readonly gene: Gene;
  readonly edits: readonly DrawnEdit[];
}

const draw = fc.record({
  place: fc.noBias(fc.integer({ min: 0, max: 9999 })).map((part) => part / 10_000),
  replaced: fc.integer({ min: 0, max: 3 }),
  added: randomBases(0, 3),
  isGermline: fc.boolean(),
});

/** Up to so many edits that do not touch each other and that normalisation leaves where they are. */
function drawn(most: number): fc.Arbitrary<Drawn> {
  return fc.tuple(randomGene, fc.array(draw, { minLength: 2, maxLength: most })).map(([random, draws]) => {
    const gene = buildGene(random);
    const edits: DrawnEdit[] = [];
    for (const each of draws) {
      const edit = codingEdit(random, each);
      if (edit === null || !isInPlace(random, gene, edit)) continue;
      const isApart = edits.every(
        ({ start, ref }) => start + ref.length < edit.start || edit.start + edit.ref.length < start,
      );
      if (isApart) edits.push({ ...edit, isGermline: each.isGermline });
    }
    return { random, gene, edits };
  });
}

function isInPlace(random: RandomGene, gene: Gene, edit: TextEdit): boolean {
  const { position, ref, alt } = gene.variant(asChange(random, edit));
  const placed = random.strand === '+' ? edit.start : basesOf(random).length - edit.start - edit.ref.length;
  const anchor = ref[0] === alt[0] ? 1 : 0;
  return (
    edit.ref.length + edit.alt.length <= ref.length + alt.length &&
    startOfPosition(position) + anchor === placed
  );
}

/** Whether the row makes peptides of the window at that place of its mutant protein. */
function makes({ mutantStretch }: Consequence, start: number): boolean {
  if (mutantStretch === null) return false;
  const { start: first, end } = mutantStretch;
  return start < Math.max(end, first) && start + length > first;
}

/** Offsets of the windows of a protein that none of the others holds. */
function novelWindows(protein: string, others: readonly string[]): number[] {
  const residues = protein.replace('*', '');
  const offsets: number[] = [];
  for (let start = 0; start + length <= residues.length; start++) {
    const window = residues.slice(start, start + length);
    if (!others.some((other) => other.includes(window))) offsets.push(start);
  }
  return offsets;
}

describe('alleles of one haplotype', () => {
  it('make one protein, and each window it has beyond the germline’s lies in the stretch of one of them', () => {
    let windowCount = 0;
    fc.assert(
      fc.property(drawn(6), ({ random, gene, edits }) => {
        const somatic = edits.filter(({ isGermline }) => !isGermline);
        const germline = edits.filter(({ isGermline }) => isGermline);
        const rows = gene
          .annotateWith(
            somatic.map((edit) => gene.variant(asChange(random, edit), { phase })),
            germline.map((edit) => gene.germline(asChange(random, edit), { phase })),
          )
          .flat();
        const mutant = proteinWith(random, edits);
        const wildtype = proteinWith(random, germline);
        expect(rows).toHaveLength(somatic.length);
        for (const row of rows) {
          expect(row.mutantProtein).toBe(mutant);
          expect(row.wildtypeProtein).toBe(wildtype);
        }
        for (const start of somatic.length === 0 ? [] : novelWindows(mutant, [wildtype])) {
          windowCount += 1;
          expect(rows.some((row) => makes(row, start))).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
    expect(windowCount).toBeGreaterThan(100);
  });
});

describe('an allele among others of unknown phase', () => {
  it('has a row for each window that it makes on any molecule', () => {
    let windowCount = 0;
    fc.assert(
      fc.property(drawn(4), ({ random, gene, edits }) => {
        const [own, ...others] = edits;
        if (own === undefined || own.isGermline) return;
        const het = { genotype: '0/1' };
        const file = [own, ...others.filter(({ isGermline }) => !isGermline)];
        const germline = others.filter(({ isGermline }) => isGermline);
        const [rows = []] = gene.annotateWith(
          file.map((edit) => gene.variant(asChange(random, edit), het)),
          germline.map((edit) => gene.germline(asChange(random, edit))),
          { maxPhasePossibilities: 64 },
        );
        const molecules = subsetsOf(others);
        // What molecules without the variant make is no window of its own.
        const background = molecules.map((mates) => proteinWith(random, mates));
        for (const mates of molecules) {
          const mutant = proteinWith(random, [own, ...mates]);
          for (const start of novelWindows(mutant, background)) {
            windowCount += 1;
            const window = mutant.slice(start, start + length);
            const isMade = rows.some((row) => {
              const protein = row.mutantProtein ?? '';
              return placesOf(window, protein).some((at) => makes(row, at));
            });
            if (!isMade) throw new Error(`${window} of ${mutant} is in no row`);
          }
        }
      }),
      { numRuns: 150 },
    );
    expect(windowCount).toBeGreaterThan(100);
  });
});

function placesOf(window: string, protein: string): number[] {
  const places: number[] = [];
  for (let at = protein.indexOf(window); at >= 0; at = protein.indexOf(window, at + 1)) places.push(at);
  return places;
}

function subsetsOf<Item>(items: readonly Item[]): Item[][] {
  const sets: Item[][] = [[]];
  for (const item of items) sets.push(...sets.map((set) => [...set, item]));
  return sets;
}
