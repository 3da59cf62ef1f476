/** Reads the files a deployment is made of, and the names that the code uses. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

const root = join(import.meta.dirname, '..', '..');

export function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Files below a folder whose name ends with one of these, relative to the repository. */
export function filesBelow(folder: string, ...endings: readonly string[]): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => endings.some((ending) => name.endsWith(ending)))
    .map((name) => `${folder}/${name}`)
    .sort();
}

/** The documents of a YAML file; what is not YAML 1.2 fails here with its line. */
export function yamlOf(path: string): readonly unknown[] {
  return parseAllDocuments(textOf(path), { merge: true }).map((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw new Error(`${path}: ${error.message}`);
    return document.toJS() as unknown;
  });
}

/** All distinct matches in these files, sorted. */
export function namesIn(paths: readonly string[], pattern: RegExp): readonly string[] {
  const names = paths.flatMap((path) => textOf(path).match(pattern) ?? []);
  return [...new Set(names)].sort();
}

/** The product's source, where settings are read and figures are made. */
export function sourceFiles(): readonly string[] {
  return ['infra', 'workers'].flatMap((folder) => filesBelow(folder, '.ts'));
}
