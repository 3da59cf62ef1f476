import { describe, expect, it } from 'vitest';
import {
  junctionPeptides,
  widePeptides,
} from '../../../../stages/design-construct/junctions/junction-peptides.js';
import { acrossSeam } from '../../../../stages/design-construct/junctions/peptide-scores.js';

const left = 'ACDEFGHIKLMNPQR';
const right = 'STVWYACDEFGHIKL';

describe('junction peptides', () => {
  it('are the k − 1 windows of each length over a seam: 7 + 8 + 9 + 10 of 8-11mers', () => {
    const found = junctionPeptides(left, '', right, [8, 9, 10, 11]);
    expect(found).toHaveLength(34);
    expect(found.slice(0, 7).map(({ peptide }) => peptide)).toEqual([
      'KLMNPQRS',
      'LMNPQRST',
      'MNPQRSTV',
      'NPQRSTVW',
      'PQRSTVWY',
      'QRSTVWYA',
      'RSTVWYAC',
    ]);
  });

  it('count those that hold a spacer and one neighbour alone, and place them from the end of the left one', () => {
    const found = junctionPeptides('ACDEFGHIK', 'AAY', 'LMNPQRSTV', [9]);
    // Starts −8 … 2: eight residues of the left piece and one of the spacer, to one of the spacer and eight of the right.
    expect(found.map(({ offset }) => offset)).toEqual([-8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2]);
    expect(found[0]?.peptide).toBe('CDEFGHIKA');
    expect(found.at(-1)?.peptide).toBe('YLMNPQRST');
  });

  it('hold no peptide that a neighbour has by itself', () => {
    for (const spacer of ['', 'GGS', 'GPGPGGPGPG']) {
      for (const { peptide, offset } of junctionPeptides(left, spacer, right, [8, 9, 10, 11, 15])) {
        expect((left + spacer + right).slice(left.length + offset).startsWith(peptide)).toBe(true);
        expect(offset + peptide.length).toBeGreaterThan(0);
        expect(offset).toBeLessThan(spacer.length);
      }
    }
  });

  it('of a neighbour shorter than the peptide stay within the seam, and the wider ones are found in the protein', () => {
    const pieces = ['MKLAAQFTY', 'CCCCCCCCC', 'DDDDDDDDD'];
    const wide = widePeptides(pieces.join(''), [9, 9, 9], [11]);
    // One residue before, nine of the middle, one behind: a single 11-mer.
    expect(wide).toEqual([{ peptide: 'YCCCCCCCCCD', start: 8 }]);
    const narrow = junctionPeptides(pieces[0] ?? '', '', pieces[1] ?? '', [11]).map(({ peptide }) => peptide);
    expect(narrow).not.toContain('YCCCCCCCCCD');
  });
});

describe('a class II peptide at a seam', () => {
  const core = (coreOffset: number) => ({
    strong: 1,
    unknown: 0,
    worst: null,
    cores: [
      {
        peptide: 'AAAAAAAAAAAAAAA',
        allele: 'HLA-DRB1*15:01',
        mhcClass: 'II' as const,
        percentileRank: 0.5,
        affinityNm: null,
        risk: 4000,
        coreOffset,
      },
    ],
  });

  it('counts only where its core of nine residues crosses the seam or holds residues of the spacer', () => {
    // A 15-mer with twelve residues of the left window: cores at 0-3 lie within that window, cores at 4-6 cross.
    const strong = [0, 3, 4, 6].map((at) => acrossSeam(core(at), { offset: -12, spacerLength: 0 }).strong);
    expect(strong).toEqual([0, 0, 1, 1]);
    // Two residues of the left window, a spacer of three, ten of the right: a core at 5 or later lies within the right window.
    const behind = [4, 5, 6].map((at) => acrossSeam(core(at), { offset: -2, spacerLength: 3 }).strong);
    expect(behind).toEqual([1, 0, 0]);
  });

  it('counts where the predictor does not tell the core', () => {
    expect(acrossSeam(core(-1), { offset: -12, spacerLength: 0 }).strong).toBe(1);
  });
});
