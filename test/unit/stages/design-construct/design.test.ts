import { describe, expect, it } from 'vitest';
import {
  constructChecks,
  type Design,
  designConstructs,
  junctionScorer,
} from '../../../../stages/design-construct/index.js';
import { junctionPeptides } from '../../../../stages/design-construct/junctions/junction-peptides.js';
import { splitElements } from '../../../../stages/design-construct/split.js';
import { translate } from '../../../../stages/shared/genetic-code.js';
import {
  constructParams,
  elementOf,
  hashedRank,
  randomElements,
  toyPredictor,
  toyScorer,
} from '../../../support/construct.js';

async function design(
  elements: ReturnType<typeof randomElements>,
  rankOf: (peptide: string) => number,
  changes: Record<string, unknown> = {},
): Promise<Design> {
  const params = constructParams({ codonLabels: 32, junctionLengthsI: [9], ...changes });
  return designConstructs({
    elements,
    leftOut: [],
    params,
    scorers: [toyScorer(rankOf, params)],
    reference: null,
  });
}

function only({ constructs }: Design) {
  const [construct] = constructs;
  if (construct === undefined) throw new Error('no construct');
  return construct;
}

function ordersOf(texts: readonly string[]): readonly (readonly string[])[] {
  if (texts.length === 0) return [[]];
  return texts.flatMap((text, index) =>
    ordersOf([...texts.slice(0, index), ...texts.slice(index + 1)]).map((rest) => [text, ...rest]),
  );
}

function checkOf(made: Design, name: RegExp) {
  return constructChecks(only(made), made).find((check) => name.test(check.name));
}

