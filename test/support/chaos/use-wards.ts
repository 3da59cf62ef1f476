/** Servers and undisturbed patients of one file of the chaos suite; each scenario opens a ward of its own. */
import type { S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { freshS3Place } from '../s3-place.js';
import { type RedisServer, type S3Server, useRedis, useS3 } from '../services.js';
import { killCount, seed } from './chance.js';
import { census } from './invariants.js';
import { type Patient, type Undisturbed, undisturbedPatients } from './patients.js';
import { openWard, type Place, type Ward } from './ward.js';

export interface Wards {
  readonly redis: () => RedisServer;
  readonly s3: () => S3Server;
  /** The first patients, or those from a number on. */
  patients(count: number, from?: number): readonly Patient[];
  /** Goes with the file's end. */
  folder(): string;
  /** A ward with an empty Redis, on a fresh place of the bucket unless another is named. */
  open(place?: Place): Promise<Ward>;
  /** Waits for every accepted run, compares all, prints the counts with what happened, and fails at any fault. */
  expectWhole(ward: Ward, story: string, limitMs?: number): Promise<void>;
}

/** The suite of `npm run test:chaos`, not the short one. */
export const isLong = killCount > 12;

export function useWards(patientCount: number): Wards {
  const redis = useRedis();
  const s3 = useS3();
  const opened: Ward[] = [];
  let undisturbed: Undisturbed | null = null;
  let client: S3Client | null = null;
  const made = () => {
    if (undisturbed === null) throw new Error('there are patients only during the tests');
    return undisturbed;
  };
  beforeAll(async () => {
    client = s3().client();
    undisturbed = await undisturbedPatients(patientCount);
  }, 120_000);
  afterEach(async () => {
    for (const ward of opened.splice(0)) await ward.close();
  });
  afterAll(() => {
    client?.destroy();
    undisturbed?.sandbox.remove();
  });
  return {
    redis,
    s3,
    folder: () => made().sandbox.root,
    patients: (count, from = 0) => made().patients.slice(from, from + count),
    async open(place) {
      await redis().flush();
      const ward = await openWard({
        undisturbed: made(),
        redisUrl: redis().url,
        place: place ?? (await freshS3Place(s3())),
      });
      opened.push(ward);
      return ward;
    },
    async expectWhole(ward, story, limitMs = isLong ? 240_000 : 60_000) {
      await ward.untilOpen(0, limitMs);
      const { runs, tasks, objects, faults } = await census(ward, client);
      process.stdout.write(
        `chaos: seed ${seed}: ${story}; ${runs} runs accepted, ${tasks} tasks and ${objects} objects compared; ${faults.length} faults\n`,
      );
      expect(faults).toEqual([]);
    },
  };
}
