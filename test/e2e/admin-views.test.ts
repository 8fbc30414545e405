/**
 * Browser-only behaviour of the admin's page: search, date filters, printing. Uses fixtures, under the server's content
 * security policy.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser.ts';
import { serveGallery, type GalleryServer } from './gallery-server.ts';

let server: GalleryServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([serveGallery(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

async function open(
  state: string,
  width = 1280,
): Promise<AsyncDisposable & { readonly page: Page }> {
  const context = await browser.newContext({
    ...{ viewport: { width, height: 800 }, reducedMotion: 'reduce', timezoneId: 'Europe/Oslo' },
  });
  const page = await context.newPage();
  // Long enough for a busy machine; only a real hang exceeds it.
  page.setDefaultTimeout(30_000);
  await page.goto(server.url);
  await page.evaluate((name) => gallery.show(name, 'en'), state);
  return { page, [Symbol.asyncDispose]: () => context.close() };
}

const called = (page: Page): Promise<string[]> => page.evaluate(() => gallery.called);

test('[U2] a long list of staff is filtered while typing, and the number of hits is announced politely', async () => {
  await using shown = await open('admin-many');
  const { page } = shown;
  const rows = page.getByRole('row');
  await page.getByLabel('Search by name').fill('mart');
  await page.getByRole('status').getByText('1 match').waitFor();
  expect(await rows.count()).toBe(2);
  await page.getByLabel('Search by name').fill('');
  await page.getByLabel('Show', { exact: true }).selectOption('In training');
  await page.getByRole('status').getByText('5 matches').waitFor();
  await page.getByLabel('Search by name').fill('nobody at all');
  await page.getByRole('status').getByText('No matches.').waitFor();
});

test('[U2] staff are shown as a table on wide windows and as cards on narrow ones', async () => {
  await using shown = await open('admin-staff');
  const { page } = shown;
  expect(await page.getByRole('table', { name: 'Everyone who can sign in' }).count()).toBe(1);
  expect(await page.getByRole('rowheader').count()).toBe(5);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.getByRole('heading', { level: 3, name: 'Ola' }).waitFor();
  expect(await page.getByRole('table').count()).toBe(0);
});

test('[S5] the log filter uses whole days in the viewer’s time zone, and the CSV link has the same filter', async () => {
  await using shown = await open('admin-audit');
  const { page } = shown;
  await page.getByLabel('First day').fill('2026-11-20');
  await page.getByLabel('Last day').fill('2026-11-18');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  const wrong = page.getByText('The first day must come before the last.');
  await wrong.waitFor();
  expect(await wrong.evaluate((words) => words === document.activeElement)).toBe(true);
  expect((await called(page)).filter((call) => call.startsWith('filter'))).toEqual([]);
  // On this day summer time ends, so it has 25 hours.
  await page.getByLabel('First day').fill('2026-10-25');
  await page.getByLabel('Last day').fill('2026-10-25');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  const from = Date.parse('2026-10-25T00:00+02:00');
  const until = Date.parse('2026-10-26T00:00+01:00');
  expect(await called(page)).toContain(`filter ${JSON.stringify({ from, until })}`);

  await using filtered = await open('admin-audit-filtered');
  const file = filtered.page.getByRole('link', { name: 'Download as a spreadsheet (CSV)' });
  const address = new URL((await file.getAttribute('href')) ?? '', server.url);
  expect(address.pathname).toBe('/api/admin/audit.csv');
  expect(address.searchParams.get('what')).toBe('staff.changed');
  expect(address.searchParams.get('staff')).toMatch(/^person-2/);
});

test('[S1] only the link card is printed: the address, the QR code, and the instructions', async () => {
  await using shown = await open('admin-link');
  const { page } = shown;
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('header').isVisible()).toBe(false);
  expect(await page.getByRole('button', { name: 'Copy the link' }).isVisible()).toBe(false);
  for (const seen of [
    page.getByRole('img', { name: 'QR code with the link' }),
    page.getByText('https://chat.example.org/volunteer#invite=', { exact: false }),
    page.getByText('Welcome to Terskel'),
    page.getByText('Open the link on the phone or computer', { exact: false }),
  ]) {
    expect(await seen.isVisible()).toBe(true);
  }
});
