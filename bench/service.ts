/**
 * The service as a whole, with its real processes, Redis and an S3 server on this machine: polls of its API, small patients through 1, 2
 * and 4 workers, requests to the store. `npx tsx bench/service.ts [--patients 1000] [--workers 1,2,4] [--write]` after `npm run build`.
 * Tasks a second and the time to the first task are bench/queue.ts'.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { tenantIdSchema } from '../schemas/service.js';
import { undisturbedPatients } from '../test/support/chaos/patients.js';
import { openWard } from '../test/support/chaos/ward.js';
import { freshS3Place } from '../test/support/s3-place.js';
import { startRedis } from '../test/support/services/redis.js';
import { startS3 } from '../test/support/services/s3.js';
import { report } from './result.js';
import { accept, tumours } from './service/patients.js';
import { pollRates } from './service/polls.js';
import { storeOperations, type Throughput, throughput } from './service/throughput.js';

const { values } = parseArgs({
  options: {
    patients: { type: 'string', default: '1000' },
    /** Patients of each step of the scaling. */
    scaling: { type: 'string', default: '100' },
    /** Patients that each worker has had before the time of a step begins. */
    'warm-up': { type: 'string', default: '60' },
    workers: { type: 'string', default: '1,2,4' },
    polls: { type: 'string', default: '5' },
    write: { type: 'boolean', default: false },
  },
});
const warmUp = Number(values['warm-up']);
const pollBoundMs = 20;
const counted = 20;

const [redis, s3, undisturbed] = await Promise.all([startRedis(), startS3(), undisturbedPatients(1)]);
const place = await freshS3Place(s3);
const ward = await openWard({ undisturbed, redisUrl: redis.url, place });
// Apart, or workers would sweep up the runs that are only looked at.
const watched = await openWard({ undisturbed, redisUrl: redis.url, place: await freshS3Place(s3) });
const serverPorts = [redis.port, s3.port];
const say = (text: string) => process.stderr.write(`${text}\n`);
try {
  const tenant = tenantIdSchema.parse('polled');
  const runs = [];
  for (const tumour of tumours(50)) runs.push((await accept(watched, tenant, tumour)).id);
  const polls = await pollRates(watched, { tenant, runs, seconds: Number(values.polls) });
  say(`polls: ${JSON.stringify(polls)}`);
  // A tenant of its own for each step, so that nothing is found done.
  const operations = await storeOperations(ward, {
    tumours: tumours(counted),
    s3Port: s3.port,
    environment: (url) => ({ ...s3.environment(url) }),
  });
  say(`store: ${JSON.stringify(operations)}`);
  const scaling: Throughput[] = [];
  for (const workers of values.workers.split(',').map(Number)) {
    scaling.push(
      await throughput(ward, {
        tumours: tumours(Number(values.scaling) + warmUp * workers),
        workers,
        jobsEach: 1,
        serverPorts,
        warmUp,
      }),
    );
    say(JSON.stringify(scaling.at(-1)));
  }
  const [one] = scaling;
  const many = await throughput(ward, {
    tumours: tumours(Number(values.patients)),
    workers: 2,
    jobsEach: 1,
    serverPorts,
  });
  const answered = polls.filter(({ p95Ms }) => p95Ms < pollBoundMs).map(({ perSecond }) => perSecond);
  report('service', {
    cores: availableParallelism(),
    pollsPerSecondBelow20Ms: Math.max(0, ...answered),
    polls,
    storeRequestsPerPatient: operations,
    scaling: scaling.map((step) => ({
      ...step,
      efficiency: Number(
        (step.patientsPerSecond / (step.workers * (one?.patientsPerSecond ?? 0))).toFixed(2),
      ),
    })),
    manyPatients: many,
  });
} finally {
  await Promise.all([ward.close(), watched.close()]);
  await Promise.all([redis.stop(), s3.stop()]);
  undisturbed.sandbox.remove();
}
// Node 20 was seen to spin for ever in its own cleanup after the servers' processes were ended.
process.exit();
