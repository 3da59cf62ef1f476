import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'code',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**'],
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
          pool: 'threads',
        },
      },
    ],
  },
});
