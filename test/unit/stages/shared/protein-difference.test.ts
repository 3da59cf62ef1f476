import { describe, expect, it } from 'vitest';
import { differingStretch } from '../../../../stages/shared/protein-difference.js';

describe('differingStretch', () => {
  it('is the substituted residues', () => {
    expect(differingStretch('MKTAYIAK', 'MKTVYIAK', false)).toEqual({ start: 3, end: 4 });
    expect(differingStretch('MKTAYIAK', 'MKTVYLAK', false)).toEqual({ start: 3, end: 6 });
  });

  it('places an insertion or deletion in a repeat as far to the end as it can, as HGVS does', () => {
    // HGVS nomenclature, protein deletion: 'for all descriptions the most C-terminal position possible'.
    expect(differingStretch('MKQQQAY', 'MKQQQQAY', false)).toEqual({ start: 5, end: 6 });
    expect(differingStretch('MKQQQAY', 'MKQQAY', false)).toEqual({ start: 4, end: 4 });
  });

  it('is empty at the end of a truncated protein', () => {
    expect(differingStretch('MKTAYIAK', 'MKTA*', true)).toEqual({ start: 4, end: 4 });
  });

  it('runs to the end of a shifted frame even where the last residue agrees', () => {
    expect(differingStretch('MKTAYIAK', 'MKTPWK', true)).toEqual({ start: 3, end: 6 });
  });

  it('is the extension behind a lost stop', () => {
    expect(differingStretch('MKTAYIAK', 'MKTAYIAKGLP*', true)).toEqual({ start: 8, end: 11 });
  });

  it('is null for equal proteins, whatever is known of their stops', () => {
    expect(differingStretch('MKTAYIAK', 'MKTAYIAK*', false)).toBeNull();
  });
});
