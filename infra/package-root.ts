import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { AntigraphError } from '../schemas/errors.js';

const packageFile = z.object({ name: z.string() });

let found: string | null = null;

/**
 * The directory that holds antigraph's package.json, from which bundled models and examples are read.
 * Found by walking up from this file, because the code runs both from source and from dist/.
 */
export function packageRoot(): string {
  found ??= search(dirname(fileURLToPath(import.meta.url)));
  return found;
}

function search(start: string): string {
  let directory = start;
  for (;;) {
    const file = join(directory, 'package.json');
    if (existsSync(file)) {
      const parsed = packageFile.safeParse(JSON.parse(readFileSync(file, 'utf8')));
      if (parsed.success && parsed.data.name === 'antigraph') return directory;
    }
    const parent = dirname(directory);
    if (parent === directory) break;
    directory = parent;
  }
  throw new AntigraphError(
    'MODEL_MISSING',
    `no package.json named "antigraph" was found above ${start}: the installation is incomplete`,
    { fix: 'Install the whole package; models/ must lie beside package.json.' },
  );
}
