/** Errors cross a thread as plain data and are made anew on the other side. */
import { AntigraphError, type ErrorCode, type InputLocation } from '../../schemas/errors.js';

export interface ThreadFailure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly fix: string | null;
  readonly at: InputLocation | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly stack: string | null;
}

/** The error as data; anything that is no AntigraphError is a defect. */
export function describeFailure(error: unknown): ThreadFailure {
  if (error instanceof AntigraphError) {
    const { code, message, fix, at, details, stack } = error;
    return { code, message, fix, at, details, stack: stack ?? null };
  }
  const stack = error instanceof Error ? (error.stack ?? null) : null;
  return {
    code: 'INVARIANT_BROKEN',
    message: error instanceof Error ? error.message : String(error),
    fix: null,
    at: null,
    details: {},
    stack,
  };
}

/** The error that was described. */
export function reviveFailure(failure: ThreadFailure): AntigraphError {
  const { code, message, fix, at, details, stack } = failure;
  const error = new AntigraphError(code, message, {
    ...(fix === null ? {} : { fix }),
    ...(at === null ? {} : { at }),
    details,
  });
  if (stack !== null) error.stack = stack;
  return error;
}
