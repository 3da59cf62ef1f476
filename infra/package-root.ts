import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AntigraphError } from '../schemas/errors.js';

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
      // By hand, not by zod: --version and --help come here, and loading zod would be half of their time.
      const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
      const isOurs =
        typeof parsed === 'object' && parsed !== null && 'name' in parsed && parsed.name === 'antigraph';
      if (isOurs) return directory;
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
