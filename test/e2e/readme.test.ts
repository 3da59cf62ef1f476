import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { refreshed, withoutTimings } from '../../scripts/refresh-readme.js';

it("shows in the README's examples what the commands print", () => {
  const text = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  expect(withoutTimings(text)).toBe(withoutTimings(refreshed(text)));
});
