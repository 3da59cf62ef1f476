import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tiers } from '../../../schemas/candidates.js';
import { sampleColumns } from '../../../workers/cli/samplesheet/summary.js';
import { renderFixture } from '../../support/render-fixture.js';
import { reportFixture } from '../../support/report-fixture.js';

const page = readFileSync(new URL('../../../docs/glossary.md', import.meta.url), 'utf8');

/** Names in code marks in the section of that heading. */
function namesIn(heading: string): ReadonlySet<string> {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ', 1)[0] ?? '';
  return new Set([...section.matchAll(/`([a-z_]+)`/g)].map(([, name = '']) => name));
}

function columnsOf(tsv: string): readonly string[] {
  return (tsv.split('\n', 1)[0] ?? '').split('\t');
}

describe('docs/glossary.md', () => {
  it('explains every column of the tables that a run writes', async () => {
    const { shortlistTsv, candidatesTsv, ledgerTsv } = await renderFixture(reportFixture());
    const shared = new Set([...namesIn('shortlist.tsv'), ...namesIn('candidates.tsv')]);
    expect(columnsOf(shortlistTsv).filter((column) => !namesIn('shortlist.tsv').has(column))).toEqual([]);
    expect(columnsOf(candidatesTsv).filter((column) => !shared.has(column))).toEqual([]);
    expect(columnsOf(ledgerTsv).filter((column) => !namesIn('ledger.tsv').has(column))).toEqual([]);
  });

  it('explains every column of the table that a samplesheet gives', () => {
    expect(sampleColumns.filter((column) => !namesIn('samples.tsv').has(column))).toEqual([]);
  });

  it('lists the tiers in their order', () => {
    const section = page.split('\n### Tiers\n')[1]?.split('\n## ', 1)[0] ?? '';
    expect([...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, tier]) => tier)).toEqual([...tiers]);
  });
});
