import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const executables = [
  process.env['CHROMIUM_PATH'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

let browser: Browser;
let report = '';
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'antigraph-browser-'));
  execFileSync(
    process.execPath,
    ['dist/workers/cli/main.js', 'demo', '--out', join(folder, 'out'), '--store', join(folder, 'store')],
    {
      stdio: 'pipe',
      timeout: 60_000,
    },
  );
  report = pathToFileURL(join(folder, 'out', 'report.html')).href;
  browser = await chromium.launch({
    executablePath: executables.find((path) => path !== '' && existsSync(path)) ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}, 90_000);

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the report in a browser', () => {
  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
  ] as const)(
    'asks for nothing, breaks no rule of its own policy and fits the page (%s, %i px)',
    async (colorScheme, width) => {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
      const requests: string[] = [];
      const messages: string[] = [];
      page.on('request', (request) => requests.push(request.url()));
      page.on('console', (message) => messages.push(message.text()));
      page.on('pageerror', (error) => messages.push(error.message));
      await page.goto(report);
      expect(requests.filter((url) => url !== report && !url.startsWith('data:'))).toEqual([]);
      expect(messages).toEqual([]);
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect(overflow).toBe(0);
      await page.close();
    },
  );

  it('can be read without script: shortlist, explanations and ledger are there', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(report);
    const text = await page.locator('body').textContent();
    expect(text).toContain('GADGVGKSAL');
    expect(text).toContain('Research use only');
    expect(await page.locator('details').count()).toBeGreaterThan(5);
    expect(await page.locator('svg').count()).toBeGreaterThan(3);
    await context.close();
  });
});
