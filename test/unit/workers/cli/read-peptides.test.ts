import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { countPeptides, peptideBatches, readPeptides } from '../../../../workers/cli/read-peptides.js';

const folder = mkdtempSync(join(tmpdir(), 'antigraph-peptides-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

// Longer than what is read at once, so that lines and records lie across two reads.
const many = Array.from({ length: 70_000 }, (_, n) => 'ACDEFGHIKL'.slice(0, 2 + (n % 9)));

describe('a file of peptides', () => {
  it.each([
    ['lines', 'many.txt', many.join('\n')],
    ['lines with Windows ends and a byte-order mark', 'bom.txt', `\uFEFF${many.join('\r\n')}\r\n`],
    [
      'FASTA of two lines a record',
      'many.fa',
      many.map((each, n) => `>${n}\n${each.slice(0, 1)}\n${each.slice(1)}`).join('\n'),
    ],
    ['a table', 'many.csv', ['id,peptide', ...many.map((each, n) => `${n},${each}`)].join('\n')],
  ])('is read whole and in order from %s', async (_name, name, content) => {
    const path = file(name, content);
    expect(await readPeptides(path)).toEqual(many);
    expect(await countPeptides(path)).toBe(many.length);
  });

  it('comes in batches of the size asked for', async () => {
    const sizes: number[] = [];
    for await (const batch of peptideBatches(file('ten.txt', many.slice(0, 10).join('\n')), 4))
      sizes.push(batch.length);
    expect(sizes).toEqual([4, 4, 2]);
  });

  it.each([
    ['a.txt', `${many.join('\n')}\nAC-D\n`, many.length + 1],
    ['b.txt', '# none\n\nACD\nA C\n', 4],
    ['c.fa', '>a\nACD\n>b\n', 3],
    ['d.csv', 'id,peptide\n1,ACD\n2,\n', 3],
  ])('names the line of what is no peptide (%s)', async (name, content, line) => {
    await expect(countPeptides(file(name, content))).rejects.toMatchObject({
      code: 'PEPTIDE_MALFORMED',
      at: { file: name, line },
    });
  });

  it.each(['', '\n\n', '# nothing\n', 'peptide\n'])('that holds none is refused: %j', async (content) => {
    await expect(countPeptides(file('none.txt', content))).rejects.toMatchObject({
      code: 'PEPTIDE_MALFORMED',
      message: 'none.txt holds no peptide',
    });
  });
});
