/**
 * A worker process over the toy graph, for tests that kill it: node --import tsx toy-worker.ts REDIS STORE, with TOY_DELAY_MS for every
 * task, TOY_POISON for the stage that ends its process and TOY_MAX_LOST for how often it may. Says 'ready', and each task it begins.
 */
import { folderServiceStore } from '../../infra/stores/service-store.js';
import { busy, toyService } from './toy-service.js';

const [redisUrl = '', folder = ''] = process.argv.slice(2);
const delayMs = Number(process.env['TOY_DELAY_MS'] ?? 0);
const service = toyService(redisUrl, { store: folderServiceStore(folder) });
const worker = await service.worker({
  maxLostWorkers: Number(process.env['TOY_MAX_LOST'] ?? 8),
  sweep: { everyMs: 1000, idleMs: 2000 },
  around: async (stage, signal) => {
    process.stdout.write(`begins ${stage}\n`);
    if (stage === process.env['TOY_POISON']) process.kill(process.pid, 'SIGKILL');
    await busy(delayMs, signal);
  },
});
process.on('SIGTERM', () => {
  void worker.drain(Number(process.env['TOY_DRAIN_MS'] ?? 5000)).then(async () => {
    await service.control.close();
    process.exit(0);
  });
});
process.stdout.write('ready\n');
