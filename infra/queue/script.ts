import { createHash } from 'node:crypto';
import type { RedisClient } from './connection.js';

/** A Lua script that Redis runs at once, so that its reads and writes cannot be torn apart by another worker. */
export interface Script {
  readonly lua: string;
  readonly sha1: string;
}

/** Prepares a script; its one key is our prefix, so that a cluster finds the node and its other keys share the hash tag. */
export function script(lua: string): Script {
  return { lua, sha1: createHash('sha1').update(lua).digest('hex') };
}

/** Runs the script by its digest; a server that does not know it (new, or restarted) is sent the text. */
export async function runScript(
  client: RedisClient,
  { lua, sha1 }: Script,
  prefix: string,
  args: readonly (string | number)[],
): Promise<unknown> {
  try {
    return await client.evalsha(sha1, 1, prefix, ...args);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('NOSCRIPT'))
      return client.eval(lua, 1, prefix, ...args);
    throw error;
  }
}

/** A script's array of strings. */
export function texts(reply: unknown): readonly string[] {
  return Array.isArray(reply) ? reply.map(String) : [];
}
