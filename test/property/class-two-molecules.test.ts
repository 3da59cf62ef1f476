import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { genotypeOfNames } from '../../workers/submission/genotype.js';

const number = fc.integer({ min: 1, max: 99 }).map((value) => String(value).padStart(2, '0'));
const chains = (gene: string) =>
  fc.uniqueArray(
    fc.tuple(number, number).map((fields) => `${gene}*${fields.join(':')}`),
    { minLength: 1, maxLength: 2 },
  );
const typing = fc
  .tuple(chains('DRB1'), chains('DPA1'), chains('DPB1'), chains('DQA1'), chains('DQB1'))
  .map(([drb1, dpa1, dpb1, dqa1, dqb1]) => ({ drb1, dpa1, dpb1, dqa1, dqb1 }));

describe('class II molecules of typed chains', () => {
  it('are all combinations of the two chains of each family, and the same in any order', () => {
    fc.assert(
      fc.property(typing, fc.nat(), ({ drb1, dpa1, dpb1, dqa1, dqb1 }, turn) => {
        const names = [...drb1, ...dpa1, ...dpb1, ...dqa1, ...dqb1];
        const { classTwoAlleles } = genotypeOfNames(names, null);
        expect(classTwoAlleles).toHaveLength(
          drb1.length + dpa1.length * dpb1.length + dqa1.length * dqb1.length,
        );
        expect(new Set(classTwoAlleles).size).toBe(classTwoAlleles.length);
        const cut = turn % names.length;
        const turned = [...names.slice(cut), ...names.slice(0, cut)];
        expect(genotypeOfNames([turned.join(',')], 'II').classTwoAlleles).toEqual(classTwoAlleles);
        expect(genotypeOfNames(classTwoAlleles, 'II').classTwoAlleles).toEqual(classTwoAlleles);
      }),
    );
  });
});
