/** The catalogue of error codes. Each has an entry in docs/errors.md; a test checks both ways. */

export type ErrorKind =
  | 'InputError'
  | 'ResourceError'
  | 'ToolError'
  | 'TransientError'
  | 'CancelledError'
  | 'DefectError';

/** kind decides who acts and whether a retry can help; exitCode is the command's, see DESIGN §4. */
const catalogue = {
  USAGE: { kind: 'InputError', exitCode: 2 },
  PARAMETER_INVALID: { kind: 'InputError', exitCode: 2 },
  INPUT_NOT_FOUND: { kind: 'InputError', exitCode: 3 },
  INPUT_NOT_READABLE: { kind: 'InputError', exitCode: 3 },
  FILE_UNKNOWN: { kind: 'InputError', exitCode: 3 },
  VCF_NOT_VCF: { kind: 'InputError', exitCode: 3 },
  VCF_VERSION_UNSUPPORTED: { kind: 'InputError', exitCode: 3 },
  VCF_HEADER_MALFORMED: { kind: 'InputError', exitCode: 3 },
  VCF_RECORD_MALFORMED: { kind: 'InputError', exitCode: 3 },
  VCF_TRUNCATED: { kind: 'InputError', exitCode: 3 },
  VCF_SAMPLE_AMBIGUOUS: { kind: 'InputError', exitCode: 3 },
  VCF_SAMPLE_UNKNOWN: { kind: 'InputError', exitCode: 3 },
  VCF_WRONG_BUILD: { kind: 'InputError', exitCode: 3 },
  VCF_CONTIGS_UNKNOWN: { kind: 'InputError', exitCode: 3 },
  VCF_CSQ_MISSING: { kind: 'InputError', exitCode: 3 },
  HLA_MALFORMED: { kind: 'InputError', exitCode: 3 },
  HLA_EMPTY: { kind: 'InputError', exitCode: 3 },
  HLA_UNSUPPORTED: { kind: 'ResourceError', exitCode: 4 },
  PEPTIDE_MALFORMED: { kind: 'InputError', exitCode: 3 },
  EXPRESSION_MALFORMED: { kind: 'InputError', exitCode: 3 },
  RNA_COUNTS_MALFORMED: { kind: 'InputError', exitCode: 3 },
  COPY_NUMBER_MALFORMED: { kind: 'InputError', exitCode: 3 },
  HLA_LOSS_MALFORMED: { kind: 'InputError', exitCode: 3 },
  KNOWN_EPITOPES_MALFORMED: { kind: 'InputError', exitCode: 3 },
  DRIVERS_MALFORMED: { kind: 'InputError', exitCode: 3 },
  NORMAL_EXPRESSION_MALFORMED: { kind: 'InputError', exitCode: 3 },
  FUSIONS_MALFORMED: { kind: 'InputError', exitCode: 3 },
  JUNCTIONS_MALFORMED: { kind: 'InputError', exitCode: 3 },
  EPITOPES_MALFORMED: { kind: 'InputError', exitCode: 3 },
  SAMPLESHEET_MALFORMED: { kind: 'InputError', exitCode: 3 },
  DECISIONS_MALFORMED: { kind: 'InputError', exitCode: 3 },
  DECISION_UNMATCHED: { kind: 'InputError', exitCode: 3 },
  ANNOTATION_MALFORMED: { kind: 'InputError', exitCode: 3 },
  FASTA_MALFORMED: { kind: 'InputError', exitCode: 3 },
  GENES_UNKNOWN: { kind: 'InputError', exitCode: 3 },
  REFERENCE_MISSING: { kind: 'ResourceError', exitCode: 4 },
  REFERENCE_MALFORMED: { kind: 'ResourceError', exitCode: 4 },
  REFERENCE_DIGEST_MISMATCH: { kind: 'ResourceError', exitCode: 4 },
  PREDICTOR_UNKNOWN: { kind: 'ResourceError', exitCode: 4 },
  MODEL_MISSING: { kind: 'ResourceError', exitCode: 4 },
  MODEL_DIGEST_MISMATCH: { kind: 'ResourceError', exitCode: 4 },
  TOOL_NOT_FOUND: { kind: 'ToolError', exitCode: 5 },
  TOOL_FAILED: { kind: 'ToolError', exitCode: 5 },
  TOOL_OUTPUT_UNREADABLE: { kind: 'ToolError', exitCode: 5 },
  TOOL_OUTPUT_INCOMPLETE: { kind: 'ToolError', exitCode: 5 },
  TOOL_VERSION_UNKNOWN: { kind: 'ToolError', exitCode: 5 },
  STORE_UNAVAILABLE: { kind: 'TransientError', exitCode: 5 },
  STORE_OBJECT_MISSING: { kind: 'TransientError', exitCode: 5 },
  STORE_OBJECT_CORRUPT: { kind: 'TransientError', exitCode: 5 },
  QUEUE_UNAVAILABLE: { kind: 'TransientError', exitCode: 5 },
  WORKER_LOST: { kind: 'TransientError', exitCode: 5 },
  OMISSIONS_PAST_LIMIT: { kind: 'InputError', exitCode: 6 },
  RUN_UNKNOWN: { kind: 'InputError', exitCode: 3 },
  CANDIDATE_UNKNOWN: { kind: 'InputError', exitCode: 3 },
  OUTPUT_NOT_WRITABLE: { kind: 'InputError', exitCode: 3 },
  REQUEST_MALFORMED: { kind: 'InputError', exitCode: 2 },
  REQUEST_TOO_LARGE: { kind: 'InputError', exitCode: 3 },
  QUEUE_NOT_FOUND: { kind: 'ResourceError', exitCode: 4 },
  MEDIA_TYPE_UNSUPPORTED: { kind: 'InputError', exitCode: 2 },
  ROUTE_UNKNOWN: { kind: 'InputError', exitCode: 2 },
  METHOD_NOT_ALLOWED: { kind: 'InputError', exitCode: 2 },
  RATE_LIMITED: { kind: 'TransientError', exitCode: 5 },
  IDEMPOTENCY_KEY_REUSED: { kind: 'InputError', exitCode: 2 },
  UPLOAD_UNKNOWN: { kind: 'InputError', exitCode: 3 },
  UPLOAD_MISMATCH: { kind: 'InputError', exitCode: 3 },
  RUN_IN_PROGRESS: { kind: 'InputError', exitCode: 3 },
  RUN_NOT_COMPLETE: { kind: 'InputError', exitCode: 3 },
  RESULT_UNKNOWN: { kind: 'InputError', exitCode: 3 },
  UNAUTHENTICATED: { kind: 'InputError', exitCode: 3 },
  FORBIDDEN: { kind: 'InputError', exitCode: 3 },
  KEY_UNKNOWN: { kind: 'InputError', exitCode: 3 },
  WEBHOOK_REFUSED: { kind: 'InputError', exitCode: 3 },
  SERVER_UNREACHABLE: { kind: 'TransientError', exitCode: 5 },
  SERVER_ANSWER_UNREADABLE: { kind: 'ToolError', exitCode: 5 },
  AUDIT_LOG_BROKEN: { kind: 'ResourceError', exitCode: 4 },
  CANCELLED: { kind: 'CancelledError', exitCode: 130 },
  LEDGER_UNBALANCED: { kind: 'DefectError', exitCode: 1 },
  ARTIFACT_INVALID: { kind: 'DefectError', exitCode: 1 },
  INVARIANT_BROKEN: { kind: 'DefectError', exitCode: 1 },
} as const satisfies Record<string, { kind: ErrorKind; exitCode: number }>;

