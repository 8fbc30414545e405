/**
 * The first page before its script runs, and without it: all help is there, and nothing moves when the script takes
 * over.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser.ts';
import { expectAccessible, type Seat, sitDown } from '../helpers/pages.ts';
import { startService, type TestService } from '../helpers/service.ts';

let browser: Browser;
let service: TestService;

beforeAll(async () => {
  [browser, service] = await Promise.all([launchBrowser(), startService({ realTime: true })]);
  await service.set({
    phoneLines: [{ name: 'Vår egen telefon', number: '22 00 00 01' }],
    openingHours: {
      timeZone: 'Europe/Oslo',
      week: Array.from({ length: 7 }, () => [{ from: '00:00', until: '24:00' }]),
      exceptions: {},
      marginMs: 0,
    },
  });
  const volunteer = await service.volunteer();
  await volunteer.send('shift:start', {});
  await service.tick();
});
afterAll(async () => {
  await browser.close();
  await service[Symbol.asyncDispose]();
});

async function withoutScript(width: number, colorScheme: 'light' | 'dark'): Promise<Seat> {
  const context = await browser.newContext({
    ...{ viewport: { width, height: 740 }, colorScheme, javaScriptEnabled: false },
  });
  const page = await context.newPage();
  return { page, faults: [], [Symbol.asyncDispose]: () => context.close() };
}

describe('[U4, I1] without scripts', () => {
  test.each([
    ['nb', 320, 'light', 'Åpent nå', 'Alle dager: 00:00–24:00'],
    ['ar', 360, 'dark', 'الخدمة مفتوحة الآن', 'كل الأيام: 00:00–24:00'],
    ['en', 1280, 'dark', 'Open now', 'Every day: 00:00–24:00'],
  ] as const)('[U4, I1] %s at %d px', async (lang, width, scheme, state, hours) => {
    await using seat = await withoutScript(width, scheme);
    const { page } = seat;
    await page.goto(`${service.origin()}/?lang=${lang}`);
    for (const text of [state, hours, 'Vår egen telefon']) {
      expect(await page.getByText(text).first().isVisible()).toBe(true);
    }
    for (const number of ['113', '116117', '22000001']) {
      expect(await page.locator(`a[href="tel:${number}"]`).first().isVisible()).toBe(true);
    }
    expect(await page.locator('a[href="https://www.yr.no/"]').isVisible()).toBe(true);
    // Scripts are disabled, so this evaluates from outside the page.
    const { scrollWidth } = await page.evaluate(() => document.documentElement);
    expect(scrollWidth ?? width).toBeLessThanOrEqual(width);
  });
});

test('[U4] a script that fails to load leaves the page as it is', async () => {
  await using seat = await sitDown(browser);
  const { page } = seat;
  await page.route('**/assets/*.js', (route) => route.abort());
  await page.goto(`${service.origin()}/?lang=en`);
  await page.getByText('Open now').waitFor();
  await page.getByText('Is nothing happening?').waitFor();
  expect(await page.locator('a[href="tel:22000001"]').isVisible()).toBe(true);
  await expectAccessible(seat);
});

/** The positions of the main elements. */
async function places(page: Page) {
  const boxes = [];
  const parts = [
    'h1',
    'a[href="tel:113"]',
    'header > div',
    'main section p',
    'main section button',
  ];
  for (const part of parts) {
    boxes.push(await page.locator(part).first().boundingBox());
  }
  const exit = page.locator('a#leave');
  const state = await page.getByText('Open now').boundingBox();
  return [...boxes, await exit.boundingBox(), { x: state?.x, y: state?.y, height: state?.height }];
}

test.each([360, 1280])(
  '[U5, I1] when the script takes over at %d px nothing moves, and no other state is shown',
  async (width) => {
    await using seat = await sitDown(browser, { width, height: 740 });
    const { page } = seat;
    const script = Promise.withResolvers<void>();
    await page.route('**/assets/index-*.js', async (route) => {
      await script.promise;
      await route.continue();
    });
    // The server names the language, so its texts are requested before the page's script runs.
    const words = page.waitForRequest(/\/assets\/late-en-/);
    await page.goto(`${service.origin()}/?lang=en`, { waitUntil: 'commit' });
    await page.getByRole('button', { name: 'Start a chat' }).waitFor();
    await words;
    const before = await places(page);
    await page.evaluate(() => {
      const told: string[] = [];
      Object.assign(globalThis, { told });
      new MutationObserver(() => told.push(document.body.innerText)).observe(document.body, {
        ...{ childList: true, subtree: true, characterData: true },
      });
    });
    script.resolve();
    await page.locator('#start').waitFor({ state: 'detached' });
    expect(await places(page)).toEqual(before);
    const told = await page.evaluate(() => (globalThis as unknown as { told: string[] }).told);
    expect(told.length).toBeGreaterThan(0);
    expect(told.filter((text) => !text.includes('Open now'))).toEqual([]);
    expect(await page.getByText('Every day: 00:00–24:00').isVisible()).toBe(true);
    expect(seat.faults).toEqual([]);
  },
);
