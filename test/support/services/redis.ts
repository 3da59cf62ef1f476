/** A real redis-server for tests: append-only file on, eviction off, as the operations page asks of a deployment. */
import { connect } from 'node:net';
import { type Server, startServer } from './server.js';

export interface RedisServer extends Server {
  readonly url: string;
  /** Loses everything it held, as FLUSHALL or a machine without its disk does. */
  flush(): Promise<void>;
  /** The raw reply to one inline command, for example `INFO memory`. */
  command(line: string): Promise<string>;
}

/** Starts it with more settings after ours, for example `['--maxmemory', '8mb']`. */
export async function startRedis(settings: readonly string[] = []): Promise<RedisServer> {
  const durable = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'everysec'];
  const common = [...durable, '--maxmemory-policy', 'noeviction', ...settings];
  const server = await startServer({
    name: 'redis',
    // One with a password answers too: that it wants it.
    isReady: async (port) => /^(?:\+PONG|-NOAUTH)/.test(await inlineCommand(port, 'PING').catch(() => '')),
    local: (folder, port, { redisServer }) => [
      redisServer,
      ...['--bind', '127.0.0.1', '--port', String(port), '--dir', folder],
      ...common,
    ],
    container: { image: 'redis:7.2.11-bookworm', port: 6379, command: ['redis-server', ...common] },
  });
  const command = (line: string) => inlineCommand(server.port, line);
  return {
    ...server,
    url: `redis://127.0.0.1:${server.port}`,
    command,
    flush: async () => {
      await command('FLUSHALL');
    },
  };
}

/** Redis also takes commands as plain lines (inline commands of its protocol): no client needed to ask one thing. */
function inlineCommand(port: number, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${line}\r\nQUIT\r\n`));
    let reply = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      reply += text;
    });
    socket.on('error', reject).on('close', () => resolve(reply));
  });
}
