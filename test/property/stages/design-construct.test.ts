import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { junctionPeptides } from '../../../stages/design-construct/junctions/junction-peptides.js';
import { designMrna } from '../../../stages/design-construct/mrna/design-mrna.js';
import { exactOrder, orderElements } from '../../../stages/design-construct/order/index.js';
import { orderValue } from '../../../stages/design-construct/order/problem.js';
import { translate } from '../../../stages/shared/genetic-code.js';
import { constructParams } from '../../support/construct.js';

const residues = fc.string({ unit: fc.constantFrom(...'ACDEFGHIKLMNPQRSTVWY'), minLength: 1, maxLength: 30 });

describe('any protein as mRNA', () => {
  const params = constructParams({ codonLabels: 16 });

  it('translates back, and what its checks call met is met', () => {
    fc.assert(
      fc.property(residues, (text) => {
        const { sequence, coding, checks } = designMrna(`M${text}`, params);
        expect(translate(sequence.slice(coding.start, coding.end), 1)).toBe(`M${text}**`);
        for (const { name, outcome, places } of checks) {
          if (/^(?:no |homopolymers|G\+C|repeats)/.test(name))
            expect(outcome === 'violated').toBe(places.length > 0);
        }
        const isMet = (name: string) =>
          checks.find((check) => check.name.startsWith(name))?.outcome === 'met';
        if (isMet('homopolymers')) expect(sequence.replace(/A+$/, '')).not.toMatch(/(.)\1{6}/);
        if (isMet('no BsaI')) expect(sequence).not.toMatch(/GGTCTC|GAGACC/);
      }),
      { numRuns: 25 },
    );
  });

  it('never has to break a motif or a homopolymer rule: every residue but M and W has another codon', () => {
    fc.assert(
      fc.property(residues, (text) => {
        const { checks } = designMrna(`M${text}`, params);
        const broken = checks.filter(
          ({ name, outcome }) => outcome === 'violated' && /BsaI|SapI|homopolymers/.test(name),
        );
        expect(broken).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});

describe('any order of elements', () => {
  const problem = fc.integer({ min: 2, max: 7 }).chain((count) => {
    const table = (max: number) =>
      fc.array(fc.integer({ min: 0, max }), { minLength: (count + 1) ** 2, maxLength: (count + 1) ** 2 });
    return fc.record({ count: fc.constant(count), strong: table(2), risk: table(900) });
  });

  it('has every element once, its stated value, and a proof that both methods agree on', () => {
    fc.assert(
      fc.property(problem, ({ count, strong, risk }) => {
        const given = { count, levels: [Float64Array.from(strong)], risk: Float64Array.from(risk) };
        const exact = exactOrder(
          given,
          Array.from({ length: count }, (_, index) => index),
        );
        const searched = orderElements(given, { exactCount: 0, nodeLimit: 5000 });
        expect(new Set(exact.order).size).toBe(count);
        expect(orderValue(given, exact.order)).toEqual(exact.value);
        expect(searched.value).toEqual(exact.value);
        expect(searched.isProven).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('any seam', () => {
  it('makes every peptide that two neighbours lack, and no other', () => {
    fc.assert(
      fc.property(residues, residues, fc.constantFrom('', 'AAY', 'GPGPG'), (left, right, spacer) => {
        const whole = left + spacer + right;
        const expected: number[] = [];
        for (let start = 0; start + 9 <= whole.length; start++)
          if (start + 9 > left.length && start < left.length + spacer.length)
            expected.push(start - left.length);
        const found = junctionPeptides(left, spacer, right, [9]);
        expect(found.map(({ offset }) => offset)).toEqual(expected);
      }),
    );
  });
});
