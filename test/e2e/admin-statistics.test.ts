/** The statistics of the admin's page in a browser: choosing a period, tables, downloads, the printed report. */
import { readFile } from 'node:fs/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PeriodChoice } from '../../client/src/figures/report.ts';
import { STAFF_LOCALES } from '../../client/src/i18n/locales.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { drawnIn } from '../helpers/fonts.ts';
import { startService } from '../helpers/service.ts';
import { staffSeat } from '../helpers/staff-seat.ts';
import { called, openedGallery } from './gallery-page.ts';

const WIDE = { viewport: { width: 1280, height: 800 } };
const open = openedGallery();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** Shows the period that the page has asked for last, as the controller does. */
async function follow(page: Page): Promise<PeriodChoice> {
  const last = (await called(page)).findLast((call) => call.startsWith('choosePeriod ')) ?? '';
  const choice = JSON.parse(last.slice('choosePeriod '.length)) as PeriodChoice;
  await page.evaluate((chosen) => gallery.choosePeriod(chosen), choice);
  return choice;
}

const card = (page: Page, title: string): Locator =>
  page.getByRole('region', { name: title, exact: true });

/** The table of a card, opened, as rows of texts. */
async function tableOf(page: Page, title: string): Promise<string[][]> {
  const figure = card(page, title);
  await figure.getByText('Vis tabellen').click();
  const rows = await figure.getByRole('row').all();
  return Promise.all(rows.map((row) => row.locator('th, td').allInnerTexts()));
}

async function download(page: Page, name: string): Promise<string> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name }).click(),
  ]);
  return readFile(await file.path(), 'utf8');
}

test('[T4, U2] a period is chosen by kind, list, neighbour and, for days, by date', async () => {
  await using shown = await open('admin-statistics', WIDE);
  const { page } = shown;
  const heard = page.getByRole('status').filter({ hasText: /20\d\d/ });
  expect(await heard.textContent()).toBe('oktober 2026');
  await page.getByRole('button', { name: 'Perioden før' }).click();
  expect(await follow(page)).toEqual({ kind: 'month', period: '2026-09' });
  expect(await heard.textContent()).toBe('september 2026');
  await page.getByLabel('Hvilken måned').selectOption('desember 2025');
  expect(await follow(page)).toEqual({ kind: 'month', period: '2025-12' });
  await page.getByRole('radio', { name: 'Uke' }).check();
  expect(await follow(page)).toEqual({ kind: 'week', period: null });
  await page.getByLabel('Hvilken uke').selectOption('2026-W01');
  expect(await follow(page)).toEqual({ kind: 'week', period: '2026-W01' });
  expect(await heard.textContent()).toMatch(/^Uke 1 \(29\. des\. 2025\D+4\. jan\. 2026\)$/);
  await page.getByRole('radio', { name: 'Kvartal' }).check();
  expect(await follow(page)).toEqual({ kind: 'quarter', period: null });
  expect(await heard.textContent()).toBe('3. kvartal 2026');
  const oldest = page.getByLabel('Hvilket kvartal').getByRole('option').last();
  expect(await oldest.textContent()).toBe('4. kvartal 2023 (fra 18. november)');
  await page.getByLabel('Hvilket kvartal').selectOption('1. kvartal 2024');
  await follow(page);
  await page
    .getByText('Til sammenligning: 4. kvartal 2023 (fra 18. november). Den perioden er kortere.')
    .first()
    .waitFor();
  await page.getByRole('radio', { name: 'Dag' }).check();
  await follow(page);
  await page.getByLabel('Hvilken dag').fill('2026-10-25');
  expect(await follow(page)).toEqual({ kind: 'day', period: '2026-10-25' });
  expect(await heard.textContent()).toMatch(/søndag 25\. oktober 2026/);
  // No day without figures can be chosen.
  expect(await page.getByLabel('Hvilken dag').getAttribute('max')).toBe('2026-11-20');
});

