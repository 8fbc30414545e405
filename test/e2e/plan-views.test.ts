/** The shift plan from fixtures: what is announced, the tables, and the printed week (rule T5). */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Locale, STAFF_LOCALES } from '../../client/src/i18n/locales.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { drawnIn } from '../helpers/fonts.ts';
import { serveGallery, type GalleryServer } from './gallery-server.ts';
import { STATES } from './gallery-states.ts';

const SHOTS = join(import.meta.dirname, '..', 'artefacts', 'screens');
let server: GalleryServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([serveGallery(), launchBrowser()]);
  await mkdir(SHOTS, { recursive: true });
});
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

async function open(
  state: string,
  {
    locale = 'en',
    width = 1280,
    height = 800,
  }: { locale?: Locale; width?: number; height?: number } = {},
): Promise<AsyncDisposable & { readonly page: Page }> {
  const context = await browser.newContext({
    ...{ viewport: { width, height }, reducedMotion: 'reduce' },
  });
  await drawnIn(context, 'wide');
  const page = await context.newPage();
  await page.goto(server.url);
  await page.evaluate(() => document.fonts.ready);
  await page.evaluate(([name, locale]) => gallery.show(name, locale), [state, locale] as const);
  return { page, [Symbol.asyncDispose]: () => context.close() };
}

/** The view of a state of the plan. */
function viewOf(name: string) {
  const state = STATES[name];
  if (state?.page !== 'admin' || state.view.page !== 'work') throw new Error(name);
  return state.view;
}

test('[T5, U2] start and end are announced, the hours between them are not', async () => {
  const running = viewOf('admin-plan-running');
  const done = viewOf('admin-plan-done');
  if (done.plan.run.state === 'none') throw new Error('not started');
  const { task, results } = done.plan.run;
  const at = (ready: number) => ({
    ...running,
    plan: {
      ...running.plan,
      run: { state: 'running' as const, task, results: results.slice(0, ready) },
    },
  });
  await using shown = await open('admin-plan-measured');
  const said = await shown.page.evaluate(
    async (views) => {
      const said: string[] = [];
      const regions = [...document.querySelectorAll('[role=status]')];
      for (const region of regions) {
        new MutationObserver(() => said.push(region.textContent)).observe(region, {
          ...{ childList: true, characterData: true, subtree: true },
        });
      }
      for (const view of views) await gallery.next(view);
      return said;
    },
    [at(0), at(1), at(2), at(14), at(27), done],
  );
  expect(said).toEqual(['Working out the plan …', 'The plan is ready.']);
});

test('[T5] the week is a table with headings, and says in words what colours and signs show', async () => {
  await using shown = await open('admin-plan-done');
  const week = shown.page.getByRole('table', { name: 'How many volunteers are needed' });
  expect(await week.getByRole('columnheader').count()).toBe(8);
  expect(await week.getByRole('columnheader', { name: 'Thursday' }).count()).toBe(1);
  expect(await week.getByRole('rowheader').allInnerTexts()).toEqual([
    ...['18–19', '19–20', '20–21', '21–22'],
  ]);
  const sunday = week.getByRole('row').last().getByRole('cell').last();
  expect(await sunday.textContent()).toBe('~2↑now 1, more than now, not measured');
  const levels = await week
    .locator('td')
    .evaluateAll((cells) => cells.map((cell) => getComputedStyle(cell).backgroundColor));
  expect(new Set(levels).size).toBe(4);
});

test('[T5] left is shown beside served in time: now, with one more, and by the plan', async () => {
  await using shown = await open('admin-plan-done');
  const { page } = shown;
  const compare = page.getByRole('table', { name: 'Now, with one more, and by the plan' });
  expect(await compare.getByRole('columnheader').allInnerTexts()).toEqual([
    ...['On duty', 'Volunteer hours a week', 'Answered within 5 min', 'Leave unanswered'],
  ]);
  expect(await compare.getByRole('rowheader').allInnerTexts()).toEqual([
    ...['As now', 'One more each open hour', 'By the plan'],
  ]);
  await page.getByText('With one more in each open hour, about').waitFor();
  await page.getByRole('radio', { name: 'Saturday' }).check();
  const day = page.getByRole('table', { name: 'The hours of Saturday' });
  expect(await day.getByRole('row').count()).toBe(5);
  expect(await day.getByRole('cell').last().innerText()).toMatch(
    /^now \d+% · one more [\d.]+% · plan [\d.]+%$/,
  );
});

test('[T5] a shared queue is labelled as an approximation', async () => {
  await using shown = await open('admin-plan-assumed');
  const { page } = shown;
  const table = page.getByRole('table', { name: 'Apart and together' });
  expect(await table.getByRole('row').count()).toBe(3);
  await page.getByText('An approximation: chats and patience are the same for both').waitFor();
});

/** The sizes of the pages in the PDF, in points. Page objects are not compressed, unlike their content. */
function pagesOf(pdf: Buffer): string[] {
  return [...pdf.toString('latin1').matchAll(/\/MediaBox \[([^\]]*)\]/g)].map(([, box = '']) =>
    box
      .trim()
      .split(' ')
      .map((side) => Math.round(Number(side)))
      .join(' '),
  );
}

describe.each(STAFF_LOCALES)('[T5] the printed week in %s', (locale) => {
  test.each(['admin-plan-done', 'admin-plan-always', 'admin-plan-assumed'])(
    '[T5] %s is one A4 sheet, sideways, and nothing is cut off',
    async (state) => {
      await using shown = await open(state, { locale });
      const { page } = shown;
      const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: false });
      await writeFile(join(SHOTS, `${state}-${locale}.pdf`), pdf);
      expect(pagesOf(pdf)).toEqual(['0 0 842 595']);
      // The printable area at 96 dpi.
      await page.emulateMedia({ media: 'print' });
      await page.setViewportSize({ width: 1047, height: 718 });
      await page.screenshot({ path: join(SHOTS, `${state}-${locale}-print.png`) });
      expect(await page.getByRole('heading').count()).toBe(0);
      expect(await page.getByRole('button').count()).toBe(0);
      expect(await page.getByRole('table').count()).toBe(1);
      const over = await page.evaluate(() => {
        const { scrollWidth } = document.documentElement;
        const foot =
          document.querySelector('table ~ p')?.getBoundingClientRect().bottom ?? Infinity;
        const cut = [...document.querySelectorAll('table *')].filter((element) => {
          const box = element.getBoundingClientRect();
          const cell = element.closest('td, th')?.getBoundingClientRect();
          return (
            cell !== undefined && (box.right > cell.right + 0.5 || box.bottom > cell.bottom + 0.5)
          );
        });
        return [Math.max(0, foot - 718), Math.max(0, scrollWidth - 1047), cut.length];
      });
      expect(over).toEqual([0, 0, 0]);
    },
  );
});

test('[T5] at 400 % zoom the form and the week stay within the window', async () => {
  // 1280 × 800 CSS pixels at 400 %.
  await using shown = await open('admin-plan-always', { width: 320, height: 200 });
  const { page } = shown;
  const tooWide = await page.evaluate(() =>
    [...document.querySelectorAll('body *:not(.heard)')]
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5)
      .map((element) => element.outerHTML.slice(0, 100)),
  );
  expect(tooWide).toEqual([]);
});
