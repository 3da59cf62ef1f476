import { describe, expect, it } from 'vitest';
import { anchorPositions } from '../../../../stages/compute-features/anchors.js';

describe('anchors of a candidate', () => {
  const positions = anchorPositions({
    source: 'model',
    reason: null,
    positions: [{ allele: 'HLA-B*08:01', length: 9, anchorOffsets: [2, 4, 8], contributions: [] }],
  });

  it("are the allele's own at the length that was looked at", () => {
    expect(positions('HLA-B*08:01', 9)).toEqual({ anchorOffsets: [2, 4, 8], anchorSource: 'model' });
  });

  it('are positions 1, 2 and the last two elsewhere, and this is said', () => {
    const expected = { anchorOffsets: [0, 1, 10, 11], anchorSource: 'default' };
    expect(positions('HLA-B*08:01', 12)).toEqual(expected);
    expect(positions('HLA-A*02:01', 12)).toEqual(expected);
  });
});
