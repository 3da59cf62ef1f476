import type { FastifyInstance } from 'fastify';
import { AntigraphError } from '../../schemas/errors.js';

export interface KnownAddresses {
  /** Methods that an address takes, sorted; empty where there is no such address. */
  methodsOf(url: string): readonly string[];
  /** The address is written out in a route, and no route of it takes the method: not for the one with a parameter in its place. */
  isRefused(url: string, method: string): boolean;
}

/** Addresses that exist, with the methods each takes; filled as routes are added, so called before they are. */
export function collectAddresses(app: FastifyInstance): KnownAddresses {
  const known = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>();
  app.addHook('onRoute', ({ url, method }) => {
    const address = pathOf(url);
    const entry = known.get(address) ?? { pattern: patternOf(address), methods: new Set() };
    for (const each of [method].flat()) entry.methods.add(each);
    known.set(address, entry);
  });
  return {
    isRefused(url, method) {
      return known.get(pathOf(url))?.methods.has(method) === false;
    },
    methodsOf(url) {
      const path = pathOf(url);
      // As the router prefers it: an address that is written out before one with a parameter.
      const exact = known.get(path);
      const found =
        exact === undefined ? [...known.values()].filter(({ pattern }) => pattern.test(path)) : [exact];
      return [...new Set(found.flatMap(({ methods }) => [...methods]))].sort();
    },
  };
}

/** Without query, and without the last slash: the first route of a prefix answers with and without it. */
function pathOf(url: string): string {
  const [path = ''] = url.split('?');
  return path.length > 1 ? path.replace(/\/$/, '') : path;
}

function patternOf(url: string): RegExp {
  const escaped = url.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/:[A-Za-z_]+/g, '[^/]+').replaceAll('*', '.*')}$`);
}

/** What is told of a request that no route takes: that the method is another (RFC 9110 §15.5.6), or that there is nothing. */
export function noRoute(url: string, method: string, allowed: readonly string[]): AntigraphError {
  if (allowed.length === 0) {
    return new AntigraphError('ROUTE_UNKNOWN', 'there is nothing at this address', {
      fix: 'GET /openapi.json lists the routes.',
    });
  }
  return new AntigraphError('METHOD_NOT_ALLOWED', `${pathOf(url)} does not take ${method}`, {
    fix: `It takes ${allowed.join(', ')}.`,
  });
}
