import { describe, expect, it } from 'vitest';
import { compareLedgers } from '../../../../workers/cli/diff/compare-ledgers.js';
import { compareShortlists } from '../../../../workers/cli/diff/compare-shortlists.js';
import { describeDifference } from '../../../../workers/cli/diff/describe.js';

const antigen = (pos: number, rank: number, changes: Readonly<Record<string, string>> = {}) => ({
  rank: String(rank),
  tier: 'Pass',
  probability: '0.5',
  gene: `G${pos}`,
  hgvs_p: `ENST1:p.Val${pos}Lys`,
  transcript: 'ENST1',
  chrom: 'chr1',
  pos: String(pos),
  ref: 'A',
  alt: 'T',
  best_peptide: 'GILGFVFTL',
  best_allele: 'HLA-A*02:01',
  window: 'W',
  ...changes,
});
const fate = (pos: number, code: string, status = 'omitted') => ({
  input: `1:${pos}:A:T`,
  chrom: 'chr1',
  pos: String(pos),
  ref: 'A',
  alt: 'T',
  status,
  stage: 'select-shortlist',
  code,
  reason: `because of ${code}`,
});
const run = {
  schema: 'antigraph.run-file/1' as const,
  antigraph: '1',
  run: 'run-1',
  inputs: {},
  reference: null,
  predictor: {},
  classTwoPredictor: null,
  parameters: {},
  tasks: [],
  outputs: {},
};

describe('two shortlists', () => {
  const before = {
    run,
    shortlist: [antigen(1, 1), antigen(2, 2), antigen(3, 3), antigen(4, 4)],
    ledger: [fate(5, 'GATED')],
  };
  const after = {
    run,
    shortlist: [
      antigen(2, 1, { tier: 'Poor', probability: '0.6' }),
      antigen(3, 2),
      antigen(4, 4),
      antigen(5, 5, { best_peptide: 'KVLEYVIKV' }),
      antigen(6, 6),
    ],
    ledger: [fate(1, 'BEYOND_SHORTLIST')],
  };
  const difference = compareShortlists(before, after);

  it('tell what entered, with what the earlier ledger says of it', () => {
    expect(difference.entered.map(({ variant, elsewhere }) => [variant, elsewhere])).toEqual([
      ['chr1:5:A:T', 'GATED: because of GATED'],
      ['chr1:6:A:T', 'not in the file'],
    ]);
  });

  it('tell what left, with what the later ledger says of it', () => {
    expect(difference.left.map(({ variant, elsewhere }) => [variant, elsewhere])).toEqual([
      ['chr1:1:A:T', 'BEYOND_SHORTLIST: because of BEYOND_SHORTLIST'],
    ]);
  });

  it('tell from which rank to which an antigen moved and what changed, and keep still about those that stayed', () => {
    expect(
      difference.changed.map(({ antigen: { variant, rank }, rankBefore, changes }) => [
        variant,
        rankBefore,
        rank,
        changes,
      ]),
    ).toEqual([
      [
        'chr1:2:A:T',
        '2',
        '1',
        [
          { what: 'tier', before: 'Pass', after: 'Poor' },
          { what: 'probability', before: '0.5', after: '0.6' },
        ],
      ],
      ['chr1:3:A:T', '3', '2', []],
    ]);
  });

  it('are put in words', () => {
    const words = describeDifference({
      runs: { before: 'run-1', after: 'run-2' },
      asked: [],
      shortlist: difference,
      ledger: [],
      outputs: ['shortlist.tsv'],
    });
    expect(words).toContain(
      'moved    G2 p.Val2Lys chr1:2:A:T  rank 2 → 1: tier Pass → Poor; probability 0.5 → 0.6',
    );
    expect(words).toContain('moved    G3 p.Val3Lys chr1:3:A:T  rank 3 → 2: others moved');
  });
});

describe('two ledgers', () => {
  it('tell the alleles that left elsewhere or for another code, and those that only one file has', () => {
    const before = [fate(1, 'GATED'), fate(2, 'GATED'), fate(3, 'GATED')];
    const after = [fate(1, 'GATED'), fate(2, 'NA', 'shortlisted'), fate(4, 'FILTERED')];
    expect(compareLedgers(before, after)).toEqual([
      { input: '1:2:A:T', before: 'GATED (select-shortlist)', after: 'shortlisted' },
      { input: '1:3:A:T', before: 'GATED (select-shortlist)', after: null },
      { input: '1:4:A:T', before: null, after: 'FILTERED (select-shortlist)' },
    ]);
  });

  it('pair an allele that the file wrote twice by its turn', () => {
    const before = [fate(1, 'GATED'), fate(1, 'DUPLICATE_ALLELE')];
    const after = [fate(1, 'GATED'), fate(1, 'GATED')];
    expect(compareLedgers(before, after)).toEqual([
      {
        input: '1:1:A:T #2',
        before: 'DUPLICATE_ALLELE (select-shortlist)',
        after: 'GATED (select-shortlist)',
      },
    ]);
  });
});
