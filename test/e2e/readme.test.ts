import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { comparable, refreshed } from '../../scripts/refresh-readme.js';

it("shows in the README's examples what the commands print", () => {
  const text = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  expect(comparable(text)).toBe(comparable(refreshed(text)));
  // A dozen processes, one after the other.
}, 240_000);
