/**
 * `npx tsx scripts/screenshot-report.ts REPORT.html OUT.png`: the top of a report as a picture for the README.
 * 1280 × 1500 CSS pixels in light colours; a browser is found as `npm run verify` finds it (CHROMIUM_PATH, else the usual places).
 */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [report, picture] = process.argv.slice(2);
const executablePath = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path));

if (report === undefined || picture === undefined || executablePath === undefined) {
  process.stderr.write(
    executablePath === undefined
      ? 'no Chromium found: name one in CHROMIUM_PATH\n'
      : 'usage: npx tsx scripts/screenshot-report.ts REPORT.html OUT.png\n',
  );
  process.exit(2);
}

const size = { width: 1280, height: 1500 };
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({ viewport: size, colorScheme: 'light', deviceScaleFactor: 1 });
  await page.goto(pathToFileURL(resolve(report)).href, { waitUntil: 'load' });
  mkdirSync(dirname(resolve(picture)), { recursive: true });
  await page.screenshot({ path: picture, clip: { x: 0, y: 0, ...size } });
} finally {
  await browser.close();
}
