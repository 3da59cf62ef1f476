import { describe, expect, it } from 'vitest';
import type { PeptideRow } from '../../../../schemas/rows.js';
import { windowOf } from '../../../../stages/compute-features/window.js';
import { consequenceOf } from '../../../support/consequence.js';

const protein = 'MADEFGHIKLNPQRSTVWYACDEFGHIKLMNPQRSTVWYWW';

function peptideAt(offset: number): PeptideRow {
  return {
    variantId: 'protein:X',
    alleleOrdinal: 1,
    input: 'protein:X',
    peptide: protein.slice(offset, offset + 9),
    wildtypePeptide: null,
    mutatedOffsets: [],
    occurrences: [{ transcript: 'T1', proteoform: '', offset }],
    nFlank: '',
    cFlank: '',
    isSelfPeptide: false,
    hypothesis: null,
  };
}

describe('the window of a peptide', () => {
  const foreign = consequenceOf({ wildtype: '', mutant: `${protein}*` }, { source: 'fasta' });

  it('in a protein that is new as a whole has the peptide in its middle', () => {
    // Residue 18 is the fifth of the peptide that begins at 14.
    expect(windowOf(foreign, peptideAt(14), 13)).toBe(protein.slice(5, 32));
  });

  it('moves inwards at an end of that protein', () => {
    expect(windowOf(foreign, peptideAt(0), 13)).toBe(protein.slice(0, 27));
    expect(windowOf(foreign, peptideAt(32), 13)).toBe(protein.slice(-27));
  });

  it('of a variant lies around the change, wherever the peptide begins', () => {
    const mutant = `${protein.slice(0, 19)}W${protein.slice(20)}`;
    const row = consequenceOf({ wildtype: protein, mutant });
    expect(windowOf(row, peptideAt(12), 13)).toBe(mutant.slice(6, 33));
    expect(windowOf(row, peptideAt(17), 13)).toBe(mutant.slice(6, 33));
  });
});
