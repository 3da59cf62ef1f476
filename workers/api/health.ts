import { AntigraphError } from '../../schemas/errors.js';
import type { ApiDependencies } from './dependencies.js';

export interface HealthCheck {
  readonly name: string;
  readonly isHealthy: boolean;
  /** For the operator. */
  readonly message: string;
  readonly latencyMs: number;
}

/** A store or queue that takes longer is as good as away: probes give up after a second or two. */
const limitMs = 2000;

/** Store and queue, asked at once. */
export async function checkHealth({
  store,
  dispatcher,
  now,
}: Pick<ApiDependencies, 'store' | 'dispatcher' | 'now'>): Promise<readonly HealthCheck[]> {
  const check = async (name: string, ask: () => Promise<string>): Promise<HealthCheck> => {
    const startedAtMs = now();
    const took = () => now() - startedAtMs;
    try {
      return { name, isHealthy: true, message: await within(limitMs, ask), latencyMs: took() };
    } catch (error) {
      const message =
        error instanceof AntigraphError ? `${error.code}: ${error.message}` : 'it does not answer';
      return { name, isHealthy: false, message, latencyMs: took() };
    }
  };
  return Promise.all([
    check('store', async () => {
      await store.documents.get('health/none.json');
      return 'answers';
    }),
    check('queue', async () => {
      const { isReachable } = await dispatcher.health();
      if (isReachable) return 'answers';
      throw new AntigraphError('STORE_UNAVAILABLE', 'Redis does not answer');
    }),
  ]);
}

async function within<T>(ms: number, ask: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new AntigraphError('STORE_UNAVAILABLE', `no answer within ${ms} ms`)),
      ms,
    );
  });
  try {
    return await Promise.race([ask(), late]);
  } finally {
    clearTimeout(timer);
  }
}
