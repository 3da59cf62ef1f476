/** Words to every worker at once: stop these tasks, forget this run. Lost words cost time, never results. */
import { Cluster } from 'ioredis';
import type { TenantId } from '../../schemas/service.js';
import type { RunId } from '../../schemas/tasks.js';
import type { RedisClient } from './connection.js';

export type Signal =
  /** Nobody waits for these tasks any more. */
  | { readonly kind: 'stop'; readonly tasks: readonly string[] }
  /** The run was deleted, or what was seen of it is no longer there. */
  | { readonly kind: 'forget'; readonly tenant: TenantId; readonly run: RunId };

export function signalChannel(prefix: string): string {
  return `${prefix}:signals`;
}

export async function sendSignal(client: RedisClient, prefix: string, signal: Signal): Promise<void> {
  await client.publish(signalChannel(prefix), JSON.stringify(signal));
}

export interface Subscriptions {
  /** Hears a channel until the function given back is called. */
  hear(channel: string, onMessage: (message: string) => void): Promise<() => Promise<void>>;
  close(): void;
}

/** Shares one connection between everybody who hears; it is made when first needed and heard again after a loss. */
export function subscriptions(client: RedisClient): Subscriptions {
  const listeners = new Map<string, Set<(message: string) => void>>();
  const connection = client instanceof Cluster ? client.duplicate() : client.duplicate();
  connection.on('error', () => undefined);
  connection.on('message', (channel: string, message: string) => {
    for (const listener of listeners.get(channel) ?? []) listener(message);
  });
  return {
    async hear(channel, onMessage) {
      const already = listeners.get(channel);
      const heard = already ?? new Set();
      heard.add(onMessage);
      listeners.set(channel, heard);
      await connection.subscribe(channel);
      return async () => {
        heard.delete(onMessage);
        if (heard.size > 0 || listeners.get(channel) !== heard) return;
        listeners.delete(channel);
        await connection.unsubscribe(channel);
      };
    },
    close: () => connection.disconnect(),
  };
}
