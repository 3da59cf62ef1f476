import { describe, expect, it } from 'vitest';
import { peptideWindow } from '../../../../stages/shared/peptide-window.js';
import { consequenceOf } from '../../../support/consequence.js';

const wildtype = 'MADEFGHIKLNPQRSTVWYACDEFGHIKLMNPQRSTVWYWW';

function replaced(start: number, length: number, residues: string): string {
  return wildtype.slice(0, start) + residues + wildtype.slice(start + length);
}

describe('peptideWindow', () => {
  it('is the 27-mer with a substitution at position 14', () => {
    const mutant = replaced(19, 1, 'W');
    const window = peptideWindow(consequenceOf({ wildtype, mutant }), 13);
    expect(window).toBe(mutant.slice(6, 33));
    expect(window.charAt(13)).toBe('W');
  });

  it('moves inwards at either end of the protein and keeps its length', () => {
    const atStart = replaced(2, 1, 'W');
    expect(peptideWindow(consequenceOf({ wildtype, mutant: atStart }), 13)).toBe(atStart.slice(0, 27));
    const atEnd = replaced(wildtype.length - 2, 1, 'A');
    expect(peptideWindow(consequenceOf({ wildtype, mutant: atEnd }), 13)).toBe(atEnd.slice(-27));
  });

  it('is the whole protein where that is shorter', () => {
    expect(peptideWindow(consequenceOf({ wildtype: 'MSANGAVWGR', mutant: 'MSANGTVWGR' }), 13)).toBe(
      'MSANGTVWGR',
    );
  });

  it('has the flanks on either side of inserted residues', () => {
    const mutant = replaced(19, 0, 'WWW');
    expect(peptideWindow(consequenceOf({ wildtype, mutant }), 13)).toHaveLength(29);
  });

  it('has the flanks on either side of the junction of a deletion', () => {
    const mutant = replaced(17, 3, '');
    expect(peptideWindow(consequenceOf({ wildtype, mutant }), 13)).toBe(mutant.slice(4, 30));
  });

  it('is 13 residues and the whole novel frame of a frameshift, without the stop', () => {
    const tail = 'PPLLWWRRSSTTPPLLWWRRSSTTPPLLWWRRSSTT';
    const window = peptideWindow(
      consequenceOf({ wildtype, mutant: `${wildtype.slice(0, 20)}${tail}*`, isFrameshift: true }),
      13,
    );
    expect(window).toBe(wildtype.slice(7, 20) + tail);
  });

  it('is empty where there is no mutant protein', () => {
    const row = consequenceOf({ wildtype, mutant: wildtype }, { mutantProtein: null, mutantStretch: null });
    expect(peptideWindow(row, 13)).toBe('');
  });
});
