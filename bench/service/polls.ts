/** How many GET /api/v1/runs/{id} a second one API process answers with a 95th percentile below a bound. */
import { Agent, request } from 'node:http';
import type { TenantId } from '../../schemas/service.js';
import type { RunId } from '../../schemas/tasks.js';
import type { Ward } from '../../test/support/chaos/ward.js';
import { freePort } from '../../test/support/services.js';
import { keyRegistry } from '../../workers/auth/key-registry.js';

export interface PollRate {
  readonly connections: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

const connectionCounts = [1, 2, 4, 8, 16, 32];

/** Each step has so many clients that ask again as soon as they are answered. */
export async function pollRates(
  ward: Ward,
  about: { readonly tenant: TenantId; readonly runs: readonly RunId[]; readonly seconds: number },
): Promise<readonly PollRate[]> {
  const port = await freePort();
  const { key } = await keyRegistry(ward.store.documents).create({
    tenant: about.tenant,
    roles: ['read'],
    label: 'bench',
    expiresAtMs: null,
    by: 'bench',
  });
  const api = ward.start(['serve', '--port', String(port)], { environment: { ANTIGRAPH_LOG_LEVEL: 'info' } });
  await api.said(/API listens/);
  const rates: PollRate[] = [];
  for (const connections of connectionCounts) {
    const agent = new Agent({ keepAlive: true, maxSockets: connections });
    const until = performance.now() + about.seconds * 1000;
    const times: number[] = [];
    const client = async (first: number): Promise<void> => {
      for (let index = first; performance.now() < until; index += 1) {
        const startedAt = performance.now();
        await get(agent, port, key, `/api/v1/runs/${about.runs[index % about.runs.length]}`);
        times.push(performance.now() - startedAt);
      }
    };
    await Promise.all(Array.from({ length: connections }, (_, index) => client(index * 7)));
    agent.destroy();
    times.sort((a, b) => a - b);
    const at = (share: number) => Number((times[Math.floor(times.length * share)] ?? 0).toFixed(1));
    rates.push({
      connections,
      perSecond: Math.round(times.length / about.seconds),
      p50Ms: at(0.5),
      p95Ms: at(0.95),
    });
  }
  await api.stop();
  return rates;
}

function get(agent: Agent, port: number, key: string, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${key}` };
    request({ agent, port, host: '127.0.0.1', path, headers }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${path}: ${answer.statusCode}`));
      answer.resume().on('end', resolve);
    })
      .on('error', reject)
      .end();
  });
}
