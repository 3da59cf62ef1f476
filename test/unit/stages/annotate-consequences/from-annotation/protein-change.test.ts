import { describe, expect, it } from 'vitest';
import {
  agreesWith,
  proteinRange,
  statedChange,
} from '../../../../../stages/annotate-consequences/from-annotation/protein-change.js';

describe('proteinRange', () => {
  it.each([
    ['12', 12, 12],
    ['10-12', 10, 12],
    ['?-12', null, 12],
    ['12-?', 12, null],
    ['20/207', 20, 20],
    ['10-12/207', 10, 12],
    ['-', null, null],
    ['-/207', null, null],
    ['', null, null],
  ])('reads %s', (position, first, last) => {
    expect(proteinRange(position)).toEqual({ first, last });
  });
});

describe('statedChange', () => {
  it('puts an insertion between the two residues named', () => {
    expect(statedChange('-/L', '287-288')).toEqual({ start: 287, wildtype: '', mutant: 'L' });
  });

  it('reads a deletion, a replacement and a stop', () => {
    expect(statedChange('E/-', '750')).toEqual({ start: 749, wildtype: 'E', mutant: '' });
    expect(statedChange('H/QC', '773')).toEqual({ start: 772, wildtype: 'H', mutant: 'QC' });
    expect(statedChange('CME/*', '112-114')).toEqual({ start: 111, wildtype: 'CME', mutant: '*' });
  });

  it('sees no change in a single value', () => {
    expect(statedChange('L', '240')).toBe('same');
    expect(statedChange('X', '292')).toBe('same');
  });

  it('states nothing where an end of the range is unknown or no residues are given', () => {
    expect(statedChange('', '12')).toBeNull();
    expect(statedChange('K/N', '?-12')).toBeNull();
    expect(statedChange('K/N', '-')).toBeNull();
  });
});

describe('agreesWith', () => {
  it('accepts the stop only right behind the last residue', () => {
    expect(agreesWith('MKL', { start: 3, wildtype: '*', mutant: 'Y' })).toBe(true);
    expect(agreesWith('MKL', { start: 2, wildtype: '*', mutant: 'Y' })).toBe(false);
    expect(agreesWith('MKL', { start: 2, wildtype: 'L*', mutant: 'Y' })).toBe(true);
  });

  it('takes X for any residue and refuses what differs or lies beyond', () => {
    expect(agreesWith('XKL', { start: 0, wildtype: 'G', mutant: 'A' })).toBe(true);
    expect(agreesWith('MKL', { start: 1, wildtype: 'R', mutant: 'A' })).toBe(false);
    expect(agreesWith('MKL', { start: 3, wildtype: 'R', mutant: 'A' })).toBe(false);
    expect(agreesWith('MKL', { start: 4, wildtype: '', mutant: 'A' })).toBe(false);
  });
});