test('[T3, T4] plot, table, CSV and JSON have the same numbers', async () => {
  await using shown = await open('admin-statistics', WIDE);
  const { page } = shown;
  const title = 'Hvordan ventingen endte';
  const [head = [], ...rows] = await tableOf(page, title);
  expect(head).toEqual(['Hva', 'oktober 2026', 'september 2026']);
  const plot = card(page, title).getByRole('img');
  const values = await plot.locator('span').allInnerTexts();
  const plotted = rows.slice(0, -1).map(([name = '', now = '']) => [name, now]);
  expect(values).toEqual(plotted.flat());
  expect(await plot.getAttribute('aria-label')).toContain(plotted[0]?.join(': '));

  const lines = (await download(page, 'Last ned regneark (CSV)')).split('\r\n');
  expect(lines[0]).toBe('\uFEFFTall;Rad;Periode;Verdi;Enhet;Andel');
  const cells = lines.map((line) => line.split(';')).filter(([figure]) => figure === title);
  const written = cells.map(([, row, period, value, , share]) =>
    [row, period, share === '' ? value : `${value} (${share})`].join(' | '),
  );
  expect(written).toEqual(
    rows.flatMap(([name, now, before]) => [
      [name, head[1], now].join(' | '),
      [name, head[2], before].join(' | '),
    ]),
  );
  const json = JSON.parse(await download(page, 'Last ned data (JSON)')) as { numbers: unknown[] };
  expect(json.numbers).toHaveLength(lines.length - 2);
  await page.getByRole('status').getByText('statistikk-2026-10.json ligger blant').waitFor();
});

test('[T4] small and hidden values have a look of their own, and no length of zero', async () => {
  await using shown = await open('admin-statistics', WIDE);
  const { page } = shown;
  const plots = page.getByRole('img');
  const widths = await plots
    .locator('rect[data-look="few"]')
    .evaluateAll((boxes) => boxes.map((box) => box.getBoundingClientRect().width));
  expect(widths.length).toBeGreaterThan(20);
  expect(widths.filter((width) => width < 4)).toEqual([]);
  expect(await plots.locator('[data-look="hidden"]').count()).toBeGreaterThan(0);
  for (const text of [
    '«<5» betyr 0, 1, 2, 3 eller 4.',
    '«Skjult» kan være',
    'skal kunne kjennes igjen',
    'Ellers slettes de etter 15 til 30 dager.',
  ]) {
    expect(await page.getByText(text).first().isVisible()).toBe(true);
  }
});

/** The number of pages of the printed state. */
async function pagesOf(page: Page): Promise<number> {
  const file = await page.pdf({ preferCSSPageSize: true });
  return file.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}

