/** Where a store in a bucket is and how it is reached, as plain data; from s3://bucket/prefix and the environment. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { AntigraphError } from '../../schemas/errors.js';

/** Credentials are no part of it: the client finds them as it always does, in environment, profile or the machine's role. */
export interface S3Location {
  readonly kind: 's3';
  readonly bucket: string;
  /** '' or a path without '/' at its ends. */
  readonly prefix: string;
  /** null: that of AWS. */
  readonly endpoint: string | null;
  /** By which clients reach the same server, where that is another address; for those handed out to them. */
  readonly publicEndpoint: string | null;
  /** null: as the client's own settings say. */
  readonly region: string | null;
  readonly isPathStyle: boolean;
  readonly encryption: S3Encryption | null;
  readonly cache: { readonly folder: string; readonly sizeBytes: number };
  /** Of one request; then it counts as failed. */
  readonly maxAttempts: number;
}

/** Server-side encryption that every object is to have; null: as the bucket's own setting says. */
export type S3Encryption =
  | { readonly kind: 'AES256' }
  | { readonly kind: 'aws:kms'; readonly keyId: string | null };

/** The names rule of S3 buckets, without the older ones that no path-style address takes. */
const bucketPattern = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
/** What every S3-compatible server keeps as it is. */
const prefixPattern = /^[A-Za-z0-9!_.*'()-]+(?:\/[A-Za-z0-9!_.*'()-]+)*$/;

const defaultCacheMb = 4096;
/** A second of the client's growing pauses in all: enough for a server that restarts its front, short enough to be told. */
const defaultAttempts = 5;

/** `rest`: what follows s3:// in `text`. @throws PARAMETER_INVALID */
export function parseS3Location(text: string, rest: string, environment: NodeJS.ProcessEnv): S3Location {
  const [bucket = '', ...parts] = rest.replace(/\/+$/, '').split('/');
  const prefix = parts.join('/');
  if (!bucketPattern.test(bucket))
    throw invalid(
      `'${bucket}' in ${text} is not the name of a bucket`,
      'Write s3://BUCKET/PREFIX; a bucket has 3 to 63 lower-case letters, digits, dots and hyphens.',
    );
  if (prefix !== '' && (!prefixPattern.test(prefix) || prefix.split('/').some((part) => /^\.+$/.test(part))))
    throw invalid(
      `the prefix '${prefix}' in ${text} cannot be used`,
      "Use letters, digits and !_.*'()- between single slashes.",
    );
  const endpoint = endpointOf(environment, 'ANTIGRAPH_S3_ENDPOINT');
  return {
    kind: 's3',
    bucket,
    prefix,
    endpoint,
    publicEndpoint: endpointOf(environment, 'ANTIGRAPH_S3_PUBLIC_ENDPOINT'),
    // AWS_DEFAULT_REGION is what other AWS tools read. Another server than AWS mostly has no regions, but the signature needs a name.
    region:
      environment['AWS_REGION'] ||
      environment['AWS_DEFAULT_REGION'] ||
      (endpoint === null ? null : 'us-east-1'),
    isPathStyle: flagOf(environment, 'ANTIGRAPH_S3_FORCE_PATH_STYLE') ?? endpoint !== null,
    encryption: encryptionOf(environment),
    cache: {
      folder: environment['ANTIGRAPH_S3_CACHE'] || defaultCacheFolder(environment),
      sizeBytes: numberOf(environment, 'ANTIGRAPH_S3_CACHE_MB', defaultCacheMb) * 1024 * 1024,
    },
    maxAttempts: numberOf(environment, 'AWS_MAX_ATTEMPTS', defaultAttempts),
  };
}

/** As a person would write it. */
export function s3LocationText({ bucket, prefix }: S3Location): string {
  return `s3://${[bucket, prefix].filter((part) => part !== '').join('/')}`;
}

function endpointOf(environment: NodeJS.ProcessEnv, name: string): string | null {
  const text = environment[name];
  if (!text) return null;
  if (/^https?:\/\/[^/]+\/?$/.test(text) && URL.canParse(text)) return text;
  throw invalid(
    `${name} is '${text}', which is no address of a server`,
    'Write it with scheme and without a path, such as https://s3.example.org or http://127.0.0.1:7070.',
  );
}

function encryptionOf(environment: NodeJS.ProcessEnv): S3Encryption | null {
  const keyId = environment['ANTIGRAPH_S3_KMS_KEY_ID'] || null;
  const kind = environment['ANTIGRAPH_S3_SSE'] || (keyId === null ? null : 'aws:kms');
  if (kind === 'aws:kms') return { kind, keyId };
  if (kind === 'AES256' && keyId === null) return { kind };
  if (kind === null) return null;
  throw invalid(
    kind === 'AES256'
      ? 'ANTIGRAPH_S3_SSE is AES256, which takes no ANTIGRAPH_S3_KMS_KEY_ID'
      : `ANTIGRAPH_S3_SSE is '${kind}'`,
    'AES256 has the storage encrypt with keys of its own, aws:kms with a key of yours named by ANTIGRAPH_S3_KMS_KEY_ID.',
  );
}

function flagOf(environment: NodeJS.ProcessEnv, name: string): boolean | null {
  const text = environment[name];
  if (!text) return null;
  if (/^(?:1|true|yes)$/i.test(text)) return true;
  if (/^(?:0|false|no)$/i.test(text)) return false;
  throw invalid(`${name} is '${text}'`, 'Write true or false.');
}

function numberOf(environment: NodeJS.ProcessEnv, name: string, otherwise: number): number {
  const text = environment[name];
  if (!text) return otherwise;
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw invalid(`${name} is '${text}'`, 'Write a whole number from 1.');
}

function defaultCacheFolder(environment: NodeJS.ProcessEnv): string {
  const home = process.platform === 'darwin' ? join('Library', 'Caches') : '.cache';
  return join(environment['XDG_CACHE_HOME'] || join(homedir(), home), 'antigraph', 's3');
}

export function invalid(message: string, fix: string): AntigraphError {
  return new AntigraphError('PARAMETER_INVALID', message, { fix });
}
