import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runIdSchema } from '../../../../schemas/tasks.js';
import { apiClient } from '../../../../workers/client/api-client.js';
import { downloadResults } from '../../../../workers/client/download-results.js';
import { type LocalServer, localServer } from '../../../support/local-server.js';

const run = runIdSchema.parse('run-0123456789abcdef');
const content = Buffer.from('line\n'.repeat(40_000));
const sha256 = createHash('sha256').update(content).digest('hex');
const signal = new AbortController().signal;

let out: string;
let server: LocalServer | null = null;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'download-'));
});
afterEach(async () => {
  await server?.close();
  rmSync(out, { recursive: true });
});

type Answer = (request: IncomingMessage, response: ServerResponse, tries: number) => void;

/** A service whose run has one file, answered so. */
async function serving(answer: Answer, name = 'ledger.tsv') {
  let tries = 0;
  const ranges: (string | undefined)[] = [];
  server = await localServer((request, response) => {
    if (request.url === `/api/v1/runs/${run}/results`) {
      const file = { name, sizeBytes: content.length, sha256, mediaType: 'text/plain', url: '/file' };
      response.end(JSON.stringify({ run, files: [file] }));
      return;
    }
    tries += 1;
    ranges.push(request.headers.range);
    answer(request, response, tries);
  });
  const api = apiClient({ server: new URL(server.url), key: 'k' }, 1);
  return { bring: () => downloadResults(api, run, { out, signal }), ranges };
}

/** The whole, or what a Range asks for (RFC 9110 §14). */
const ranged: Answer = ({ headers }, response) => {
  const start = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
  response.writeHead(start === 0 ? 200 : 206).end(content.subarray(start));
};
/** Breaks off after some bytes. */
const broken: Answer = (_, response) => {
  response.writeHead(200, { 'content-length': String(content.length) });
  // A reset overtakes what the other side has not read yet: it gets a moment to.
  response.write(content.subarray(0, 100_000), () => setTimeout(() => response.socket?.destroy(), 30));
};

describe('the files of a run', () => {
  it('come as they are, under their names and nothing beside', async () => {
    const { bring } = await serving(ranged);
    expect(await bring()).toEqual(['ledger.tsv']);
    expect(readdirSync(out)).toEqual(['ledger.tsv']);
    expect(readFileSync(join(out, 'ledger.tsv')).equals(content)).toBe(true);
  });

  it('in a folder of the run come into that folder', async () => {
    const { bring } = await serving(ranged, 'construct/mrna.fasta');
    expect(await bring()).toEqual(['construct/mrna.fasta']);
    expect(readdirSync(join(out, 'construct'))).toEqual(['mrna.fasta']);
  });

  it('that are there already are not fetched again', async () => {
    const { bring, ranges } = await serving(ranged);
    await bring();
    await bring();
    expect(ranges).toHaveLength(1);
  });

  it('that differ from what is there take its place', async () => {
    writeFileSync(join(out, 'ledger.tsv'), 'of an earlier run');
    const { bring } = await serving(ranged);
    await bring();
    expect(readFileSync(join(out, 'ledger.tsv')).equals(content)).toBe(true);
  });

  it('that break off are continued where they broke', async () => {
    const { bring, ranges } = await serving((request, response, tries) =>
      (tries === 1 ? broken : ranged)(request, response, tries),
    );
    await bring();
    expect(ranges).toEqual([undefined, expect.stringMatching(/^bytes=[1-9]\d*-$/)]);
    expect(readFileSync(join(out, 'ledger.tsv')).equals(content)).toBe(true);
  });

  it('of a server that knows no ranges begin again', async () => {
    const { bring } = await serving((request, response, tries) =>
      tries === 1 ? broken(request, response, tries) : void response.end(content),
    );
    await bring();
    expect(readFileSync(join(out, 'ledger.tsv')).equals(content)).toBe(true);
  });

  it('that break off again and again are given up, and continued by the next command', async () => {
    const first = await serving((request, response, tries) => {
      if (tries === 1) broken(request, response, tries);
      else request.socket.destroy();
    });
    await expect(first.bring()).rejects.toMatchObject({ code: 'SERVER_UNREACHABLE' });
    expect(readdirSync(out)).not.toContain('ledger.tsv');
    await server?.close();
    const second = await serving(ranged);
    await second.bring();
    expect(second.ranges).toEqual([expect.stringMatching(/^bytes=[1-9]\d*-$/)]);
    expect(readdirSync(out)).toEqual(['ledger.tsv']);
  });

  it('with other content than they should have are thrown away', async () => {
    const { bring } = await serving((_, response) => {
      response.end(Buffer.alloc(content.length, 120));
    });
    await expect(bring()).rejects.toMatchObject({ code: 'STORE_OBJECT_CORRUPT' });
    expect(readdirSync(out)).toEqual([]);
  });

  it.each(['../evil', '/etc/passwd', '.hidden', 'a/../../b', ''])('are not written to %j', async (name) => {
    const { bring } = await serving(ranged, name);
    await expect(bring()).rejects.toMatchObject({ code: 'SERVER_ANSWER_UNREADABLE' });
    expect(readdirSync(out)).toEqual([]);
  });
});
