import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { findServices } from './scripts/services.mjs';

/** Files named so check against data that may not be copied into the repository; it lies beside the checkout where it is at hand. */
const needSharedData = 'test/**/*.shared-data.test.ts';
const hasSharedData = existsSync('../shared/data');
if (!hasSharedData && process.env['CI'])
  throw new Error('../shared/data is missing: CI must not leave its tests out');
if (!hasSharedData) console.warn(`../shared/data is not here: ${needSharedData} are left out`);

/** Tests against a real Redis and S3 server; \`npm run verify\` installs both. */
const needServices = 'test/service/**/*.test.ts';
const hasServices = findServices() !== null;
if (!hasServices && process.env['REQUIRE_SERVICES'] === '1')
  throw new Error('no redis-server and S3 server, and no Docker engine: run `node scripts/services.mjs`');
if (!hasServices)
  console.warn(`no redis-server and S3 server (node scripts/services.mjs): ${needServices} are left out`);

/** A minute and more, in which many workers die: for `npm run test:chaos`. */
const onlyLong = 'test/service/chaos/poison.test.ts';
const isLong = process.env['ANTIGRAPH_KILLS'] !== undefined;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'code',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/service/**', ...(hasSharedData ? [] : [needSharedData])],
          testTimeout: 30_000,
          pool: 'threads',
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          // Only this project needs dist/: unit tests start without a build.
          globalSetup: ['test/support/build-dist.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // A file mostly waits for the commands it started: two at once keep two cores busy.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          pool: 'threads',
        },
      },
      {
        test: {
          name: 'service',
          include: [needServices],
          exclude: hasServices ? (isLong ? [] : [onlyLong]) : [needServices],
          globalSetup: ['test/support/build-dist.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          // Each file has servers and workers of its own.
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
          pool: 'threads',
        },
      },
    ],
  },
});
