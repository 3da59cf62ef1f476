import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { graph } from '../../../pipeline/graph.js';
import { stageDocs } from '../../../scripts/generate-stage-docs.js';

describe('docs/stages.md', () => {
  it('is what `npm run docs:stages` writes from the graph as it is', () => {
    expect(readFileSync(new URL('../../../docs/stages.md', import.meta.url), 'utf8')).toBe(stageDocs());
  });

  it('says what every parameter means', () => {
    const rows = stageDocs()
      .split('\n')
      .filter((line) => /^\| `[a-z-]+\.[A-Za-z]+` \|/.test(line));
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).not.toMatch(/\|\s*\|$/);
  });

  it('has a section for every stage', () => {
    for (const { stage } of graph) expect(stageDocs()).toContain(`\n## ${stage.name}\n`);
  });
});
