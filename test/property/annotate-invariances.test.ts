/** What must not change when a call is written differently, and what must when the patient's germline does. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startOfPosition } from '../../schemas/coordinates.js';
import type { Consequence, Phase, Variant } from '../../schemas/rows.js';
import { reverseComplement } from '../../stages/shared/genetic-code.js';
import { normaliseVariant } from '../../stages/shared/normalise/index.js';
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
import { buildGene } from '../unit/stages/annotate-consequences/from-bundle/gene-fixture.js';

const draw = fc.record({
  // Unbiased: edges of the range would put most pairs at one place.
  place: fc.noBias(fc.integer({ min: 0, max: 9999 })).map((part) => part / 10_000),
  replaced: fc.integer({ min: 0, max: 4 }),
  added: randomBases(0, 4),
});
const phase: Phase = { set: 'PS:1', haplotype: 0, isHomozygous: false };

/** The call as another tool might write it: shifted right through a repeat, then padded with bases of the reference. */
function rewritten(gene: RandomGene, variant: Variant, padding: { left: number; right: number }): Variant {
  const bases = basesOf(gene).toUpperCase();
  const contig = gene.strand === '+' ? bases : reverseComplement(bases);
  let { ref, alt } = variant;
  let start = startOfPosition(variant.position);
  const isIndel = (ref.length === 1) !== (alt.length === 1) && ref[0] === alt[0];
  // An anchored indel moves right while the base behind it equals its first base.
  while (isIndel && contig[start + ref.length] === (ref.length > 1 ? ref : alt)[1]) {
    const next = contig[start + 1] ?? '';
    const turned = (text: string): string => (text.length === 1 ? next : text.slice(1) + (text[1] ?? ''));
    [ref, alt] = [turned(ref), turned(alt)];
    start += 1;
  }
  const left = contig.slice(Math.max(0, start - padding.left), start);
  const right = contig.slice(start + ref.length, start + ref.length + padding.right);
  const written = {
    position: start - left.length + 1,
    ref: left + ref + right,
    alt: left + alt + right,
  };
  const normal = normaliseVariant(written, (from, to) => contig.slice(Math.max(0, from), to));
  return { ...variant, ...normal };
}

/** Edits that touch neither each other nor one place. */
function areApart(a: TextEdit, b: TextEdit): boolean {
  const [first, second] = a.start <= b.start ? [a, b] : [b, a];
  return first.start + first.ref.length < second.start;
}

const pair = fc.tuple(randomGene, draw, draw).map(([random, one, other]) => {
  const edits = [codingEdit(random, one), codingEdit(random, other)];
  const [first, second] = edits;
  const isUsable = first != null && second != null && areApart(first, second);
  return isUsable ? { random, first, second, gene: buildGene(random) } : null;
});

type Pair = NonNullable<typeof pair extends fc.Arbitrary<infer P> ? P : never>;

function together({ gene, random, first, second }: Pair, more: Partial<Variant>): Variant[] {
  return [first, second].map((edit) => gene.variant(asChange(random, edit), more));
}

/** Whether left-alignment keeps the edit where the text has it: moved past the other edit it would be another sequence. */
function isInPlace(
  random: RandomGene,
  edit: TextEdit,
  allele: Pick<Variant, 'position' | 'ref' | 'alt'>,
): boolean {
  const length = basesOf(random).length;
  const { start, ref, alt } = edit;
  const placed = random.strand === '+' ? start : length - start - ref.length;
  // Fewer bases than were replaced and added: some are shared, which tells nothing.
  const isTrimmed = ref.length + alt.length > allele.ref.length + allele.alt.length;
  const anchor = allele.ref[0] === allele.alt[0] ? 1 : 0;
  return !isTrimmed && startOfPosition(allele.position) + anchor === placed;
}