test.each(['narrow', 'wide'] as const)(
  '[T4] the report of a month, quarter or year prints on two pages, in a %s font and also from a dark page',
  async (font) => {
    await using shown = await open(null, { ...WIDE, colorScheme: 'dark' });
    const { page } = shown;
    await drawnIn(page.context(), font);
    await page.goto(`${page.url()}?name=Mental+Helse+Lillevik+og+omegn+lokallag`);
    await page.evaluate(() => document.fonts.ready);
    for (const locale of STAFF_LOCALES) {
      for (const kind of ['', '-quarter', '-cut', '-year']) {
        const state = `admin-statistics${kind}`;
        await page.evaluate(([name, locale]) => gallery.show(name, locale), [
          state,
          locale,
        ] as const);
        expect([state, locale, await pagesOf(page)]).toEqual([state, locale, 2]);
      }
    }
    await page.emulateMedia({ media: 'print' });
    const text = await page.locator('main').innerText();
    for (const part of [
      'Mental Helse Lillevik',
      'Statistics for 2025',
      'How the numbers are made',
      'From the 4th quarter of 2025.',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toContain('“<5” means 0, 1, 2, 3 or 4.');
    expect(text).not.toContain('Today');
    expect(
      await page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor),
    ).toBe('rgb(255, 255, 255)');
  },
);

test('[T4, U6] the section loads its script when it is opened, and says when the service does not answer', async () => {
  await using service = await startService({ realTime: true });
  const made = await service.book.addInvite('operator', { kind: 'first' });
  if (!made.ok) throw new Error(made.code);
  await using kari = await staffSeat(browser, service);
  await kari.join(`/volunteer#invite=${made.token}`, 'Kari');
  await kari.link('Manage').click();
  await kari.heading('Those who answer').waitFor();
  const { page } = kari;
  const scripts = () =>
    page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  const ofSection = async () =>
    (await scripts()).filter((name) => /assets\/(?:dashboard|figures-\w\w)-.*\.js$/.test(name));
  expect(await ofSection()).toEqual([]);
  await kari.link('Statistics').click();
  await kari.heading('Today').waitFor();
  expect(page.url()).toMatch(/#statistics$/);
  expect(await ofSection()).toHaveLength(2);

  await page.context().setOffline(true);
  await kari.link('Staff').click();
  await kari.link('Statistics').click();
  await page.getByRole('alert').getByText('You are offline right now.').waitFor();
  await page.getByText('New numbers did not arrive.').waitFor();
  await page.context().setOffline(false);
  // The browser notes each failed request.
  expect(kari.faults.filter((fault) => !fault.startsWith('Failed to load resource'))).toEqual([]);
});

test.each([320, 768])(
  '[T4, U2] on a page %i px wide, links lead to each part by keyboard and by tap',
  async (width) => {
    await using shown = await open('admin-statistics', { viewport: { width, height: 700 } });
    const { page } = shown;
    const list = page.getByRole('navigation', { name: 'På denne siden' });
    await list.getByText('På denne siden').click();
    const links = await list.getByRole('link').all();
    // The first part, and what its marks mean, are right below the list.
    const [, , ...headings] = await page.locator('h2[id^=figures]').allInnerTexts();
    expect(await list.getByRole('link').allInnerTexts()).toEqual(headings);
    expect(headings.length).toBeGreaterThan(7);
    const before = page.url();
    for (const [at, link] of links.entries()) {
      if (at % 2 === 0) await link.click();
      else {
        await link.focus();
        await page.keyboard.press('Enter');
      }
      const heading = page.getByRole('heading', { name: headings[at] ?? '', exact: true });
      await expect.poll(() => heading.evaluate((one) => one === document.activeElement)).toBe(true);
      // Below the bar, and in the window.
      const box = await heading.boundingBox();
      expect(box !== null && box.y >= 0 && box.y + box.height <= 700).toBe(true);
    }
    expect(page.url()).toBe(before);
  },
);

test('[T3, U2] a figure with a hidden number links to what that means', async () => {
  await using shown = await open('admin-statistics', { viewport: { width: 320, height: 700 } });
  const { page } = shown;
  const name = 'Hva «<5» og «skjult» betyr';
  const hides = await page
    .getByRole('region')
    .filter({ has: page.getByRole('link', { name }) })
    .filter({ has: page.getByRole('heading', { level: 3 }) })
    .filter({ hasText: 'Vis tabellen' })
    .all();
  expect(hides.length).toBeGreaterThan(0);
  for (const figure of hides) expect(await figure.textContent()).toContain('skjult');
  await page.getByRole('link', { name }).first().press('Enter');
  const heading = page.getByRole('heading', { name, exact: true });
  await expect.poll(() => heading.evaluate((one) => one === document.activeElement)).toBe(true);
});

test('[T4] on a wide page there are no links to its parts', async () => {
  await using shown = await open('admin-statistics', { viewport: { width: 1280, height: 800 } });
  const list = shown.page.locator('nav').filter({ hasText: 'Ta med deg tallene' });
  expect([await list.count(), await list.isVisible()]).toEqual([1, false]);
});
