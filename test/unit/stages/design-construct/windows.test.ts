import { describe, expect, it } from 'vitest';
import { shareWindows, uniqueNames } from '../../../../stages/design-construct/elements.js';
import { windowsOf } from '../../../../stages/design-construct/windows.js';
import { elementOf } from '../../../support/construct.js';

const rules = { flank: 13, tileStep: 14, tilesPerAntigen: 3 };

/** Residues 580-620 of BRAF (UniProt P15056) with V600E: TVKIGDFGLATEKSRWSGS is the kinase's activation segment. */
const braf = 'NNIFLHEDLTVKIGDFGLATEKSRWSGSHQFEQLSGSILWM';
/** Residues 1-40 of KRAS (UniProt P01116) with G12D. */
const kras = 'MTEYKLVVVGADGVGKSALTIQLIQNHFVDEYDPTIEDSY';

function cut(protein: string, start: number, end: number, isFrameshift = false): readonly string[] {
  return windowsOf({ protein, stretch: { start, end }, isFrameshift }, rules).map((window) =>
    protein.slice(window.start, window.end),
  );
}

describe('the window of a change', () => {
  it('is the 27-mer with BRAF V600E at position 14', () => {
    const at = braf.indexOf('TEKS') + 1;
    expect(cut(braf, at, at + 1)).toEqual(['DLTVKIGDFGLATEKSRWSGSHQFEQL']);
  });

  it('keeps 27 residues of KRAS G12D by moving inwards at the start of the protein', () => {
    expect(cut(kras, 11, 12)).toEqual(['MTEYKLVVVGADGVGKSALTIQLIQNH']);
  });

  it('is the altered segment and 13 residues on either side of a short insertion', () => {
    const protein = `${'A'.repeat(30)}WWW${'G'.repeat(30)}`;
    expect(cut(protein, 30, 33)).toEqual([`${'A'.repeat(13)}WWW${'G'.repeat(13)}`]);
  });

  it('is 13 residues on either side of the joint of a deletion', () => {
    const protein = `${'A'.repeat(30)}${'G'.repeat(30)}`;
    expect(cut(protein, 30, 30)).toEqual(['A'.repeat(13) + 'G'.repeat(13)]);
  });

  it('is the whole protein where that is shorter', () => {
    expect(cut('MTEYKDVVV', 5, 6)).toEqual(['MTEYKDVVV']);
  });
});

describe('the windows of a frameshift', () => {
  // 20 residues of the old frame, 40 of the new one, all different from their neighbours.
  const old = 'ACDEFGHIKLMNPQRSTVWY';
  const novel = 'WYVTSRQPNMLKIHGFEDCAWVYTRSPQMNKLHIFGDEACW';

  it('begin 13 residues upstream, lie 14 apart and reach the end', () => {
    const protein = old + novel;
    expect(cut(protein, 20, 21, true)).toEqual([
      protein.slice(7, 34),
      protein.slice(21, 48),
      // The last is moved back to hold 27 residues as well.
      protein.slice(34, 61),
    ]);
  });

  it('put every novel 14-mer into one of them', () => {
    const protein = old + novel;
    const windows = cut(protein, 20, 21, true);
    for (let start = 20 - 13; start + 14 <= protein.length; start++) {
      const peptide = protein.slice(start, start + 14);
      expect(windows.some((window) => window.includes(peptide))).toBe(true);
    }
  });

  it('are one, with 13 residues upstream, where the new frame is short', () => {
    expect(cut(`${old}WYVTS`, 20, 21, true)).toEqual([`${old.slice(7)}WYVTS`]);
  });
});

describe('windows that overlap', () => {
  it('are carried once where one lies within another, and keep what both stand for', () => {
    const { elements, leftOut } = shareWindows([
      elementOf('short', kras.slice(2, 20)),
      elementOf('long', kras.slice(0, 27)),
      elementOf('again', kras.slice(0, 27)),
    ]);
    expect(elements.map(({ name }) => name)).toEqual(['long']);
    expect(elements[0]?.sources).toEqual(['long', 'short', 'again']);
    expect(leftOut).toEqual([
      { name: 'short', reason: 'its sequence lies within long' },
      { name: 'again', reason: 'its sequence lies within long' },
    ]);
  });

  it('have names that no file format minds, each once', () => {
    expect(uniqueNames(['TP53 p.R175H', 'TP53 p.R175H', '>"x"', ''])).toEqual([
      'TP53_p.R175H',
      'TP53_p.R175H_2',
      'x',
      'peptide',
    ]);
  });
});
