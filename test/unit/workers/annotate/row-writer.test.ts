import { describe, expect, it } from 'vitest';
import type { Consequence } from '../../../../schemas/rows.js';
import { RowWriter } from '../../../../workers/annotate/row-writer.js';
import { consequenceOf } from '../../../support/consequence.js';
import { variantOf } from '../../../support/variant.js';

const variant = variantOf({ chrom: '1', position: 100, ref: 'G', alt: 'A' });

function written(hasProteins: boolean, ...rows: readonly Partial<Consequence>[]): string[][] {
  const writer = new RowWriter({ hasProteins });
  for (const row of rows) writer.row(variant, consequenceOf({ wildtype: 'MAG', mutant: 'MAD' }, row));
  const text = Buffer.concat(writer.take()).toString('utf8');
  expect(text.endsWith('\n')).toBe(true);
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => line.split('\t'));
}

describe('RowWriter', () => {
  it('writes 18 columns with proteins and 16 without', () => {
    const row = { wildtypeProtein: 'MAG*', mutantProtein: 'MAD*' };
    expect(written(true, row)[0]).toHaveLength(18);
    expect(written(true, row)[0]?.slice(13, 15)).toEqual(['MAG*', 'MAD*']);
    expect(written(false, row)[0]).toHaveLength(16);
  });

  it('keeps a name with tabs, line breaks or a formula from breaking the table, wherever it stands', () => {
    const [first, second] = written(false, { gene: '=HYPERLINK("x")' }, { gene: 'A\tB\nC' });
    expect(first?.[5]).toBe(`'=HYPERLINK("x")`);
    expect(second?.[5]).toBe('A B C');
    const [third] = written(false, { hgvsP: 'p.\tX', source: 'csq' });
    expect(third?.[11]).toBe('p. X');
    expect(third).toHaveLength(16);
  });

  it('writes letters beyond ASCII as UTF-8', () => {
    expect(written(false, { gene: 'HLA-Ä' })[0]?.[5]).toBe('HLA-Ä');
  });

  it('says possible: where the phase of the group is not known', () => {
    const phaseGroup = ['chr1:1:A:T', 'chr1:5:A:T'];
    const [phased, possible] = written(
      false,
      { phaseGroup, phaseState: 'phased' },
      { phaseGroup, phaseState: 'possible' },
    );
    expect(phased?.[13]).toBe('chr1:1:A:T,chr1:5:A:T');
    expect(possible?.[13]).toBe('possible:chr1:1:A:T,chr1:5:A:T');
  });

  it('tells two transcripts of one id in different genes apart', () => {
    const [first, second] = written(false, { gene: 'A', transcript: 'T' }, { gene: 'B', transcript: 'T' });
    expect([first?.[5], second?.[5]]).toEqual(['A', 'B']);
  });

  it('writes rows longer than its buffers', () => {
    const mutantProtein = 'A'.repeat(600_000);
    const rows = written(true, { mutantProtein }, { mutantProtein: 'C' }, { mutantProtein });
    expect(rows.map((row) => row[14]?.length)).toEqual([600_000, 1, 600_000]);
  });
});
