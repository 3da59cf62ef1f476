import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readExpressionTable } from '../../../../stages/collect-evidence/expression-table.js';

describe('readExpressionTable on real files', () => {
  it.each([
    ['salmon/ERR188297.quant.sf.gz', 'Salmon'],
    ['kallisto/ERR188297.abundance.tsv.gz', 'kallisto'],
  ])('reads %s: TPM sum to a million', async (path) => {
    const bytes = gunzipSync(readFileSync(`../shared/data/expression/${path}`));
    const table = await readExpressionTable({ name: path, sizeBytes: bytes.length, chunks: () => [bytes] });
    const sum = [...table.transcripts.values()].reduce((total, value) => total + value, 0);
    expect(sum).toBeGreaterThan(999_000);
    expect(sum).toBeLessThan(1_001_000);
  });
});
