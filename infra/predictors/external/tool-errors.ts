import { AntigraphError } from '../../../schemas/errors.js';

/** An output that is not as its tool documents it; `line` is 1-based. */
export function unreadable(
  title: string,
  message: string,
  at: { readonly file: string; readonly line?: number; readonly field?: string },
): AntigraphError {
  return new AntigraphError('TOOL_OUTPUT_UNREADABLE', `${title}: ${message}`, {
    at,
    fix: 'Give the file as the tool wrote it, whole and not edited. docs/predictors.md lists the formats and columns that are read.',
  });
}

/** Whether a version is one of those known or a longer name of one: '4.1b' belongs to '4.1', '4.10' does not. */
export function isKnownVersion(known: readonly string[], version: string): boolean {
  return known.some((prefix) => version.startsWith(prefix) && !/^\d/.test(version.slice(prefix.length)));
}

/** The version, if its output is known to be read rightly. @throws TOOL_VERSION_UNKNOWN */
export function knownVersion(
  tool: { readonly title: string; readonly versions: readonly string[] },
  version: string,
  origin: string,
): string {
  if (isKnownVersion(tool.versions, version)) return version;
  throw new AntigraphError(
    'TOOL_VERSION_UNKNOWN',
    `${tool.title}: expected version ${tool.versions.join(' or ')}, found ${version}`,
    {
      at: { file: origin },
      fix: 'Columns may mean something else in another version, so nothing is read. Use one of the versions named.',
      details: { expected: tool.versions, found: version },
    },
  );
}
