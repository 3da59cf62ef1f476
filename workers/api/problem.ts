/** Errors as answers: the one place where an error becomes an HTTP status and an RFC 9457 problem. */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { Problem } from '../../schemas/api.js';
import { AntigraphError, type ErrorCode, type ErrorKind } from '../../schemas/errors.js';

/** RFC 9110 §15: 4xx where the caller can mend it, 5xx where not. 422: well-formed, and wrong in what it says (§15.5.21). */
const statusOfKind: Readonly<Record<ErrorKind, number>> = {
  InputError: 422,
  // A submission names references and alleles, so what the service does not have is for the submitter to choose anew.
  ResourceError: 422,
  ToolError: 502,
  TransientError: 503,
  CancelledError: 409,
  DefectError: 500,
};

const statusOfCode: { readonly [Code in ErrorCode]?: number } = {
  USAGE: 400,
  REQUEST_MALFORMED: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  RUN_UNKNOWN: 404,
  UPLOAD_UNKNOWN: 404,
  RESULT_UNKNOWN: 404,
  KEY_UNKNOWN: 404,
  ROUTE_UNKNOWN: 404,
  METHOD_NOT_ALLOWED: 405,
  RUN_IN_PROGRESS: 409,
  RUN_NOT_COMPLETE: 409,
  REQUEST_TOO_LARGE: 413,
  MEDIA_TYPE_UNSUPPORTED: 415,
  RATE_LIMITED: 429,
};

/** What an error of the kind is, in a few words; the same for every error of it (RFC 9457 §3.1.3). */
const titleOfKind: Readonly<Record<ErrorKind, string>> = {
  InputError: 'The request or a file in it is wrong',
  ResourceError: 'A reference, model or allele is not available',
  ToolError: 'An external predictor failed',
  TransientError: 'The service cannot answer for the moment',
  CancelledError: 'The run was stopped',
  DefectError: 'A defect of antigraph',
};

/** Seconds after which to try again (RFC 9110 §10.2.3); our stores and queues are back or failed over by then. */
const retryAfterSeconds = 5;

export function statusOf(error: AntigraphError): number {
  return statusOfCode[error.code] ?? statusOfKind[error.kind];
}

/** What a caller is told. Of a defect only that it is one: its message may name what is inside. */
export function problemOf(error: AntigraphError, requestId: string): Problem {
  const isDefect = error.kind === 'DefectError';
  return {
    type: `urn:antigraph:error:${error.code}`,
    title: titleOfKind[error.kind],
    status: statusOf(error),
    detail: isDefect ? 'Something inside the service broke; it is not the request.' : error.message,
    code: error.code,
    fix: isDefect ? `Tell who runs the service the request id ${requestId}.` : error.fix,
    at: error.at,
    requestId,
  };
}

/** Whatever was thrown, as an error of ours. */
export function errorOf(thrown: unknown): AntigraphError {
  if (thrown instanceof AntigraphError) return thrown;
  if (hasZodFastifySchemaValidationErrors(thrown)) {
    const [issue] = thrown.validation;
    const field = (issue?.instancePath ?? '').replace(/^\//, '').replaceAll('/', '.');
    const place = [thrown.validationContext, field].filter((part) => part).join(': ');
    return malformed(
      `${place}: ${issue?.message ?? thrown.message}`,
      field === '' ? undefined : field,
      thrown,
    );
  }
  const status = statusCodeOf(thrown);
  if (status === 413) return tooLarge('the body is larger than this route takes', thrown);
  if (status === 415) return mediaTypeUnsupported(thrown);
  if (status !== null && status >= 400 && status < 500)
    return malformed(messageOf(thrown), undefined, thrown);
  return new AntigraphError('INVARIANT_BROKEN', messageOf(thrown), { cause: thrown });
}

function mediaTypeUnsupported(cause: unknown): AntigraphError {
  return new AntigraphError('MEDIA_TYPE_UNSUPPORTED', 'the route does not take a body of this Content-Type', {
    fix: 'GET /openapi.json says what each route takes: application/json almost everywhere.',
    cause,
  });
}

/** @returns REQUEST_TOO_LARGE */
export function tooLarge(message: string, cause?: unknown): AntigraphError {
  return new AntigraphError('REQUEST_TOO_LARGE', message, {
    fix: 'Send files by POST /api/v1/uploads or a presigned address; GET /openapi.json names the limits.',
    cause,
  });
}

/** @returns REQUEST_MALFORMED */
export function malformed(message: string, field?: string, cause?: unknown): AntigraphError {
  return new AntigraphError('REQUEST_MALFORMED', message, {
    fix: 'GET /openapi.json describes what each route takes.',
    ...(field === undefined ? {} : { at: { field } }),
    cause,
  });
}

/** @returns RESULT_UNKNOWN */
export function unknownTask(task: string): AntigraphError {
  return new AntigraphError('RESULT_UNKNOWN', `the run has no task ${task}`, {
    fix: 'GET /ga4gh/wes/v1/runs/{run_id}/tasks lists those of a complete run.',
  });
}

/** @returns RUN_IN_PROGRESS */
export function runInProgress(run: string, state: string): AntigraphError {
  return new AntigraphError('RUN_IN_PROGRESS', `${run} is ${state}`, {
    fix: 'Cancel it by POST /api/v1/runs/{id}/cancel, and wait until it is cancelled.',
  });
}

/** Well-formed, and not what the field can hold. @returns PARAMETER_INVALID */
export function invalid(message: string, field: string, cause?: unknown): AntigraphError {
  return new AntigraphError('PARAMETER_INVALID', message, {
    at: { field },
    fix: 'GET /openapi.json describes the field.',
    cause,
  });
}

function statusCodeOf(thrown: unknown): number | null {
  const isError = (value: unknown): value is Partial<FastifyError> => value instanceof Error;
  return isError(thrown) ? (thrown.statusCode ?? null) : null;
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Answers with the problem; WES (1.1, `ErrorResponse`) wants `msg` and `status_code` beside it. */
export async function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  error: AntigraphError,
): Promise<FastifyReply> {
  const problem = problemOf(error, request.id);
  reply.code(problem.status).header('cache-control', 'no-store');
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="antigraph"');
  const waitMs = error.details['waitMs'];
  if (typeof waitMs === 'number') reply.header('retry-after', Math.max(1, Math.ceil(waitMs / 1000)));
  else if (error.kind === 'TransientError') reply.header('retry-after', retryAfterSeconds);
  const isWes = request.url.startsWith('/ga4gh/');
  const body = isWes ? { ...problem, msg: problem.detail, status_code: problem.status } : problem;
  return reply.type('application/problem+json').serializer(JSON.stringify).send(body);
}
