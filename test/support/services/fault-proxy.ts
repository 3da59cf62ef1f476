/** A TCP proxy that makes a network or a server misbehave on demand: slow, cut, silent, or answering 503. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export type Fault =
  | { readonly kind: 'none' }
  /** Each piece of data waits, both ways. */
  | { readonly kind: 'delay'; readonly delayMs: number }
  /** The connection is reset after this many bytes from the client; 0 resets it at once. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** Of this piece so many bytes are passed, and then nothing more from the client: an upload that its sender leaves in the middle. */
  | { readonly kind: 'stop'; readonly afterBytes: number }
  /** Accepted, then nothing: only a time limit of the client ends it. */
  | { readonly kind: 'silence' }
  /** What arrives is answered as an overloaded S3 server does, and the connection closed; nothing reaches the server. */
  | { readonly kind: 'unavailable' };

export type FaultOf = (connection: number, sent: Buffer | null) => Fault;

export interface FaultProxy {
  readonly port: number;
  readonly url: string;
  /** Connections made so far. */
  readonly connectionCount: number;
  /**
   * Holds for new data on every connection, those that are open included. A function is asked for each piece, with the number of the
   * connection and what the client sent (null: an answer, or a connection that is being made).
   */
  set(fault: Fault | FaultOf): void;
  /** Resets every open connection. */
  cutAll(): void;
  stop(): Promise<void>;
}

const slowDown =
  '<?xml version="1.0" encoding="UTF-8"?><Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>';
const unavailable = `HTTP/1.1 503 Slow Down\r\nContent-Type: application/xml\r\nContent-Length: ${slowDown.length}\r\nConnection: close\r\n\r\n${slowDown}`;

/** Starts a proxy in front of a port of 127.0.0.1; it passes everything until told otherwise. */
export async function startFaultProxy(targetPort: number): Promise<FaultProxy> {
  const open = new Set<Socket>();
  let connectionCount = 0;
  let faultOf: FaultOf = () => ({ kind: 'none' });

  const server = createServer((client) => {
    connectionCount += 1;
    const connection = connectionCount;
    const target = connect(targetPort, '127.0.0.1');
    join(client, target, (sent) => faultOf(connection, sent));
    for (const socket of [client, target]) {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');

  const cutAll = () => {
    for (const socket of open) socket.resetAndDestroy();
  };
  return {
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    get connectionCount() {
      return connectionCount;
    },
    set: (fault) => {
      faultOf = typeof fault === 'function' ? fault : () => fault;
    },
    cutAll,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      cutAll();
      await closed;
    },
  };
}

/** Passes data both ways, asking for the fault at each piece. An end or an error of one side is passed to the other. */
function join(client: Socket, target: Socket, fault: (sent: Buffer | null) => Fault): void {
  let sentBytes = 0;
  const first = fault(null);
  if (first.kind === 'cut' && first.afterBytes === 0) reset(client, target);
  client.on('data', (piece: Buffer) => {
    const now = fault(piece);
    sentBytes += piece.length;
    if (now.kind === 'unavailable') {
      client.end(unavailable);
      target.destroy();
    } else if (now.kind === 'cut' && sentBytes > now.afterBytes) {
      target.write(piece.subarray(0, Math.max(0, piece.length - (sentBytes - now.afterBytes))), () =>
        reset(client, target),
      );
    } else if (now.kind === 'stop') {
      if (target.writable) target.write(piece.subarray(0, now.afterBytes));
      client.removeAllListeners('data');
    } else pass(piece, target, now);
  });
  target.on('data', (piece) => pass(piece, client, fault(null)));
  client.on('error', () => target.destroy()).on('close', () => target.end());
  target.on('error', () => client.destroy()).on('close', () => client.end());
}

function pass(piece: Uint8Array, to: Socket, fault: Fault): void {
  if (fault.kind === 'silence') return;
  if (fault.kind === 'delay') setTimeout(() => to.writable && to.write(piece), fault.delayMs);
  else if (to.writable) to.write(piece);
}

function reset(client: Socket, target: Socket): void {
  client.resetAndDestroy();
  target.destroy();
}
