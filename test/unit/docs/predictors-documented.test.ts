import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pathVariable } from '../../../infra/predictors/external/find-tool.js';
import { externalTools } from '../../../infra/predictors/external/registry.js';
import { bundledPredictors } from '../../../workers/local/open-predictor.js';

const page = readFileSync(new URL('../../../docs/predictors.md', import.meta.url), 'utf8');

describe('docs/predictors.md', () => {
  it.each(externalTools.map((tool) => [tool.name, tool] as const))(
    'tells of %s and how to point to it',
    (name, tool) => {
      expect(page).toContain(`\`${name}\``);
      expect(page).toContain(pathVariable(tool));
    },
  );

  it.each(Object.keys(bundledPredictors))('names the bundled %s', (name) => {
    expect(page).toContain(`\`${name}\``);
  });
});
