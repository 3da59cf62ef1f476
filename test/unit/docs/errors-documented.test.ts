import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { AntigraphError, errorCodes } from '../../../schemas/errors.js';
import { omissionCodes } from '../../../schemas/omissions.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const page = readFileSync(join(root, 'docs', 'errors.md'), 'utf8');
/** Where the codes are defined, which is no use of them. */
const isCatalogue = (folder: string, name: string): boolean =>
  folder.endsWith('schemas') && (name === 'errors.ts' || name === 'omissions.ts');
const product = ['schemas', 'stages', 'pipeline', 'infra', 'workers']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8', withFileTypes: true }),
  )
  .filter(({ name, parentPath }) => name.endsWith('.ts') && !isCatalogue(parentPath, name))
  .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'))
  .join('\n');
const [errorPart = '', omissionPart = ''] = page.split(/^## Omissions$/m);

/** Code → what stands under its heading. */
function entriesOf(text: string): ReadonlyMap<string, string> {
  const parts = text.split(/^### ([A-Z_]+)$/m).slice(1);
  const entries = new Map<string, string>();
  for (let index = 0; index < parts.length; index += 2) {
    const body = (parts[index + 1] ?? '').split(/^## /m, 1)[0] ?? '';
    entries.set(parts[index] ?? '', body.trim());
  }
  return entries;
}

const entries = entriesOf(errorPart);

describe('docs/errors.md', () => {
  it('has an entry for every error code and for no other', () => {
    expect([...entries.keys()].sort()).toEqual([...errorCodes].sort());
  });

  it.each(errorCodes)('states the kind and the exit code that %s has', (code) => {
    const { kind, exitCode } = new AntigraphError(code, '');
    expect(entries.get(code)).toMatch(new RegExp(`^${kind}, exit ${exitCode}\\. `));
  });

  it.each(errorCodes)('gives causes and a fix for %s', (code) => {
    expect(entries.get(code)).toMatch(/^Causes: \S/m);
    expect(entries.get(code)).toMatch(/^Fix: \S/m);
  });

  it.each([...errorCodes, ...omissionCodes])('documents %s, which the product does use', (code) => {
    expect(product.includes(`'${code}'`)).toBe(true);
  });

  it('has a row for every omission code and for no other, each once', () => {
    const rows = [...omissionPart.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, code]) => code);
    expect(rows.sort()).toEqual([...omissionCodes].sort());
  });
});