describe('annotation after normalisation', () => {
  it('does not depend on where in a repeat an indel is written, nor on padding', () => {
    let changedCount = 0;
    fc.assert(
      fc.property(
        randomGene,
        draw,
        fc.record({ left: fc.integer({ min: 0, max: 5 }), right: fc.integer({ min: 0, max: 5 }) }),
        (random, drawn, padding) => {
          const edit = codingEdit(random, drawn);
          if (edit === null) return;
          const gene = buildGene(random);
          const variant = gene.variant(asChange(random, edit));
          const again = rewritten(random, variant, padding);
          if (again !== variant) changedCount += 1;
          expect(gene.rowsOf(again)).toEqual(gene.rowsOf(variant));
        },
      ),
      { numRuns: 250 },
    );
    expect(changedCount).toBeGreaterThan(40);
  });

  it('gives phased substitutions the protein of the multi-base substitution they make up', () => {
    fc.assert(
      fc.property(
        randomGene,
        fc.double({ min: 0, max: 1, noNaN: true }),
        randomBases(2, 4),
        (random, place, added) => {
          const edit = codingEdit(random, { place, replaced: added.length, added });
          if (edit === null) return;
          const singles = [...edit.ref]
            .map((ref, at) => ({ start: edit.start + at, ref, alt: added[at] ?? '' }))
            .filter(({ ref, alt }) => ref !== alt);
          const gene = buildGene(random);
          const [whole] = gene.rowsOf(gene.variant(asChange(random, edit)));
          const parts = singles.map((single) => gene.variant(asChange(random, single), { phase }));
          for (const [row] of gene.annotateWith(parts, [])) {
            expect(row?.mutantProtein).toBe(whole?.mutantProtein);
            expect(row?.wildtypeProtein).toBe(whole?.wildtypeProtein);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('does not depend on the order of the records', () => {
    fc.assert(
      fc.property(pair, fc.boolean(), (drawn, isPhased) => {
        if (drawn === null) return;
        const variants = together(drawn, isPhased ? { phase } : { genotype: '0/1' });
        const straight = drawn.gene.annotateWith(variants, []);
        const reversed = drawn.gene.annotateWith([...variants].reverse(), []);
        expect(reversed.reverse()).toEqual(straight);
      }),
      { numRuns: 150 },
    );
  });
});

describe('a germline allele on the variant’s molecule', () => {
  it('is in both proteins, and the stretch is where they differ', () => {
    let count = 0;
    fc.assert(
      fc.property(pair, (drawn) => {
        if (drawn === null) return;
        const { gene, random, first, second } = drawn;
        const variant = gene.variant(asChange(random, first), { phase });
        const germline = gene.germline(asChange(random, second), { phase });
        const [[row] = []] = gene.annotateWith([variant], [germline]);
        if (row?.phaseState !== 'phased' || row.mutantProtein === null) return;
        if (!isInPlace(random, first, variant) || !isInPlace(random, second, germline)) return;
        count += 1;
        expect(row.wildtypeProtein).toBe(proteinWith(random, [second]));
        expect(row.mutantProtein).toBe(proteinWith(random, [first, second]));
        expectStretch(row);
      }),
      { numRuns: 300 },
    );
    expect(count).toBeGreaterThan(50);
  });

  it('gives the mutant protein that a somatic neighbour would', () => {
    fc.assert(
      fc.property(pair, (drawn) => {
        if (drawn === null) return;
        const { gene, random, second } = drawn;
        const [variant, mate] = together(drawn, { phase });
        if (variant === undefined || mate === undefined) return;
        const [[somatic] = []] = gene.annotateWith([variant, mate], []);
        const germline = gene.germline(asChange(random, second), { phase });
        const [[row] = []] = gene.annotateWith([variant], [germline]);
        expect(row?.mutantProtein).toBe(somatic?.mutantProtein);
      }),
      { numRuns: 150 },
    );
  });

  it('that is on the other molecule changes nothing', () => {
    fc.assert(
      fc.property(pair, (drawn) => {
        if (drawn === null) return;
        const { gene, random, first, second } = drawn;
        const variant = gene.variant(asChange(random, first), { phase });
        const germline = gene.germline(asChange(random, second), { phase: { ...phase, haplotype: 1 } });
        const [rows] = gene.annotateWith([variant], [germline]);
        expect(rows).toEqual(gene.rowsOf(variant));
      }),
      { numRuns: 150 },
    );
  });

  it('of unknown phase gives the row of the proven one, or none where no peptide could tell', () => {
    let count = 0;
    fc.assert(
      fc.property(pair, (drawn) => {
        if (drawn === null) return;
        const { gene, random, first, second } = drawn;
        const unphased = gene.variant(asChange(random, first), { genotype: '0/1' });
        const germline = gene.germline(asChange(random, second));
        const [rows = []] = gene.annotateWith([unphased], [germline]);
        const [certain, possible, ...others] = rows;
        expect(others).toEqual([]);
        expect(certain?.mutantProtein).toBe(gene.rowsOf(unphased)[0]?.mutantProtein);
        if (possible === undefined || possible.proteoform.startsWith('start')) return;
        if (!isInPlace(random, first, unphased) || !isInPlace(random, second, germline)) return;
        count += 1;
        expect(certain?.phaseState).toBe('possible');
        expect(possible.wildtypeProtein).toBe(proteinWith(random, [second]));
        expect(possible.mutantProtein).toBe(proteinWith(random, [first, second]));
        expectStretch(possible);
      }),
      { numRuns: 300 },
    );
    expect(count).toBeGreaterThan(25);
  });
});

/** The proteins agree before the stretch, and behind it where it does not run to the mutant's end. */
function expectStretch({ wildtypeProtein, mutantProtein, mutantStretch }: Consequence): void {
  if (wildtypeProtein === null || mutantProtein === null || mutantStretch === null) return;
  const { start, end } = mutantStretch;
  expect(mutantProtein.slice(0, start)).toBe(wildtypeProtein.slice(0, start));
  if (end >= mutantProtein.replace('*', '').length) return;
  expect(wildtypeProtein.endsWith(mutantProtein.slice(end))).toBe(true);
}
