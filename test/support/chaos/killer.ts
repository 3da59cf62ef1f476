/** Workers that die: each lives for a random time, or until a random upload of its own is half sent; then another takes its place. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type FaultOf, startFaultProxy } from '../services/fault-proxy.js';
import type { S3Server } from '../services/s3.js';
import { type Chance, chance } from './chance.js';
import type { ServiceProcess } from './service-process.js';
import type { Ward } from './ward.js';

export interface KillCounts {
  kills: number;
  /** Of those, in the middle of an upload to S3. */
  midUpload: number;
  /** Of those, before the worker had taken any work. */
  starting: number;
}

/**
 * A worker is killed when it has finished so many tasks at most: on a busy machine later, but at the same points of the work. Workers
 * that only ever began tasks would be what a poisonous task looks like, and it is given up.
 */
const mostTasks = 12;
const mostUploads = 48;
/** And a moment later. */
const longestDelayMs = 500;
/** One that has nothing to do for so long is killed all the same. */
const idleLimitMs = 10_000;
const startingShare = 0.1;
const midUploadShare = 0.4;

export interface Killing {
  readonly ward: Ward;
  readonly s3: S3Server;
  /** Workers at a time. */
  readonly slots: number;
  readonly kills: number;
}

/** Kills that many workers; one more of each slot is left at work. */
export async function killWorkers({ ward, s3, slots, kills }: Killing): Promise<KillCounts> {
  const counts: KillCounts = { kills: 0, midUpload: 0, starting: 0 };
  let planned = 0;
  const slot = async (index: number): Promise<void> => {
    const luck = chance(index);
    const proxy = await startFaultProxy(s3.port);
    const environment = { ...s3.environment(proxy.url), ANTIGRAPH_S3_CACHE: cacheOf(ward, index) };
    while (planned < kills) {
      planned += 1;
      proxy.set({ kind: 'none' });
      const worker = ward.start(['work'], { environment });
      const moment = await live(worker, luck, (fault) => proxy.set(fault));
      await worker.kill();
      counts.kills += 1;
      if (moment !== 'working') counts[moment] += 1;
    }
    proxy.set({ kind: 'none' });
    await ward.worker({ environment });
  };
  await Promise.all(Array.from({ length: slots }, (_, index) => slot(index)));
  return counts;
}

/** A worker that comes after one that was killed finds what that one left in its cache. */
function cacheOf({ undisturbed }: Ward, index: number): string {
  return undisturbed.sandbox.path(`cache-${index}`);
}

/** Resolves when the worker is to be killed, with what it is at. */
async function live(
  worker: ServiceProcess,
  luck: Chance,
  set: (fault: FaultOf) => void,
): Promise<'starting' | 'working' | 'midUpload'> {
  if (luck.happens(startingShare)) {
    await sleep(luck.between(50, 800));
    return worker.lines.some((line) => line.includes('takes work')) ? 'working' : 'starting';
  }
  const isUpload = luck.happens(midUploadShare);
  const moment = isUpload ? halfSent(luck, set) : tasksFinished(luck, set);
  await worker.said(/worker takes work/);
  const isThere = await Promise.race([moment.then(() => true), sleep(idleLimitMs, false, { ref: false })]);
  if (isUpload) return isThere ? 'midUpload' : 'working';
  await sleep(luck.between(0, longestDelayMs));
  return 'working';
}

const isRequest = (sent: Buffer, pattern: RegExp) => pattern.test(sent.subarray(0, 250).toString('latin1'));

/** Resolves when the client has put a random number of manifests; all of them are passed on. */
function tasksFinished(luck: Chance, set: (fault: FaultOf) => void): Promise<void> {
  let left = luck.whole(0, mostTasks);
  return new Promise((resolve) => {
    if (left === 0) resolve();
    set((_connection, sent) => {
      if (sent !== null && isRequest(sent, /^PUT \S+\/tasks\//)) left -= 1;
      if (left === 0) resolve();
      return { kind: 'none' };
    });
  });
}

/** Resolves when the client has sent a part of its so-manieth PUT, and no more of it is passed on. */
function halfSent(luck: Chance, set: (fault: FaultOf) => void): Promise<void> {
  const upload = luck.whole(1, mostUploads);
  const share = luck.between(0.05, 0.95);
  let seen = 0;
  let broken: number | null = null;
  return new Promise((resolve) => {
    set((connection, sent) => {
      if (sent === null) return { kind: 'none' };
      if (broken === null && isRequest(sent, /^PUT /)) {
        seen += 1;
        if (seen === upload) broken = connection;
        // Head and body may come apart; then the next piece is the body.
        if (sent.indexOf('\r\n\r\n') + 4 >= sent.length) return { kind: 'none' };
      }
      if (connection !== broken) return { kind: 'none' };
      resolve();
      const bodyAt = isRequest(sent, /^PUT /) ? sent.indexOf('\r\n\r\n') + 4 : 0;
      return { kind: 'stop', afterBytes: bodyAt + Math.floor((sent.length - bodyAt) * share) };
    });
  });
}
