/** Errors of a user's policy in words: which name nobody has, and the nearest that somebody has. */
import { nearest } from '../../../schemas/nearest.js';

interface Given {
  readonly code?: string;
  readonly input?: unknown;
}

/** For an enumeration of names. */
export function unknownName(what: string, known: readonly string[]): (issue: Given) => string {
  return ({ input }) =>
    typeof input === 'string'
      ? `there is no ${what} '${input}'; did you mean ${nearest(input, known, 1).join('')}? Known: ${known.join(', ')}`
      : `expected a ${what}: ${known.join(', ')}`;
}

/** For alternatives that their `kind` tells apart. */
export function unknownKind(what: string, kinds: readonly string[]): (issue: Given) => string | undefined {
  return ({ code, input }) => {
    if (code !== 'invalid_union') return undefined;
    const kind = typeof input === 'object' && input !== null && 'kind' in input ? input.kind : undefined;
    return unknownName(`kind of ${what}`, kinds)({ input: kind });
  };
}

/** For an object whose fields are fixed. */
export function unknownField(
  known: readonly string[],
): (issue: Given & { keys?: unknown }) => string | undefined {
  return ({ code, keys }) => {
    if (code !== 'unrecognized_keys' || !Array.isArray(keys)) return undefined;
    return keys.map((key) => unknownName('field', known)({ input: String(key) })).join('; ');
  };
}
