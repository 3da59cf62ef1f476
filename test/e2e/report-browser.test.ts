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

const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
const openEverything = "document.querySelectorAll('details').forEach((each) => { each.open = true; })";

/** Texts whose colour stands out less than 4.5 : 1 from what lies behind them (WCAG 2.2, 1.4.3), by its formula of relative luminance. */
const faintTexts = `(() => {
  const numbers = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number);
  const luminance = (color) => {
    const [r, g, b] = numbers(color).slice(0, 3).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let each = element; each !== null; each = each.parentElement) {
      const color = getComputedStyle(each).backgroundColor;
      if (numbers(color)[3] !== 0) return color;
    }
    return 'rgb(255, 255, 255)';
  };
  const faint = [];
  for (const element of document.querySelectorAll('main *, header *, footer *')) {
    if (element.closest('svg') !== null || element.getClientRects().length === 0) continue;
    const text = [...element.childNodes].filter(({ nodeType }) => nodeType === 3).map(({ data }) => data).join('').trim();
    if (text === '') continue;
    const [a, b] = [luminance(getComputedStyle(element).color), luminance(behind(element))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) faint.push(contrast.toFixed(2) + ' ' + element.className + ': ' + text.slice(0, 40));
  }
  return faint;
})()`;

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
      expect(await page.evaluate(overflow)).toBe(0);
      await page.evaluate(openEverything);
      expect(await page.evaluate(overflow)).toBe(0);
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

  it.each(['light', 'dark'] as const)(
    'has no text fainter than 4.5 : 1 in %s colours',
    async (colorScheme) => {
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme });
      await page.goto(report);
      await page.evaluate(openEverything);
      expect(await page.evaluate(faintTexts)).toEqual([]);
      await page.close();
    },
  );

  it('leads to every section from its links, and names each for assistive technology', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(report);
    const links = await page
      .getByRole('navigation', { name: 'Sections' })
      .getByRole('link')
      .allTextContents();
    const shown = links.map((text) => text.replace(/ \(\d+\)$/, ''));
    expect(shown).toEqual([
      ...['Shortlist', 'Before you rely on this', 'How chosen', 'Why each one', 'Safety', 'Construct'],
      ...['Landscape', 'Policies', 'Not chosen', 'Patient', 'Ledger', 'Methods'],
    ]);
    for (const name of ['How the shortlist was chosen', 'Safety', 'Construct', 'Ranks by policy'])
      expect(await page.getByRole('region', { name, exact: true }).count()).toBe(1);
    await page.close();
  });

  it('opens sequences and checks with the keyboard, and a link of the map opens the antigen’s explanation', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(report);
    const sequences = page.locator('#construct summary', { hasText: 'Sequences to copy' });
    const protein = page.locator('#construct pre').first();
    expect(await protein.isVisible()).toBe(false);
    await sequences.focus();
    await page.keyboard.press('Enter');
    expect(await protein.isVisible()).toBe(true);
    const link = page.locator('#construct .map a').first();
    const target = await link.getAttribute('href');
    await link.focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(`document.querySelector('${target}').open`);
    await page.close();
  });

  it('can be told by ear: each seam of the construct and each rank difference has words', async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 900 } });
    await page.goto(report);
    const windows = page.locator('#construct .map > li');
    const seams = page.locator('#construct .map .seam');
    expect(await seams.count()).toBe((await windows.count()) - 1);
    for (const text of await seams.allTextContents())
      expect(text).toMatch(/seam (clear|not clear|not known)/);
    const shifts = await page.locator('#policies .shift').allTextContents();
    for (const text of shifts.filter((each) => each !== ''))
      expect(text).toMatch(/\d+ places? (higher|lower)$/);
    await page.close();
  });

  it('prints what is folded away, without script too', async () => {
    const context = await browser.newContext({
      javaScriptEnabled: false,
      viewport: { width: 794, height: 1123 },
    });
    const page = await context.newPage();
    await page.goto(report);
    await page.emulateMedia({ media: 'print' });
    for (const each of await page.locator('#construct pre').all())
      expect((await each.boundingBox())?.height).toBeGreaterThan(20);
    await context.close();
  });
});
