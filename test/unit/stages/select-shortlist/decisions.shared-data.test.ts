import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readDecisions } from '../../../../stages/select-shortlist/index.js';
import { kindOf } from '../../../../workers/cli/input-kind.js';
import { byteSource } from '../../../support/vcf-text.js';

const path = '../shared/data/reports/pvacseq/mhc_i_aggregated.tsv';
const text = readFileSync(path, 'utf8');

describe("pVACseq's aggregated report of HCC1395, in which pVACview keeps the evaluation", () => {
  it('is a table of decisions, in which nothing is decided yet', async () => {
    expect(kindOf(Buffer.from(text))).toBe('decisions');
    expect(await readDecisions(byteSource(text))).toMatchObject({ kind: 'pvacview', decisions: [] });
  });

  it('names by its own ID what was accepted and rejected', async () => {
    const decided = text
      .split('\n')
      .map((line, index) => (index % 2 === 1 ? line.replace(/\tPending$/, '\tAccept') : line))
      .join('\n');
    const { decisions } = await readDecisions(byteSource(decided));
    expect(decisions.map(({ decision }) => decision)).toEqual(Array(5).fill('accept'));
    expect(decisions[0]).toMatchObject({ line: 2, subject: 'chr1-154590262-154590263-T-A' });
  });
});
