import { describe, expect, it } from 'vitest';
import { parseLengths } from '../../../../workers/cli/options.js';

describe('parseLengths', () => {
  it('reads ranges and lists, sorted and each length once', () => {
    expect(parseLengths('8-11', 'I')).toEqual([8, 9, 10, 11]);
    expect(parseLengths('10,8,9-10', 'I')).toEqual([8, 9, 10]);
    expect(parseLengths('15', 'II')).toEqual([15]);
    expect(parseLengths('14-16', 'both')).toEqual([14, 15, 16]);
  });

  it('takes the usual lengths of the class where none are named', () => {
    expect(parseLengths(undefined, 'I')).toEqual([8, 9, 10, 11]);
    expect(parseLengths(undefined, 'II')).toEqual(Array.from({ length: 14 }, (_, index) => 12 + index));
  });

  it.each([
    ['15', 'I'],
    ['11', 'II'],
    ['26', 'both'],
    ['9-8', 'I'],
    ['', 'I'],
    ['nine', 'I'],
  ] as const)('refuses %s for class %s', (text, mhcClass) => {
    expect(() => parseLengths(text, mhcClass)).toThrow(/--lengths takes a whole number/);
  });
});
