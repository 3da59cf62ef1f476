import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CacheFolder } from '../../../../../infra/stores/s3/cache-folder.js';
import { ObjectCache } from '../../../../../infra/stores/s3/object-cache.js';
import { type Sha256, sha256 } from '../../../../../schemas/canonical.js';
import type { ByteSource } from '../../../../../schemas/stage.js';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'antigraph-cache-'));
  folders.push(folder);
  return folder;
}

async function add(folder: CacheFolder, cache: ObjectCache, content: string): Promise<Sha256> {
  const path = await folder.temporaryPath();
  writeFileSync(path, content);
  await cache.adopt(path, sha256(content));
  return sha256(content);
}

function textOf(source: ByteSource | null): string | null {
  return source === null ? null : Buffer.concat([...source.chunks()]).toString();
}

function storedBytes(folder: string): number {
  return readdirSync(join(folder, 'objects'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

describe('local cache of an S3 store', () => {
  it('gives back what was taken in, again and to another process', async () => {
    const path = freshFolder();
    const folder = new CacheFolder({ folder: path, sizeBytes: 1000 });
    const digest = await add(folder, new ObjectCache(folder, 'place'), 'content');
    const other = new ObjectCache(new CacheFolder({ folder: path, sizeBytes: 1000 }), 'place');
    expect(textOf(await other.open(digest))).toBe('content');
    expect(textOf(await other.open(digest))).toBe('content');
    expect(await other.open(sha256('absent'))).toBeNull();
  });

  it("shows nothing of one store to another, such as another tenant's", async () => {
    const folder = new CacheFolder({ folder: freshFolder(), sizeBytes: 1000 });
    const digest = await add(folder, new ObjectCache(folder, 'ward'), 'genome');
    expect(await new ObjectCache(folder, 'clinic').open(digest)).toBeNull();
  });

  it('keeps below its bound by removing what was read longest ago', async () => {
    const path = freshFolder();
    const folder = new CacheFolder({ folder: path, sizeBytes: 1000 });
    const cache = new ObjectCache(folder, 'place');
    const digests: Sha256[] = [];
    for (const letter of 'abcdefghi') digests.push(await add(folder, cache, letter.repeat(100)));
    const [first = sha256(''), second = sha256('')] = digests;
    const [store = ''] = readdirSync(join(path, 'objects'));
    // Used long ago, the first longest; then somebody reads the first.
    for (const [index, digest] of digests.entries()) {
      const usedAt = Date.now() / 1000 - 3600 + index;
      utimesSync(join(path, 'objects', store, digest), usedAt, usedAt);
    }
    expect(textOf(await cache.open(first))).toBe('a'.repeat(100));
    await add(folder, cache, 'x'.repeat(300));
    expect(storedBytes(path)).toBeLessThanOrEqual(1000);
    const later = new ObjectCache(folder, 'place');
    expect(await later.open(first)).not.toBeNull();
    expect(await later.open(sha256('x'.repeat(300)))).not.toBeNull();
    expect(await later.open(second)).toBeNull();
  });

  it('lets a reader read to its end what another process removes meanwhile', async () => {
    const path = freshFolder();
    const folder = new CacheFolder({ folder: path, sizeBytes: 10_000_000 });
    const content = 'ACGT'.repeat(500_000);
    const digest = await add(folder, new ObjectCache(folder, 'place'), content);
    const cache = new ObjectCache(folder, 'place');
    const source = await cache.open(digest);
    const iterator = source?.chunks()[Symbol.iterator]();
    iterator?.next();
    await new ObjectCache(folder, 'place').drop(digest);
    expect(textOf(source)).toBe(content);
    expect(source?.sizeBytes).toBe(content.length);
  });

  it('removes what is not what its name says', async () => {
    const path = freshFolder();
    const folder = new CacheFolder({ folder: path, sizeBytes: 1000 });
    const digest = await add(folder, new ObjectCache(folder, 'place'), 'content');
    const [store = ''] = readdirSync(join(path, 'objects'));
    const file = join(path, 'objects', store, digest);
    writeFileSync(file, 'c0ntent');
    expect(await new ObjectCache(folder, 'place').open(digest)).toBeNull();
    expect(existsSync(file)).toBe(false);
  });

  it('forgets what nobody has read for a day, and what a dead process of another machine left half written', async () => {
    const path = freshFolder();
    const folder = new CacheFolder({ folder: path, sizeBytes: 1_000_000 });
    const digest = await add(folder, new ObjectCache(folder, 'place'), 'old');
    const [store = ''] = readdirSync(join(path, 'objects'));
    const twoDaysAgo = Date.now() / 1000 - 2 * 86_400;
    utimesSync(join(path, 'objects', store, digest), twoDaysAgo, twoDaysAgo);
    const half = await folder.temporaryPath();
    writeFileSync(half, 'half');
    utimesSync(half, twoDaysAgo, twoDaysAgo);
    const next = new CacheFolder({ folder: path, sizeBytes: 1_000_000 });
    await add(next, new ObjectCache(next, 'place'), 'new');
    expect(existsSync(half)).toBe(false);
    expect(await new ObjectCache(next, 'place').open(digest)).toBeNull();
    expect(textOf(await new ObjectCache(next, 'place').open(sha256('new')))).toBe('new');
  });

  it('can be read by its owner only', async () => {
    const path = join(freshFolder(), 'cache');
    await new CacheFolder({ folder: path, sizeBytes: 1000 }).temporaryPath();
    expect(statSync(path).mode & 0o077).toBe(0);
  });
});
