import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliOptions, makeSandbox, type Sandbox } from '../support/cli.js';
import { freshS3Place } from '../support/s3-place.js';
import { useS3 } from '../support/services.js';

const s3 = useS3();
let sandbox: Sandbox;
beforeAll(() => {
  sandbox = makeSandbox();
});
afterAll(() => sandbox.remove());

function filesOf(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files.map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name)).toString('base64')]),
  );
}

describe('antigraph --store s3://…', () => {
  it('gives the same bytes as with a folder, from the store the second time, until the run is deleted', async () => {
    const place = await freshS3Place(s3());
    const env = { ...place.environment, ANTIGRAPH_STORE: place.text };
    const outs = ['in-folder', 'in-s3', 'again'].map((name) => sandbox.path(name));
    const [inFolder = '', inS3 = '', again = ''] = outs;
    const demo = async (out: string, options: CliOptions = {}) => {
      const result = await sandbox.cli(['demo', '--out', out], options);
      expect(result).toMatchObject({ exitCode: 0 });
      return result.stderr;
    };
    await demo(inFolder);
    await demo(inS3, { env });
    expect(filesOf(inS3)).toEqual(filesOf(inFolder));
    const told = await demo(again, { env: { ...env, ANTIGRAPH_S3_CACHE: sandbox.path('other-machine') } });
    expect(told).toContain('every result came from the store');
    expect(filesOf(again)).toEqual(filesOf(inFolder));

    const listed = await sandbox.cli(['runs', 'list', '--store', place.text], { env: place.environment });
    const [line = ''] = listed.stdout.split('\n');
    expect(line).toMatch(/^run-[0-9a-f]{16}\tdone\t2 attempts\t/);
    const [id = ''] = line.split('\t');
    expect(await sandbox.cli(['runs', 'delete', id], { env })).toMatchObject({ exitCode: 0 });
    expect((await sandbox.cli(['runs', 'list'], { env })).stdout).toBe('');
  });

  it('is checked by doctor, with what to do where it cannot be used', async () => {
    const place = await freshS3Place(s3());
    const good = await sandbox.cli(['doctor', '--store', place.text], { env: place.environment });
    expect(good.stdout).toContain(`${place.text} (flag --store), 0 runs`);
    const bad = await sandbox.cli(['doctor', '--store', 's3://no-such-bucket'], { env: place.environment });
    expect(bad).toMatchObject({ exitCode: 5 });
    expect(bad.stdout).toContain('NoSuchBucket');
  });

  it('leaves nothing half written in the local cache', async () => {
    const place = await freshS3Place(s3());
    await sandbox.cli(['demo', '--out', sandbox.path('clean'), '--store', place.text], {
      env: place.environment,
    });
    expect(readdirSync(place.cache)).toEqual(expect.arrayContaining(['objects']));
    expect(readdirSync(join(place.cache, 'tmp'))).toEqual([]);
  });
});
