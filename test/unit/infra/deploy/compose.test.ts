import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { versitygwVersion } from '../../../../scripts/services.mjs';
import { textOf, yamlOf } from '../../../support/deploy-files.js';

const serviceSchema = z.object({
  image: z.string(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  read_only: z.boolean().optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  volumes: z.array(z.string()).optional(),
  networks: z.array(z.string()),
  ports: z.array(z.string()).optional(),
  stop_grace_period: z.string().optional(),
  mem_limit: z.string(),
});
const composeSchema = z.object({
  services: z.record(z.string(), serviceSchema),
  networks: z.record(z.string(), z.object({ internal: z.boolean().optional() })),
  volumes: z.record(z.string(), z.unknown()),
});
const { services, networks, volumes } = composeSchema.parse(yamlOf('infra/compose.yaml')[0]);
const service = (name: string) => serviceSchema.parse(services[name]);
const infra = join(import.meta.dirname, '..', '..', '..', '..', 'infra');

describe('infra/compose.yaml', () => {
  test.each(Object.entries(services))(
    '%s is pinned, has a read-only root, no capabilities and a memory limit',
    (_name, each) => {
      expect(each.image).toMatch(/:(?:v?\d+\.\d+\.\d+|\$\{ANTIGRAPH_TAG:-\d+\.\d+\.\d+\})/);
      expect(each.read_only).toBe(true);
      expect(each.cap_drop).toEqual(['ALL']);
      expect(each.security_opt).toContain('no-new-privileges:true');
      expect(each.mem_limit).toMatch(/^\d+[mg]$/);
    },
  );

  test('Redis writes an append-only file and never throws keys away', () => {
    const command = (service('redis').command ?? []).join(' ');
    expect(command).toContain('--appendonly yes');
    expect(command).toContain('--maxmemory-policy noeviction');
    expect(command).toContain('--requirepass');
  });

  test('Redis and the S3 server cannot be reached from outside', () => {
    for (const name of ['redis', 's3']) {
      expect(service(name).networks).toEqual(['back']);
      expect(service(name).ports).toBeUndefined();
    }
    expect(networks['back']?.internal).toBe(true);
  });

  test('what is published listens on this machine alone unless somebody says otherwise', () => {
    const published = Object.values(services).flatMap(({ ports }) => ports ?? []);
    expect(published.length).toBe(2);
    for (const port of published) expect(port).toMatch(/^\$\{[A-Z_]+:-127\.0\.0\.1:\d+\}:\d+$/);
  });

  test('the S3 server is the one that the tests run on', () => {
    expect(service('s3').image).toBe(`versity/versitygw:${versitygwVersion}`);
  });

  test('Redis is of one version in containers, in the tests and in the embedded service', () => {
    const { image } = service('redis');
    expect(textOf('test/support/services/redis.ts')).toContain(`'${image}'`);
    expect(textOf('workers/service/embedded-redis.ts')).toContain(`'${image}'`);
  });

  test('a worker is given longer to end than it takes to drain', () => {
    const { environment, stop_grace_period: grace } = service('worker');
    const drainSeconds = Number(environment?.['ANTIGRAPH_DRAIN_SECONDS']);
    expect(Number(grace?.replace(/s$/, ''))).toBeGreaterThan(drainSeconds + 10);
  });

  test('every volume and every mounted file is there', () => {
    const sources = Object.values(services)
      .flatMap((each) => each.volumes ?? [])
      .flatMap((volume) =>
        volume.startsWith('${') || volume.startsWith('/') ? [] : [volume.split(':')[0] ?? ''],
      );
    for (const source of sources) {
      if (source.startsWith('./')) expect(existsSync(join(infra, source)), source).toBe(true);
      else expect(Object.keys(volumes)).toContain(source);
    }
  });

  test('no secret stands in the file', () => {
    const text = textOf('infra/compose.yaml');
    const secrets = [...text.matchAll(/^\s*\w*(?:PASSWORD|SECRET\w*|AUTH):\s*(.+)$/gm)].map(
      ([, value]) => value,
    );
    expect(secrets.length).toBeGreaterThan(2);
    for (const value of secrets) expect(value).toMatch(/^\$\{[A-Z0-9_]+:\?/);
  });
});
