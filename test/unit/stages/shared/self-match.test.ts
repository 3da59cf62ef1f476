import { describe, expect, it } from 'vitest';
import { firstProteinHolding } from '../../../../stages/shared/self-match.js';

const residues = 'ACDEFGHIKLMNPQRSTVWY';

/** A reproducible stream of residues (Numerical Recipes' linear congruential generator). */
function proteinSource(seed: number): (length: number) => string {
  let state = seed;
  return (length) =>
    Array.from({ length }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return residues.charAt(Math.floor((state / 2 ** 32) * 20));
    }).join('');
}

function named(...sequences: readonly string[]): { name: string; sequence: string }[] {
  return sequences.map((sequence, index) => ({ name: `P${index + 1}`, sequence }));
}

describe('firstProteinHolding', () => {
  it('finds peptides of different lengths at the start, inside and at the end of a protein', () => {
    const found = firstProteinHolding(
      ['MKTAYIAK', 'AYIAKQRQI', 'VKSHFSRQAAA', 'SFVKSHFSRQ'],
      named('MKTAYIAKQRQISFVKSHFSRQ'),
    );
    expect([...found.keys()].sort()).toEqual(['AYIAKQRQI', 'MKTAYIAK', 'SFVKSHFSRQ']);
  });

  it('names the first protein that holds a peptide', () => {
    expect(firstProteinHolding(['TAYIAKQR'], named('MMM', 'MKTAYIAKQR', 'TAYIAKQR'))).toEqual(
      new Map([['TAYIAKQR', 'P2']]),
    );
  });

  it('tells apart peptides that share their first residues', () => {
    const found = firstProteinHolding(['MKTAYIAK', 'MKTAYIAKQ', 'MKTAYIAR'], named('MKTAYIAKW'));
    expect([...found.keys()]).toEqual(['MKTAYIAK']);
  });

  it('does not join the end of one protein to the start of the next', () => {
    expect(firstProteinHolding(['AYIAKQRQ'], named('MKTAYI', 'AKQRQ')).size).toBe(0);
  });

  it('takes an unknown residue of a protein for no residue of a peptide', () => {
    expect(firstProteinHolding(['MKTAYIAK'], named('MKTXYIAK', 'MKT*AYIAK')).size).toBe(0);
  });

  it('answers as a plain search does', () => {
    const next = proteinSource(7);
    const proteins = named(...Array.from({ length: 40 }, () => next(300)));
    const peptides = proteins.flatMap(({ sequence }) => [
      sequence.slice(50, 59),
      `${sequence.slice(100, 110)}W`,
    ]);
    const plain = peptides.filter((peptide) => proteins.some(({ sequence }) => sequence.includes(peptide)));
    expect([...firstProteinHolding(peptides, proteins).keys()].sort()).toEqual([...new Set(plain)].sort());
  });

  it('searches 40,000 peptides in 2,000 proteins within a fraction of a second', () => {
    const next = proteinSource(11);
    const proteins = named(...Array.from({ length: 2000 }, () => next(450)));
    const peptides = Array.from({ length: 40_000 }, (_, index) => next(8 + (index % 4)));
    const start = performance.now();
    firstProteinHolding(peptides, proteins);
    // 0.03 s on an idle core; the bound leaves room for a machine that runs other tests.
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
