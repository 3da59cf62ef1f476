/** Pieces of the routes' schemas that are checked, and described in /openapi.json. */
import { z } from 'zod';
import { problemSchema } from '../../schemas/api.js';
import { runIdSchema } from '../../schemas/tasks.js';

/** What the statuses mean here; a route names those that it can end with beside the usual. */
const meanings = {
  400: 'The request is not of the form that the route takes.',
  401: 'No API key, or one that opens nothing.',
  403: 'The key has not the role.',
  404: 'There is no such thing, or it is another tenant’s.',
  409: 'The run is in a state that does not allow it.',
  415: 'The route does not take a body of this Content-Type.',
  413: 'The body is larger than the route takes.',
  422: 'Well-formed, but wrong in what it says: the code names what.',
  429: 'Too many requests; Retry-After says when to go on.',
  500: 'A defect of antigraph.',
  503: 'Store or queue cannot be reached; Retry-After says when to try again.',
} as const;
type Status = keyof typeof meanings;

const usual: readonly Status[] = [400, 401, 403, 429, 500, 503];

function problems(statuses: readonly Status[], schema: z.ZodType = problemSchema) {
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: meanings[status],
        content: { 'application/problem+json': { schema } },
      },
    ]),
  );
}

/** Response schemas of a route that needs a key: its own, the problems it names, and the usual ones, which handlers throw and never send. */
export function answers<Own extends Readonly<Record<number, unknown>>>(own: Own, ...others: Status[]): Own {
  // What may be too large has a body, and a body has a type.
  const ofBody = others.includes(413) ? ([415] as const) : [];
  return { ...problems([...usual, ...ofBody, ...others]), ...own };
}

/** As answers, of a route that anybody may call. */
export function publicAnswers<Own extends Readonly<Record<number, unknown>>>(
  own: Own,
  ...others: Status[]
): Own {
  return { ...problems([400, 429, 500, 503, ...others]), ...own };
}

/** WES 1.1 `ErrorResponse` has these two; a problem has the rest. */
const wesProblemSchema = problemSchema
  .extend({ msg: z.string(), status_code: z.number().int() })
  .meta({ id: 'WesProblem' });

/** As answers, of a route of WES. */
export function wesAnswers<Own extends Readonly<Record<number, unknown>>>(
  own: Own,
  ...others: Status[]
): Own {
  const ofBody = others.includes(413) ? ([415] as const) : [];
  return { ...problems([...usual, ...ofBody, ...others], wesProblemSchema), ...own };
}

/** A body that is not JSON. */
export function bytesAnswer(
  description: string,
  type: string,
): {
  readonly description: string;
  readonly content: Readonly<Record<string, { readonly schema: z.ZodType }>>;
} {
  return { description, content: { [type]: { schema: z.string().meta({ format: 'binary' }) } } };
}

/** A stream of server-sent events, as each of them is read. */
export function eventsAnswer(description: string): {
  readonly description: string;
  readonly content: Readonly<Record<string, { readonly schema: z.ZodType }>>;
} {
  const event = z.object({
    event: z.string(),
    data: z.string().describe('JSON of a ProgressEvent.'),
    id: z.string().optional(),
  });
  return { description, content: { 'text/event-stream': { schema: event } } };
}

/** An answer without a body: documented as one by a schema of null. */
export function emptyAnswer(description: string) {
  return z.null().describe(description);
}

export const runParams = z.object({ id: runIdSchema.describe('As given when the run was handed in.') });

/** Headers of a route whose answer has an entity tag. */
export const conditionalHeaders = z.object({ 'if-none-match': z.string().max(1000).optional() });
