/** The reference bundles that a service offers: every bundle in one folder, by its name and by its digest. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AntigraphError } from '../../schemas/errors.js';
import { nearest } from '../../schemas/nearest.js';
import type { ReferenceSummary } from '../../schemas/reference.js';
import { openReferenceFile } from '../reference/open-reference.js';

export interface OfferedReference {
  readonly path: string;
  readonly digest: string;
  readonly summary: ReferenceSummary;
}

export interface ReferenceShelf {
  /** Sorted by name, then digest; a bundle put into the folder is offered without a restart. */
  list(): readonly OfferedReference[];
  /** By name or digest. @throws REFERENCE_MISSING where there is none, or several of that name */
  find(nameOrDigest: string): OfferedReference;
  /** Files of the folder that are no readable bundle, and why. */
  refused(): readonly { readonly path: string; readonly error: AntigraphError }[];
}

type Looked = { readonly offered: OfferedReference } | { readonly error: AntigraphError };

/** null: the service has no references, and takes only submissions whose VCF brings its own annotation. */
export function referenceShelf(folder: string | null): ReferenceShelf {
  // A bundle keeps its file open, so each is opened once; a file that was replaced has another time or size.
  const known = new Map<string, { readonly stamp: string; readonly looked: Looked }>();
  const look = (path: string): Looked => {
    const { mtimeMs, size, ino } = statSync(path);
    const stamp = `${mtimeMs} ${size} ${ino}`;
    const earlier = known.get(path);
    if (earlier?.stamp === stamp) return earlier.looked;
    const looked = open(path);
    known.set(path, { stamp, looked });
    return looked;
  };
  const all = () => filesOf(folder).map((path) => ({ path, looked: look(path) }));
  const list = () =>
    all()
      .flatMap(({ looked }) => ('offered' in looked ? [looked.offered] : []))
      .sort(byNameThenDigest);
  return {
    list,
    find(nameOrDigest) {
      const offered = list();
      const found = offered.filter(
        ({ digest, summary }) => digest === nameOrDigest || summary.name === nameOrDigest,
      );
      const digests = [...new Set(found.map(({ digest }) => digest))];
      const [only] = found;
      if (only !== undefined && digests.length === 1) return only;
      if (digests.length > 1) throw ambiguous(nameOrDigest, digests);
      throw missing(nameOrDigest, offered);
    },
    refused: () =>
      all().flatMap(({ path, looked }) => ('error' in looked ? [{ path, error: looked.error }] : [])),
  };
}

function open(path: string): Looked {
  try {
    const { digest, summary } = openReferenceFile(path);
    return { offered: { path, digest, summary } };
  } catch (error) {
    if (error instanceof AntigraphError) return { error };
    throw error;
  }
}

/** @throws REFERENCE_MISSING where the folder cannot be read */
function filesOf(folder: string | null): readonly string[] {
  if (folder === null) return [];
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
      .filter(({ name }) => !name.endsWith('.partial'))
      .map(({ name }) => join(folder, name));
  } catch (cause) {
    throw new AntigraphError('REFERENCE_MISSING', `the folder of references ${folder} cannot be read`, {
      fix: 'Name a folder of bundles with --references or ANTIGRAPH_REFERENCES.',
      at: { file: folder },
      cause,
    });
  }
}

function byNameThenDigest(a: OfferedReference, b: OfferedReference): number {
  const [left, right] = [`${a.summary.name} ${a.digest}`, `${b.summary.name} ${b.digest}`];
  return left < right ? -1 : left > right ? 1 : 0;
}

function missing(wanted: string, offered: readonly OfferedReference[]): AntigraphError {
  const names = [...new Set(offered.map(({ summary }) => summary.name))];
  return new AntigraphError('REFERENCE_MISSING', `this service offers no reference '${wanted}'`, {
    at: { field: 'reference' },
    fix:
      names.length === 0
        ? 'It offers none: who runs it puts bundles into the folder of --references.'
        : `Nearest: ${nearest(wanted, names, 1).join()}. Offered: ${names.join(', ')}.`,
    details: { offered: names },
  });
}

function ambiguous(wanted: string, digests: readonly string[]): AntigraphError {
  return new AntigraphError(
    'REFERENCE_MISSING',
    `this service offers ${digests.length} references '${wanted}'`,
    {
      at: { field: 'reference' },
      fix: `Name one by its digest: ${digests.join(', ')}.`,
    },
  );
}