export type ErrorCode = keyof typeof catalogue;

export const errorCodes: readonly ErrorCode[] = Object.keys(catalogue).filter(isErrorCode);

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(catalogue, text);
}

/** Where an input is wrong: every part optional, printed as file:line:column (field). */
export interface InputLocation {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly field?: string;
}

interface ErrorOptions {
  /** What to do next, in one or two sentences. */
  readonly fix?: string;
  readonly at?: InputLocation;
  /** Machine-readable facts: expected, found, nearest … Never patient data in operator errors. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** The one error type of the product; `code` is stable, `message` says expected / found / where. */
export class AntigraphError extends Error {
  override readonly name = 'AntigraphError';
  readonly code: ErrorCode;
  readonly kind: ErrorKind;
  readonly exitCode: number;
  readonly fix: string | null;
  readonly at: InputLocation | null;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.kind = catalogue[code].kind;
    this.exitCode = catalogue[code].exitCode;
    this.fix = options.fix ?? null;
    this.at = options.at ?? null;
    this.details = options.details ?? {};
  }
}

/** A DefectError: our own invariant broke. */
export function defect(message: string, details: Readonly<Record<string, unknown>> = {}): AntigraphError {
  return new AntigraphError('INVARIANT_BROKEN', message, { details });
}

/** `file:line:column (field)` with the parts that are known, '' when none is. */
export function formatLocation(at: InputLocation | null): string {
  if (at === null) return '';
  const place = [at.file, at.line, at.column].filter((part) => part !== undefined).join(':');
  return at.field === undefined ? place : `${place} (${at.field})`.trim();
}
