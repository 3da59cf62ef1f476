import { invalid } from './problem.js';

/** A place in a list that callers hand back as they got it: what is in it may change without their noticing. */
export function cursorOf(place: string): string {
  return Buffer.from(place, 'utf8').toString('base64url');
}

/** undefined: from the start. @throws PARAMETER_INVALID for what no page gave */
export function placeOf(cursor: string | undefined, form: RegExp): string | undefined {
  if (cursor === undefined || cursor === '') return undefined;
  const place = Buffer.from(cursor, 'base64url').toString('utf8');
  if (form.test(place)) return place;
  throw invalid('the cursor is not one that this service gave', 'cursor');
}
