import { openRedis, type QueueSettings, type RedisClient, type RedisPatience } from './connection.js';
import { openQueues, type Queues } from './queues.js';
import { type RunEvents, runEventsIn } from './run-events.js';
import { type Signal, type Subscriptions, sendSignal, signalChannel, subscriptions } from './signals.js';
import { type Waiters, waitersIn } from './waiters.js';

/** Everything the service keeps in Redis, over one connection. All of it can be lost and made again from the store. */
export interface Control {
  readonly client: RedisClient;
  readonly prefix: string;
  readonly queues: Queues;
  readonly waiters: Waiters;
  readonly events: RunEvents;
  readonly subscriptions: Subscriptions;
  signal(signal: Signal): Promise<void>;
  onSignal(onSignal: (signal: Signal) => void): Promise<void>;
  close(): Promise<void>;
}

/** Connects in the background: the first call waits for the server. @throws PARAMETER_INVALID */
export function openControl(settings: QueueSettings, patience: RedisPatience): Control {
  const client = openRedis(settings, patience);
  const { prefix } = settings;
  const queues = openQueues(client, prefix);
  const heard = subscriptions(client);
  return {
    client,
    prefix,
    queues,
    waiters: waitersIn(client, prefix),
    events: runEventsIn(client, prefix),
    subscriptions: heard,
    signal: (signal) => sendSignal(client, prefix, signal),
    async onSignal(onSignal) {
      // Only our own processes write to the channel.
      await heard.hear(signalChannel(prefix), (message) => onSignal(JSON.parse(message)));
    },
    async close() {
      heard.close();
      await queues.close();
      client.disconnect();
    },
  };
}
