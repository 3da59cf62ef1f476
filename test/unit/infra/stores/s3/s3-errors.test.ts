import { S3ServiceException } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { isAbsent, isConditionFailed, s3Error } from '../../../../../infra/stores/s3/s3-errors.js';
import { parseS3Location } from '../../../../../infra/stores/s3-location.js';
import { AntigraphError } from '../../../../../schemas/errors.js';

const location = parseS3Location('s3://lab/place', 'lab/place', { XDG_CACHE_HOME: '/cache' });

function answer(name: string, httpStatusCode: number): S3ServiceException {
  return new S3ServiceException({ name, message: name, $fault: 'client', $metadata: { httpStatusCode } });
}

describe('what S3 answers, as errors', () => {
  // Names and statuses: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
  it.each([
    ['NoSuchBucket', 404, 'bucket', 'Make the bucket lab'],
    ['InvalidAccessKeyId', 403, 'credentials', 'AWS_ACCESS_KEY_ID'],
    ['ExpiredToken', 400, 'credentials', 'AWS_SESSION_TOKEN'],
    ['AccessDenied', 403, 'rights', 's3:ListBucket'],
    ['PermanentRedirect', 301, 'region', 'AWS_REGION'],
    ['AuthorizationHeaderMalformed', 400, 'region', 'AWS_REGION'],
    ['RequestTimeTooSkewed', 403, 'clock', 'clock'],
    ['SlowDown', 503, 'busy', 'again later'],
    ['InternalError', 500, 'busy', 'again later'],
    ['KMS.DisabledException', 400, 'key', 'ANTIGRAPH_S3_KMS_KEY_ID'],
    ['EntityTooLarge', 400, 'other', 'antigraph doctor'],
  ])('%s (%i) is about the %s, and says what to do', (name, status, reason, fix) => {
    const error = s3Error(answer(name, status), location);
    expect(error).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      kind: 'TransientError',
      details: { reason, status, name },
      fix: expect.stringContaining(fix),
    });
    expect(error.message).toContain('s3://lab/place');
  });

  it('leaves an error of ours as it is', () => {
    const ours = new AntigraphError('STORE_OBJECT_MISSING', 'gone');
    expect(s3Error(ours, location)).toBe(ours);
  });

  it('tells an absent object from an absent bucket, and from a user that is not known', () => {
    expect(isAbsent(answer('NoSuchKey', 404))).toBe(true);
    expect(isAbsent(answer('NotFound', 404))).toBe(true);
    expect(isAbsent(answer('NoSuchBucket', 404))).toBe(false);
    expect(isAbsent(answer('XAdminUserNotFound', 404))).toBe(false);
    expect(isAbsent(new Error('ENOTFOUND'))).toBe(false);
  });

  it('knows the two answers to a put whose condition did not hold', () => {
    expect(isConditionFailed(answer('PreconditionFailed', 412))).toBe(true);
    expect(isConditionFailed(answer('ConditionalRequestConflict', 409))).toBe(true);
    expect(isConditionFailed(answer('OperationAborted', 409))).toBe(false);
  });
});
