/** Small patients through some workers: how long it takes, and what processor time workers and servers spend on it. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { limiter } from '../../pipeline/limiter.js';
import { tenantIdSchema } from '../../schemas/service.js';
import type { Ward } from '../../test/support/chaos/ward.js';
import { type FaultProxy, startFaultProxy } from '../../test/support/services.js';
import { accept } from './patients.js';

export interface Throughput {
  readonly workers: number;
  readonly jobsEach: number;
  readonly patients: number;
  readonly wallSeconds: number;
  readonly patientsPerSecond: number;
  /** Of the worker processes. */
  readonly workerCpuSecondsPerPatient: number;
  /** Of the S3 server and Redis, on the same cores here. */
  readonly serverCpuSecondsPerPatient: number;
}

const acceptedAtOnce = 8;

/**
 * Has the patients accepted, and then tells the queue: the time is that of the workers' work alone. Workers live for days: what their
 * code takes to be compiled, over tens of patients, is left out by `warmUp`, patients that each worker has on average before.
 */
export async function throughput(
  ward: Ward,
  options: {
    readonly tumours: readonly string[];
    readonly workers: number;
    readonly jobsEach: number;
    readonly serverPorts: readonly number[];
    readonly warmUp?: number;
    /** Where the workers reach the store, if not where everybody does. */
    readonly environment?: Readonly<Record<string, string>>;
  },
): Promise<Throughput> {
  const { workers, jobsEach, serverPorts } = options;
  const warmUp = (options.warmUp ?? 0) * workers;
  const [before, tumours] = [options.tumours.slice(0, warmUp), options.tumours.slice(warmUp)];
  await ward.control.client.flushall();
  const tenant = tenantIdSchema.parse(`bench-${Date.now()}`);
  const limit = limiter(acceptedAtOnce);
  const environment = {
    ...options.environment,
    ANTIGRAPH_JOBS: String(jobsEach),
    ANTIGRAPH_LOG_LEVEL: 'info',
  };
  const handIn = async (some: readonly string[]): Promise<void> => {
    const accepted = await Promise.all(some.map((tumour) => limit(() => accept(ward, tenant, tumour))));
    await Promise.all(accepted.map(({ id }) => limit(() => ward.dispatcher.submit(tenant, id))));
  };
  const untilComplete = async (count: number): Promise<void> => {
    while ((await ward.dispatcher.figures()).endedRuns.complete < count) await sleep(200);
  };
  const started = await Promise.all(Array.from({ length: workers }, () => ward.worker({ environment })));
  await handIn(before);
  await untilComplete(before.length);
  // Paused, nothing begins before all is handed in; nor does a sweep find it.
  await ward.control.queues.runs.pause();
  await handIn(tumours);
  const pids = started.map(({ pid }) => pid);
  const servers = serverPorts.flatMap(pidsNaming);
  const cpuBefore = cpuSeconds(pids);
  const serverBefore = cpuSeconds(servers);
  const startedAt = performance.now();
  await ward.control.queues.runs.resume();
  await untilComplete(options.tumours.length);
  const wallSeconds = (performance.now() - startedAt) / 1000;
  const workerCpu = cpuSeconds(pids) - cpuBefore;
  const serverCpu = cpuSeconds(servers) - serverBefore;
  await Promise.all(started.map((worker) => worker.stop()));
  const rounded = (value: number, digits: number) => Number(value.toFixed(digits));
  return {
    workers,
    jobsEach,
    patients: tumours.length,
    wallSeconds: rounded(wallSeconds, 1),
    patientsPerSecond: rounded(tumours.length / wallSeconds, 2),
    workerCpuSecondsPerPatient: rounded(workerCpu / tumours.length, 3),
    serverCpuSecondsPerPatient: rounded(serverCpu / tumours.length, 3),
  };
}

/** Requests to the store for one patient, by method, counted on the way; the workers' starting included. */
export async function storeOperations(
  ward: Ward,
  options: {
    readonly tumours: readonly string[];
    readonly s3Port: number;
    environment(url: string): Readonly<Record<string, string>>;
  },
): Promise<Readonly<Record<string, number>>> {
  const proxy: FaultProxy = await startFaultProxy(options.s3Port);
  const counts: Record<string, number> = {};
  proxy.set((_connection, sent) => {
    const [, method] =
      /^(PUT|GET|HEAD|POST|DELETE) \//.exec(sent?.subarray(0, 8).toString('latin1') ?? '') ?? [];
    if (method !== undefined) counts[method] = (counts[method] ?? 0) + 1;
    return { kind: 'none' };
  });
  const { tumours } = options;
  const environment = options.environment(proxy.url);
  await throughput(ward, { tumours, workers: 1, jobsEach: 2, serverPorts: [], environment });
  await proxy.stop();
  return Object.fromEntries(
    Object.entries(counts).map(([method, count]) => [method, Number((count / tumours.length).toFixed(1))]),
  );
}

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** User and system time of processes that are alive, threads included (proc_pid_stat(5): fields 14 and 15). */
function cpuSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return sum + (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  }, 0);
}

/** Processes with the port on their command line: the servers that the bench has started. */
function pidsNaming(port: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'latin1');
        return line.includes(String(port)) && !line.startsWith('sh\0');
      } catch {
        // It has ended.
        return false;
      }
    })
    .map(Number);
}
