import { describe, expect, it } from 'vitest';
import { createProteomeIndex, type SelfProtein } from '../../../../../stages/shared/proteome-index/index.js';

function protein(id: string, gene: string, sequence: string): SelfProtein {
  return { id, gene, sequence, germlineVariantIds: [] };
}

/** A reproducible stream of residues (Numerical Recipes' linear congruential generator). */
function residueSource(seed: number): (length: number) => string {
  let state = seed;
  return (length) =>
    Array.from({ length }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return 'ACDEFGHIKLMNPQRSTVWY'.charAt(Math.floor((state / 2 ** 32) * 20));
    }).join('');
}

// UniProt P01116-2 and P01111, first 40 residues: KRAS and NRAS share the first 86.
const ras = 'MTEYKLVVVGAGGVGKSALTIQLIQNHFVDEYDPTIEDSY';

describe('a proteome index', () => {
  it('finds peptides at the start, inside and at the end of a protein, and tells the place', () => {
    const index = createProteomeIndex([protein('P1', 'KRAS', ras)]);
    expect(index.occurrencesOf('MTEYKLVV')).toEqual([
      { id: 'P1', gene: 'KRAS', germlineVariantIds: [], offset: 0 },
    ]);
    expect(index.occurrencesOf('GAGGVGKSA')[0]?.offset).toBe(9);
    expect(index.occurrencesOf('YDPTIEDSY')[0]?.offset).toBe(31);
    expect(index.occurrencesOf(ras.slice(5, 30))[0]?.offset).toBe(5);
  });

  it('knows the mutant of a peptide from the peptide: KRAS G12D is not in KRAS', () => {
    const index = createProteomeIndex([protein('P1', 'KRAS', ras)]);
    expect(index.has('VVVGAGGVGK')).toBe(true);
    expect(index.has('VVVGADGVGK')).toBe(false);
  });

  it('names every gene that holds a peptide, in the order of the proteins, and of a gene the first protein', () => {
    const index = createProteomeIndex([
      protein('N1', 'NRAS', 'MMMMMMMMMM'),
      protein('K1', 'KRAS', `WW${ras}`),
      protein('N2', 'NRAS', ras),
      protein('K2', 'KRAS', ras),
    ]);
    expect(index.occurrencesOf('GAGGVGKSA').map(({ id, gene, offset }) => [id, gene, offset])).toEqual([
      ['K1', 'KRAS', 11],
      ['N2', 'NRAS', 9],
    ]);
  });

  it('keeps what only a later isoform has, with its place there', () => {
    const next = residueSource(3);
    const [a, b, c, inserted] = [next(100), next(100), next(100), next(30)];
    const index = createProteomeIndex([
      protein('long', 'G', a + b + c),
      protein('skipped', 'G', a + c),
      protein('inserted', 'G', a + inserted + c),
    ]);
    // The joint of the shorter isoform, 4 residues on either side.
    expect(index.occurrencesOf(a.slice(-4) + c.slice(0, 4))).toMatchObject([{ id: 'skipped', offset: 96 }]);
    expect(index.occurrencesOf(inserted.slice(0, 25))).toMatchObject([{ id: 'inserted', offset: 100 }]);
    expect(index.occurrencesOf(a.slice(10, 20) + b.slice(10, 20))).toEqual([]);
    expect(index.occurrencesOf(c.slice(40, 50))).toMatchObject([{ id: 'long', offset: 240 }]);
  });

  it('joins neither one protein to the next nor the ends of what isoforms lack', () => {
    const index = createProteomeIndex([
      protein('P1', 'A', 'MKTAYI'),
      protein('P2', 'A', 'AKQRQISFVKSHFSRQ'),
      protein('P3', 'B', 'WWWWWWWWWW'),
    ]);
    expect(index.has('AYIAKQRQ')).toBe(false);
    expect(index.has('SHFSRQWW')).toBe(false);
  });

  it('finds each of a thousand repeats that share their first eight residues', () => {
    const next = residueSource(5);
    const fingers = Array.from({ length: 1000 }, () => `HTGEKPYKC${next(8)}`);
    const index = createProteomeIndex([protein('Z', 'ZNF', fingers.join(''))]);
    for (const finger of fingers.slice(0, 50)) expect(index.has(finger)).toBe(true);
    expect(index.occurrencesOf('HTGEKPYKC')).toMatchObject([{ offset: 0 }]);
    expect(index.has('HTGEKPYKCWWWWWWWWWWWW')).toBe(false);
  });

  it('takes letters for themselves and other characters for nothing', () => {
    const index = createProteomeIndex([protein('P', 'G', 'MKTXYIAKUQ*AYIAKQRQIé')]);
    expect(index.has('MKTXYIAK')).toBe(true);
    expect(index.has('MKTAYIAK')).toBe(false);
    expect(index.has('KUQAYIAK')).toBe(false);
    expect(index.has('KUQ*AYIAK')).toBe(false);
    expect(index.has('YIAKQRQIé')).toBe(false);
    expect(index.has('yiakqrqi')).toBe(false);
    expect(index.has('\0\0\0\0\0\0\0\0')).toBe(false);
  });

  it('has nothing where there are no proteins', () => {
    expect(createProteomeIndex([]).has('AAAAAAAA')).toBe(false);
    expect(createProteomeIndex([protein('P', 'G', '')]).occurrencesOf('AAAAAAAA')).toEqual([]);
  });

  it.each(['SEVENAA', 'A'.repeat(26)])('refuses %s: neither length could be answered', (peptide) => {
    const index = createProteomeIndex([protein('P', 'G', ras)]);
    expect(() => index.has(peptide)).toThrow(/8 to 25/);
    expect(() => index.hasEach([peptide])).toThrow(/8 to 25/);
    expect(() => index.occurrencesOf(peptide)).toThrow(/8 to 25/);
  });

  it('answers 100,000 look-ups in 900,000 residues within a fraction of a second', () => {
    const next = residueSource(11);
    const proteins = Array.from({ length: 2000 }, (_, gene) => protein(`P${gene}`, `G${gene}`, next(450)));
    const peptides = Array.from({ length: 100_000 }, (_, place) =>
      place % 2 === 0
        ? next(9)
        : (proteins[place % 2000]?.sequence.slice(place % 400, (place % 400) + 9) ?? ''),
    );
    const start = performance.now();
    const index = createProteomeIndex(proteins);
    const found = index.hasEach(peptides);
    expect(found.filter((isHeld) => isHeld).length).toBeGreaterThanOrEqual(50_000);
    expect(found).toEqual(peptides.map((peptide) => index.has(peptide)));
    // 0.1 s on an idle core; the bound leaves room for a machine that runs other tests.
    expect(performance.now() - start).toBeLessThan(1500);
  });
});
