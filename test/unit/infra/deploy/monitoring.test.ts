import { expect, test } from 'vitest';
import { z } from 'zod';
import { namesIn, sourceFiles, textOf, yamlOf } from '../../../support/deploy-files.js';

const files = 'infra/helm/antigraph/files';
const metric = /\bantigraph_[a-z_]+\b/g;

const rulesSchema = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({
          alert: z.string(),
          expr: z.string(),
          labels: z.object({ severity: z.literal(['warning', 'critical']) }),
          annotations: z.object({ summary: z.string(), action: z.string() }),
        }),
      ),
    }),
  ),
});
const rules = rulesSchema.parse(yamlOf(`${files}/rules.yaml`)[0]).groups.flatMap((group) => group.rules);

const dashboardSchema = z.object({
  panels: z.array(
    z.object({
      id: z.number(),
      title: z.string(),
      gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
      targets: z.array(z.object({ expr: z.string() })).min(1),
    }),
  ),
});
const { panels } = dashboardSchema.parse(JSON.parse(textOf(`${files}/dashboard.json`)));

test('every metric that alerts, dashboard and autoscaler ask for is made by the code', () => {
  const made = namesIn(sourceFiles(), metric);
  const asked = namesIn(
    [`${files}/rules.yaml`, `${files}/dashboard.json`, 'infra/helm/antigraph/templates/autoscaling.yaml'],
    metric,
  ).map((name) => name.replace(/_(?:bucket|sum|count)$/, ''));
  expect(asked.length).toBeGreaterThan(5);
  expect([...new Set(asked)].filter((name) => !made.includes(name))).toEqual([]);
});

test('every alert has its line on the operations page, and no other is there', () => {
  const page = textOf('docs/operations.md');
  const section = page.slice(page.indexOf('\n## Alerts'), page.indexOf('\n## A million patients'));
  const described = [...section.matchAll(/`(Antigraph[A-Za-z]+)`/g)].map(([, name]) => name);
  expect(described.sort()).toEqual(rules.map(({ alert }) => alert).sort());
});

test('alerts have names of their own', () => {
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
});

test('no two panels of the dashboard lie on one another', () => {
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)} ${y + Math.floor(cell / w)}`),
  );
  expect(new Set(cells).size).toBe(cells.length);
  expect(panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
});

test('no series is told apart by a tenant, a run or a file', () => {
  const asked = [
    ...rules.map(({ expr }) => expr),
    ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  ];
  expect(asked.filter((expr) => /\b(?:tenant|run|file|patient)\b\s*(?:=|,|\))/.test(expr))).toEqual([]);
});
