import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { buildReferenceFile } from '../../../../workers/reference/build-reference.js';
import { openReferenceFile } from '../../../../workers/reference/open-reference.js';
import { subsetReferenceFile } from '../../../../workers/reference/subset-reference.js';
import { ensemblGtf, tinyFasta } from '../../stages/build-reference/tiny-gene.js';

const folder = mkdtempSync(join(tmpdir(), 'antigraph-reference-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const plain = { annotations: [file('a.gtf', ensemblGtf)], fastas: [file('a.fa', tinyFasta)] };
const naming = { name: 'tiny', build: 'GRCh38' };

describe('reference files', () => {
  it('are built from plain and gzip files of several members (bgzip) alike', async () => {
    const half = tinyFasta.length >> 1;
    const members = Buffer.concat([gzipSync(tinyFasta.slice(0, half)), gzipSync(tinyFasta.slice(half))]);
    const zipped = {
      annotations: [file('a.gtf.gz', gzipSync(ensemblGtf))],
      fastas: [file('a.fa.gz', members)],
    };
    await buildReferenceFile({ ...plain, ...naming, out: join(folder, 'plain.ref') });
    const result = await buildReferenceFile({ ...zipped, ...naming, out: join(folder, 'zipped.ref') });
    const opened = openReferenceFile(join(folder, 'zipped.ref'));
    expect(opened.digest).toBe(result.digest);
    expect(opened.sequence('1', 0, 99)).toBe(
      openReferenceFile(join(folder, 'plain.ref')).sequence('1', 0, 99),
    );
    expect([...opened.proteome()].map(({ sequence }) => sequence)).toEqual(['MAK']);
    expect(opened.summary.sources.map(({ file: name, role }) => [name, role])).toEqual([
      ['a.gtf.gz', 'annotation'],
      ['a.fa.gz', 'sequence'],
    ]);
  });

  it('are the same bytes each time and leave nothing else behind', async () => {
    const out = join(folder, 'again.ref');
    await buildReferenceFile({ ...plain, ...naming, out });
    const first = readFileSync(out);
    await buildReferenceFile({ ...plain, ...naming, out });
    expect(readFileSync(out).equals(first)).toBe(true);
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('are cut down to genes', async () => {
    const out = join(folder, 'whole.ref');
    await buildReferenceFile({ ...plain, ...naming, out });
    const result = subsetReferenceFile(out, ['TINY'], join(folder, 'part.ref'));
    expect(result.summary).toMatchObject({ name: 'tiny-subset', transcriptCount: 1 });
    expect(openReferenceFile(join(folder, 'part.ref')).digest).toBe(result.digest);
  });

  it('tell a missing file, a folder and a FASTA file apart', () => {
    const code = (path: string): unknown => {
      try {
        return openReferenceFile(path);
      } catch (error) {
        return error instanceof Error && 'code' in error ? error.code : error;
      }
    };
    expect(code(join(folder, 'nowhere.ref'))).toBe('REFERENCE_MISSING');
    expect(code(folder)).toBe('REFERENCE_MALFORMED');
    expect(() => openReferenceFile(plain.fastas[0] ?? '')).toThrow(
      expect.objectContaining({
        code: 'REFERENCE_MALFORMED',
        fix: expect.stringContaining('antigraph reference build'),
      }),
    );
  });

  it('cannot be built from a missing or a truncated file, nor written into a missing folder', async () => {
    const cut = file('cut.fa.gz', gzipSync(tinyFasta).subarray(0, 30));
    const build = (options: { fastas?: string[]; out?: string }): Promise<unknown> =>
      buildReferenceFile({ ...plain, ...naming, out: join(folder, 'never.ref'), ...options });
    await expect(build({ fastas: [join(folder, 'no.fa')] })).rejects.toMatchObject({
      code: 'INPUT_NOT_FOUND',
    });
    await expect(build({ fastas: [cut] })).rejects.toMatchObject({ code: 'INPUT_NOT_READABLE' });
    await expect(build({ out: join(folder, 'no', 'x.ref') })).rejects.toMatchObject({
      code: 'OUTPUT_NOT_WRITABLE',
    });
    expect(readdirSync(folder)).not.toContain('never.ref');
  });
});
