import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { filesBelow, textOf, yamlOf } from '../../../support/deploy-files.js';

const chart = 'infra/helm/antigraph';
const packageSchema = z.object({
  version: z.string(),
  files: z.array(z.string()),
  engines: z.object({ node: z.string() }),
});
const product = packageSchema.parse(JSON.parse(textOf('package.json')));
const dockerfile = textOf('infra/Dockerfile');

describe('infra/Dockerfile', () => {
  test('takes a Node of a fixed version that the product supports', () => {
    const [, major, minor] = /^ARG NODE_IMAGE=node:(\d+)\.(\d+)\.\d+-bookworm-slim$/m.exec(dockerfile) ?? [];
    const [, neededMajor = '0', neededMinor = '0'] = /^>=(\d+)\.(\d+)$/.exec(product.engines.node) ?? [];
    expect(Number(major) * 1000 + Number(minor)).toBeGreaterThanOrEqual(
      Number(neededMajor) * 1000 + Number(neededMinor),
    );
  });

  test('runs as a numbered user that is not root, so that Kubernetes can check it', () => {
    expect(dockerfile.match(/^USER (\d+):\d+$/m)?.[1]).toBe('65532');
  });

  test('holds everything that the package is made of', () => {
    for (const folder of product.files) expect(dockerfile).toContain(`/src/${folder} ./${folder}`);
  });

  test('is built from a context that patient files in the folder cannot get into', () => {
    const [first] = textOf('infra/Dockerfile.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(first).toBe('*');
  });
});

describe('the chart', () => {
  test('is of the version of the product', () => {
    const info = z
      .object({ version: z.string(), appVersion: z.string() })
      .parse(yamlOf(`${chart}/Chart.yaml`)[0]);
    expect(info).toEqual(expect.objectContaining({ version: product.version, appVersion: product.version }));
  });

  test('uses every value it offers, and offers every value it uses', () => {
    const templates = filesBelow(`${chart}/templates`, '.yaml', '.tpl')
      .map(textOf)
      .join('\n')
      // Names for parts of the values, as the templates give them.
      .replaceAll('$policy.', '.Values.networkPolicy.')
      .replace(/\{\{- with \.Values\.api\.ingress \}\}[\s\S]*$/m, (rest) =>
        rest.replaceAll(
          /(?<=[{ (])\.(enabled|className|host|tlsSecret|annotations)\b/g,
          '.Values.api.ingress.$1',
        ),
      );
    const used = new Set(
      [...templates.matchAll(/\.Values\.([A-Za-z.]+[A-Za-z])/g)].map(([, path]) => path ?? ''),
    );
    const offered = leavesOf(yamlOf(`${chart}/values.yaml`)[0], '');
    const covers = (path: string, other: string) => other === path || other.startsWith(`${path}.`);
    expect(offered.filter((leaf) => ![...used].some((path) => covers(path, leaf)))).toEqual([]);
    expect([...used].filter((path) => !offered.some((leaf) => covers(path, leaf)))).toEqual([]);
  });

  test('gives pods longer to end than workers take to drain', () => {
    expect(textOf(`${chart}/templates/worker.yaml`)).toContain(
      'terminationGracePeriodSeconds: {{ add .Values.worker.drainSeconds 15 }}',
    );
  });

  test('holds no secret: they are mounted or read by reference, from secrets that exist already', () => {
    const templates = filesBelow(`${chart}/templates`, '.yaml', '.tpl').map(textOf).join('\n');
    expect(templates).not.toMatch(/kind: Secret\b/);
    const named = templates.match(/name: \w*(?:PASSWORD|SECRET)\w*/g) ?? [];
    expect([...new Set(named)]).toEqual(['name: ANTIGRAPH_REDIS_PASSWORD_FILE']);
  });
});

/** Paths of what is no map with something in it. */
function leavesOf(value: unknown, path: string): readonly string[] {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  const entries = isMap ? Object.entries(value) : [];
  if (entries.length === 0) return [path];
  return entries.flatMap(([key, inner]) => leavesOf(inner, path === '' ? key : `${path}.${key}`));
}
