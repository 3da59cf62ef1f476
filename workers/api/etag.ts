import type { FastifyReply, FastifyRequest } from 'fastify';
import { canonicalJson, sha256 } from '../../schemas/canonical.js';

/** Strong entity tag of a body: equal values, equal tags. */
export function etagOf(body: unknown): string {
  return `"${sha256(canonicalJson(body)).slice(0, 32)}"`;
}

/**
 * Sets the tag, and tells whether the caller has this very content already (RFC 9110 §13.1.2, weak comparison); then the answer is 304
 * without a body.
 */
export function isNotModified(request: FastifyRequest, reply: FastifyReply, etag: string): boolean {
  // A browser or proxy may keep it, and must ask each time: it belongs to one caller and changes.
  reply.header('etag', etag).header('cache-control', 'private, no-cache');
  const given = request.headers['if-none-match'];
  if (given === undefined) return false;
  const tags = given.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(etag);
}
