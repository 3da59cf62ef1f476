import { describe, expect, it } from 'vitest';
import { locationText, parseStoreLocation } from '../../../../infra/stores/store-location.js';

const parse = (text: string, environment: Readonly<Record<string, string>> = {}) =>
  parseStoreLocation(text, { HOME: '/home/ada', XDG_CACHE_HOME: '/cache', ...environment });

describe('parseStoreLocation', () => {
  it.each(['store', '/var/store', './s3:/odd', 'C:\\store', '~/x y'])('takes %s for a folder', (text) => {
    expect(parse(text)).toEqual({ kind: 'folder', path: text });
    expect(locationText(parse(text))).toBe(text);
  });

  it('takes bucket and prefix apart, with AWS as the server', () => {
    expect(parse('s3://lab-bucket/antigraph/prod/')).toEqual({
      kind: 's3',
      bucket: 'lab-bucket',
      prefix: 'antigraph/prod',
      endpoint: null,
      publicEndpoint: null,
      region: null,
      isPathStyle: false,
      encryption: null,
      cache: { folder: '/cache/antigraph/s3', sizeBytes: 4096 * 1024 * 1024 },
      maxAttempts: 5,
    });
    expect(locationText(parse('s3://lab-bucket/antigraph/prod/'))).toBe('s3://lab-bucket/antigraph/prod');
    expect(locationText(parse('s3://lab-bucket'))).toBe('s3://lab-bucket');
  });

  it('reaches another server by path, and gives its signature a region', () => {
    expect(parse('s3://b-1', { ANTIGRAPH_S3_ENDPOINT: 'http://127.0.0.1:7070' })).toMatchObject({
      endpoint: 'http://127.0.0.1:7070',
      region: 'us-east-1',
      isPathStyle: true,
    });
    expect(
      parse('s3://b-1', {
        ANTIGRAPH_S3_ENDPOINT: 'https://s3.example.org',
        ANTIGRAPH_S3_FORCE_PATH_STYLE: 'false',
        AWS_DEFAULT_REGION: 'eu-central-1',
      }),
    ).toMatchObject({ region: 'eu-central-1', isPathStyle: false });
  });

  it.each([
    [{ ANTIGRAPH_S3_SSE: 'AES256' }, { kind: 'AES256' }],
    [{ ANTIGRAPH_S3_SSE: 'aws:kms' }, { kind: 'aws:kms', keyId: null }],
    [{ ANTIGRAPH_S3_KMS_KEY_ID: 'alias/lab' }, { kind: 'aws:kms', keyId: 'alias/lab' }],
  ])('reads the encryption of %j', (environment, encryption) => {
    expect(parse('s3://b-1', environment)).toMatchObject({ encryption });
  });

  it('is plain data, which a thread can be given', () => {
    const location = parse('s3://b-1/p', { ANTIGRAPH_S3_SSE: 'AES256' });
    expect(structuredClone(location)).toEqual(location);
  });

  it.each([
    ['', {}, /no name/],
    ['gs://bucket', {}, /cannot be at/],
    ['https://bucket.s3.amazonaws.com/x', {}, /cannot be at/],
    ['s3://', {}, /not the name of a bucket/],
    ['s3://Upper', {}, /not the name of a bucket/],
    ['s3://b-1/a//b', {}, /prefix/],
    ['s3://b-1/../x', {}, /prefix/],
    ['s3://b-1/a b', {}, /prefix/],
    ['s3://b-1', { ANTIGRAPH_S3_ENDPOINT: 'localhost:7070' }, /ANTIGRAPH_S3_ENDPOINT/],
    ['s3://b-1', { ANTIGRAPH_S3_ENDPOINT: 'http://h/path' }, /ANTIGRAPH_S3_ENDPOINT/],
    ['s3://b-1', { ANTIGRAPH_S3_SSE: 'yes' }, /ANTIGRAPH_S3_SSE/],
    ['s3://b-1', { ANTIGRAPH_S3_SSE: 'AES256', ANTIGRAPH_S3_KMS_KEY_ID: 'k' }, /takes no/],
    ['s3://b-1', { ANTIGRAPH_S3_FORCE_PATH_STYLE: 'maybe' }, /FORCE_PATH_STYLE/],
    ['s3://b-1', { ANTIGRAPH_S3_CACHE_MB: '1.5' }, /ANTIGRAPH_S3_CACHE_MB/],
    ['s3://b-1', { AWS_MAX_ATTEMPTS: '0' }, /AWS_MAX_ATTEMPTS/],
  ])('refuses %j with %j', (text, environment, message) => {
    let thrown: unknown = null;
    try {
      parse(text, environment);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'PARAMETER_INVALID', message: expect.stringMatching(message) });
  });
});
