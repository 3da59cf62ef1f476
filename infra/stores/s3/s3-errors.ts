/** What an S3 server or the way to it answers, as errors that say what to do. */
import { S3ServiceException } from '@aws-sdk/client-s3';
import { AntigraphError } from '../../../schemas/errors.js';
import { type S3Location, s3LocationText } from '../s3-location.js';

/** HTTP status of an answer; null: there was none. */
export function statusOf(error: unknown): number | null {
  return error instanceof S3ServiceException ? (error.$metadata.httpStatusCode ?? null) : null;
}

/** A condition of the request did not hold: something is there already (412), or somebody is writing it right now (409). */
export function isConditionFailed(error: unknown): boolean {
  return statusOf(error) === 412 || isConflict(error);
}

function isConflict(error: unknown): boolean {
  return error instanceof S3ServiceException && error.name === 'ConditionalRequestConflict';
}

/** NotFound: the answer to HEAD, which has no body to say more. */
const absentNames = new Set(['NoSuchKey', 'NoSuchVersion', 'NoSuchUpload', 'NotFound']);

/** There is no such object; a bucket or a user that is not there is another thing. */
export function isAbsent(error: unknown): boolean {
  return statusOf(error) === 404 && absentNames.has(nameOf(error));
}

/** The error a caller sees. Transient whatever the cause: a run waits out what an operator puts right. */
export function s3Error(error: unknown, location: S3Location): AntigraphError {
  if (error instanceof AntigraphError) return error;
  const { reason, fix } = reasonOf(error, location);
  const place = location.endpoint === null ? '' : ` at ${location.endpoint}`;
  return new AntigraphError(
    'STORE_UNAVAILABLE',
    `the store ${s3LocationText(location)}${place} cannot be used: ${describe(error)}`,
    { fix, details: { reason, status: statusOf(error), name: nameOf(error) }, cause: error },
  );
}

interface Reason {
  readonly reason: string;
  readonly fix: string;
}

const credentialNames = new Set([
  'CredentialsProviderError',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'ExpiredToken',
  'InvalidToken',
  'TokenRefreshRequired',
  'InvalidClientTokenId',
  // VersityGW's word for InvalidAccessKeyId.
  'XAdminUserNotFound',
]);
const regionNames = new Set([
  'PermanentRedirect',
  'AuthorizationHeaderMalformed',
  'IllegalLocationConstraintException',
]);
const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'EPIPE',
  'EPROTO',
]);

function reasonOf(error: unknown, location: S3Location): Reason {
  const name = nameOf(error);
  const status = statusOf(error);
  if (name === 'NoSuchBucket')
    return {
      reason: 'bucket',
      fix: `Make the bucket ${location.bucket}, or name another: --store s3://BUCKET/PREFIX or ANTIGRAPH_STORE; check ANTIGRAPH_S3_ENDPOINT.`,
    };
  if (credentialNames.has(name) || status === 401)
    return {
      reason: 'credentials',
      fix: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN for temporary keys), AWS_PROFILE, or give the machine a role.',
    };
  if (name.startsWith('KMS'))
    return {
      reason: 'key',
      fix: 'Check ANTIGRAPH_S3_KMS_KEY_ID: the key must be enabled, of this region, and allow kms:GenerateDataKey and kms:Decrypt.',
    };
  if (name === 'RequestTimeTooSkewed')
    return { reason: 'clock', fix: "Set this machine's clock: it differs too much from the server's." };
  if (regionNames.has(name) || status === 301 || message(error).includes('Region is missing'))
    return { reason: 'region', fix: 'Set AWS_REGION to the region of the bucket.' };
  if (status === 403)
    return {
      reason: 'rights',
      fix: `Allow these credentials s3:GetObject, s3:PutObject, s3:DeleteObject and s3:ListBucket on ${s3LocationText(location)}; without s3:ListBucket an absent object reads as forbidden. To delete patients also s3:GetBucketVersioning, s3:ListBucketVersions and s3:DeleteObjectVersion.`,
    };
  if (status !== null && (status >= 500 || status === 429))
    return {
      reason: 'busy',
      fix: 'The server is overloaded or restarting: run again later; nothing is lost.',
    };
  if (status === null && (networkCodes.has(codeOf(error)) || isTimeout(name)))
    return {
      reason: 'endpoint',
      fix: `Check that ${location.endpoint ?? 'the S3 endpoint of the region'} can be reached from here: ANTIGRAPH_S3_ENDPOINT, AWS_REGION, the network, HTTPS_PROXY.`,
    };
  return {
    reason: 'other',
    fix: "Run 'antigraph doctor --store s3://BUCKET/PREFIX', and look at the server's log.",
  };
}

function isTimeout(name: string): boolean {
  return name === 'TimeoutError' || name === 'AbortError';
}

function describe(error: unknown): string {
  const parts = [nameOf(error), message(error)].filter((part) => part !== '' && part !== 'Error');
  return [...new Set(parts)].join(': ') || codeOf(error) || 'no answer';
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

function message(error: unknown): string {
  if (error instanceof AggregateError && error.message === '')
    return error.errors.map((inner) => message(inner)).join('; ');
  return error instanceof Error ? error.message : String(error);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