describe('a construct', () => {
  it('has no spacer where an order without one is clear', async () => {
    // Only a peptide that begins in A's end and ends in B's start binds: B before A clears it.
    const elements = [elementOf('A', 'GGGGGGGGGGGGWWWW'), elementOf('B', 'YYYYGGGGGGGGGGGG')];
    const made = only(await design(elements, (peptide) => (peptide.includes('WY') ? 0.1 : 20)));
    expect(made.arrangement.protein).toBe('MYYYYGGGGGGGGGGGGGGGGGGGGGGGGWWWW');
    expect(made.arrangement.areSpacersTried).toBe(false);
    expect(made.arrangement.order.isProven).toBe(true);
  });

  it('has a spacer, and only there, where no order is clear without', async () => {
    const elements = [elementOf('A', 'WGGGGGGGGGGGGGGW'), elementOf('B', 'WDDDDDDDDDDDDDDW')];
    const { arrangement } = only(await design(elements, (peptide) => (peptide.includes('WW') ? 0.1 : 20)));
    expect(arrangement.pieces.map(({ kind }) => kind)).toEqual(['leader', 'window', 'spacer', 'window']);
    expect(arrangement.protein).toContain('WAAYW');
    expect(arrangement.withoutSpacers.strong).toBe(8);
    expect(arrangement.seams.every(({ strong }) => strong === 0)).toBe(true);
  });

  it('takes the next spacer where the first makes a binder itself', async () => {
    const elements = [elementOf('A', 'WGGGGGGGGGGGGGGW'), elementOf('B', 'WDDDDDDDDDDDDDDW')];
    const rankOf = (peptide: string) => (/WW|AAY/.test(peptide) ? 0.1 : 20);
    const made = await design(elements, rankOf, { spacers: ['AAY', 'GGS'] });
    expect(only(made).arrangement.protein).toContain('WGGSW');
  });

  it('names every binder that nothing clears, with its place and allele', async () => {
    const elements = [elementOf('A', 'W'.repeat(16)), elementOf('B', 'Y'.repeat(16))];
    const made = await design(elements, () => 0.1, { spacers: ['AAY'] });
    const check = checkOf(made, /strong class I /);
    expect(check?.outcome).toBe('violated');
    expect(check?.places[0]).toMatch(/^1 M(?:W{8}|Y{8}) HLA-A\*02:01 rank 0\.1$/);
  });

  it('says what it does not know: class II without a predictor, self without a reference, a peptide without a number', async () => {
    const made = await design([elementOf('A', 'ACDEFGHIKLMNPQRS')], () => Number.NaN);
    expect(checkOf(made, /class II/)?.outcome).toBe('unknown');
    expect(checkOf(made, /proteome/)?.outcome).toBe('unknown');
    expect(checkOf(made, /is predicted/)?.outcome).toBe('violated');
  });

  it('looks at both classes where both are given', async () => {
    const params = constructParams({
      codonLabels: 32,
      junctionLengthsI: [9],
      junctionLengthsII: [15],
      spacers: [],
    });
    const rankOf = (peptide: string) => (peptide.length === 15 && peptide.includes('WY') ? 1 : 20);
    const made = await designConstructs({
      elements: [elementOf('A', 'GGGGGGGGGGGGGWWW'), elementOf('B', 'YYYGGGGGGGGGGGGG')],
      leftOut: [],
      params,
      scorers: [toyScorer(rankOf, params), toyScorer(rankOf, params, 'II')],
      reference: null,
    });
    expect(only(made).arrangement.pieces.map(({ name }) => name)).toEqual(['leader', 'B', 'A']);
    expect(checkOf(made, /class II/)?.outcome).toBe('met');
  });

  it('puts the linker at every seam, and a spacer only in its place', async () => {
    const elements = [elementOf('A', 'GGGGGGGGGGGGGGGG'), elementOf('B', 'DDDDDDDDDDDDDDDD')];
    const made = await design(elements, () => 20, {
      linker: 'GGSGGGGSGG',
      signalPeptide: 'MRVTAPRTVLLLLSGALALTETWA',
    });
    const { pieces } = only(made).arrangement;
    expect(pieces.map(({ sequence }) => sequence).filter((each) => each === 'GGSGGGGSGG')).toHaveLength(2);
    expect(pieces[0]).toMatchObject({ kind: 'leader', sequence: 'MRVTAPRTVLLLLSGALALTETWA' });
  });

  it('is the same every time', async () => {
    const elements = randomElements(5, 17);
    const first = await design(elements, hashedRank(40));
    const again = await design(elements, hashedRank(40));
    expect(again).toEqual({ ...first, scorers: again.scorers });
  });

  it('carries every window whole and translates back, for random windows', async () => {
    for (const seed of [1, 2, 3]) {
      const elements = randomElements(4, seed);
      const { arrangement, mrna } = only(await design(elements, hashedRank(30)));
      for (const { sequence } of elements) expect(arrangement.protein).toContain(sequence);
      expect(arrangement.pieces.map(({ sequence }) => sequence).join('')).toBe(arrangement.protein);
      expect(translate(mrna.sequence.slice(mrna.coding.start, mrna.coding.end), 1)).toBe(
        `${arrangement.protein}**`,
      );
    }
  });

  it('asks for every junction peptide once', async () => {
    const params = constructParams({ codonLabels: 32, junctionLengthsI: [9] });
    const predictor = toyPredictor(hashedRank(15));
    const scorers = [junctionScorer(predictor, ['HLA-A*02:01'], params)];
    await designConstructs({ elements: randomElements(4, 9), leftOut: [], params, scorers, reference: null });
    expect(predictor.asked.length).toBeGreaterThan(0);
    expect(new Set(predictor.asked).size).toBe(predictor.asked.length);
  });

  it('is clear wherever some order with one kind of spacer is, for random patients', async () => {
    let permitted = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const elements = randomElements(4, seed);
      const rankOf = hashedRank(5);
      const isClearSeam = (left: string, spacer: string, right: string) =>
        junctionPeptides(left, spacer, right, [9]).every(({ peptide }) => rankOf(peptide) > 0.5);
      const spacers = ['AAY', 'GGS'];
      const isPermitted = spacers.some((spacer) =>
        ordersOf(elements.map(({ sequence }) => sequence)).some((order) =>
          ['M', ...order.slice(0, -1)].every((left, index) =>
            ['', spacer].some((between) => isClearSeam(left, between, order[index] ?? '')),
          ),
        ),
      );
      const { arrangement } = only(await design(elements, rankOf, { spacers, codonLabels: 16 }));
      if (isPermitted) {
        permitted += 1;
        expect(arrangement.seams.every(({ strong }) => strong === 0)).toBe(true);
      }
    }
    // The test tells nothing where all or none can be cleared.
    expect(permitted).toBeGreaterThan(0);
    expect(permitted).toBeLessThan(12);
  });

  it('of no window at all is nothing', async () => {
    expect((await design([], () => 20)).constructs).toEqual([]);
  });
});

describe('several constructs', () => {
  it('share clones and alleles evenly: two of ten', () => {
    const elements = Array.from({ length: 20 }, (_, index) =>
      elementOf(`W${index}`, 'A'.repeat(9), {
        clone: index < 14 ? 'clonal' : 'subclonal',
        allele: index % 4 === 0 ? 'HLA-A*02:01' : 'HLA-B*07:02',
      }),
    );
    const groups = splitElements(elements, 2);
    expect(groups.map((group) => group.length)).toEqual([10, 10]);
    for (const group of groups) {
      expect(group.filter(({ clone }) => clone === 'clonal')).toHaveLength(7);
      const ofA = group.filter(({ allele }) => allele === 'HLA-A*02:01').length;
      expect(ofA === 2 || ofA === 3).toBe(true);
    }
  });

  it('are never more than there are windows, and differ by one at most', () => {
    expect(splitElements(randomElements(3, 1), 5).map((group) => group.length)).toEqual([1, 1, 1]);
    expect(splitElements(randomElements(11, 1), 3).map((group) => group.length)).toEqual([4, 4, 3]);
  });
});
