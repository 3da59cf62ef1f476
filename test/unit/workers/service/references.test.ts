import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildReferenceFile } from '../../../../workers/reference/build-reference.js';
import { referenceShelf } from '../../../../workers/service/references.js';
import { example } from '../../../support/example-patient.js';

const folder = mkdtempSync(join(tmpdir(), 'shelf-'));
const bundle = async (name: string, out: string) =>
  buildReferenceFile({
    annotations: [example.gtf],
    fastas: [example.fasta],
    name,
    build: 'example-1',
    out: join(folder, out),
  });
beforeAll(async () => {
  await bundle('mini', 'a.reference');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the references of a service', () => {
  it('are found by name and by digest, one put there later without a restart', async () => {
    const shelf = referenceShelf(folder);
    const mini = shelf.find('mini');
    expect(shelf.find(mini.digest).path).toBe(mini.path);
    expect(() => shelf.find('later')).toThrow(/offers no reference 'later'/);
    await bundle('later', 'b.reference');
    expect(shelf.list().map(({ summary }) => summary.name)).toEqual(['later', 'mini']);
  });

  it('are one where the same bundle lies there twice', () => {
    copyFileSync(join(folder, 'a.reference'), join(folder, 'copy.reference'));
    expect(referenceShelf(folder).find('mini').summary.name).toBe('mini');
  });

  it('leave out files that are no bundle, and say so', () => {
    writeFileSync(join(folder, 'notes.txt'), 'call the lab');
    const shelf = referenceShelf(folder);
    expect(shelf.refused().map(({ error }) => error.code)).toEqual(['REFERENCE_MALFORMED']);
    expect(shelf.find('mini').digest).toMatch(/^[0-9a-f]+$/);
  });

  it('are none where no folder is named', () => {
    expect(referenceShelf(null).list()).toEqual([]);
  });
});
