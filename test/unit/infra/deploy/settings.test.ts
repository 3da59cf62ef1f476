import { expect, test } from 'vitest';
import { filesBelow, namesIn, sourceFiles, textOf } from '../../../support/deploy-files.js';

// Not followed by '=': a name in a shell example is one, a prefix such as ANTIGRAPH_OIDC_* is none.
const variable = /\bANTIGRAPH_[A-Z0-9]+(?:_[A-Z0-9]+)*\b(?!_)/g;
const deployFiles = [
  'infra/Dockerfile',
  'infra/compose.yaml',
  ...filesBelow('infra/helm', '.yaml', '.tpl'),
  'docs/operations.md',
];
const inCode = namesIn(sourceFiles(), variable);
/** The program's own place in the compose file's settings: which image to take. */
const composeOnly = ['ANTIGRAPH_TAG'];

test('every setting that a deployment or the operations page names is read by the code', () => {
  const named = namesIn(deployFiles, variable).filter((name) => !composeOnly.includes(name));
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter((name) => !inCode.includes(name))).toEqual([]);
});

test('every setting that the code reads is documented', () => {
  const documented = namesIn([...filesBelow('docs', '.md'), 'README.md', 'CONTRIBUTING.md'], variable);
  expect(inCode.filter((name) => !documented.includes(name))).toEqual([]);
});

test('the settings of the compose file are those of its example of an environment file', () => {
  const used = [...textOf('infra/compose.yaml').matchAll(/\$\{([A-Z0-9_]+)/g)].map(([, name]) => name);
  const offered = [...textOf('infra/compose.env.example').matchAll(/^([A-Z0-9_]+)=/gm)].map(
    ([, name]) => name,
  );
  expect([...new Set(used)].filter((name) => !composeOnly.includes(name ?? '')).sort()).toEqual(
    offered.sort(),
  );
});
