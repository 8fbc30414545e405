/**
 * The widget on sites that replace their content without loading a page: one widget per page, with current state (rule
 * U8).
 */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { hostSite } from '../helpers/host-site.ts';
import { sitDown } from '../helpers/pages.ts';
import { withBrowser } from '../helpers/with-browser.ts';

const { browser, service } = await withBrowser();

/** The script tag as a site includes it, in a page body with this title. */
const bodyOf = (title: string) =>
  `<main><h1>${title}</h1><script type="module" src="${service.origin()}/embed.js" data-lang="en"></script></main>`;

const site = () =>
  hostSite(
    service.origin(),
    `<!doctype html><html lang="nb"><head><meta charset="utf-8"><title>Lillevik</title>
    <link rel="icon" href="data:,"></head><body>${bodyOf('One')}</body></html>`,
    "base-uri 'none'",
  );

type Change = 'turbo' | 'htmx' | 'transition' | 'snapshot';

/** Replaces the page like these libraries, including scripts that run again. */
async function change(page: Page, how: Change, html: string): Promise<void> {
  await page.evaluate(
    async ([way, markup]) => {
      const runAgain = (root: ParentNode) => {
        for (const script of root.querySelectorAll('script')) {
          const copy = document.createElement('script');
          for (const { name, value } of script.attributes) copy.setAttribute(name, value);
          script.replaceWith(copy);
        }
      };
      const swap = () => {
        if (way === 'htmx') {
          document.body.innerHTML = markup;
          runAgain(document.body);
          return;
        }
        if (way === 'snapshot') {
          document.body = document.body.cloneNode(true) as HTMLBodyElement;
          return;
        }
        const { body } = new DOMParser().parseFromString(`<body>${markup}`, 'text/html');
        document.documentElement.replaceChild(document.adoptNode(body), document.body);
        runAgain(document.body);
      };
      if (way === 'transition') await document.startViewTransition(swap).updateCallbackDone;
      else swap();
    },
    [how, html] as const,
  );
}

const widgets = (page: Page) => page.locator('terskel-door');

test('[U8] each page has exactly one widget with its numbers, however the page was swapped in, also from a snapshot', async () => {
  await using host = await site();
  await using seat = await sitDown(browser);
  const { page } = seat;
  await page.goto(host.origin);
  const whole = async (title: string) => {
    await page.getByRole('heading', { name: title }).waitFor();
    const widget = widgets(page).locator('[role=group]');
    await expect
      .poll(() => widget.allInnerTexts().then((all) => all.join(' ')))
      .toMatch(/Not open now[\s\S]*116 123[\s\S]*113/);
    expect(await widgets(page).count()).toBe(1);
  };
  await whole('One');
  for (const [how, title] of [
    ['turbo', 'Two'],
    ['snapshot', 'Two'],
    ['htmx', 'Three'],
    ['transition', 'Four'],
    ['snapshot', 'Four'],
    ['turbo', 'Five'],
  ] as const) {
    await change(page, how, bodyOf(title));
    await whole(title);
  }
  expect(seat.faults).toEqual([]);
});

test('[U8] a page without the script has no widget, and a page restored from the back/forward cache asks at once', async () => {
  await using host = await site();
  await using seat = await sitDown(browser);
  const { page } = seat;
  await page.goto(host.origin);
  await widgets(page).getByText('Not open now').waitFor();
  const asked = page.waitForRequest(/intake/);
  await page.evaluate(() => {
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
  });
  await asked;
  await change(page, 'turbo', '<h1>None</h1>');
  await page.getByRole('heading', { name: 'None' }).waitFor();
  expect(await widgets(page).count()).toBe(0);
});

test('[U8] text that the browser has translated is not rewritten while the state is unchanged', async () => {
  await using host = await site();
  await using seat = await sitDown(browser);
  const { page } = seat;
  await page.clock.install();
  await page.goto(host.origin);
  await widgets(page).getByText('Not open now').waitFor();
  await widgets(page).evaluate((widget) => {
    const state = widget.shadowRoot?.querySelector('b');
    if (state !== null && state !== undefined) state.textContent = 'Cerrado';
  });
  const answer = page.waitForResponse(/intake/);
  await page.clock.runFor(15_000);
  await (await answer).finished();
  await page.evaluate(() => new Promise((resolve) => void requestAnimationFrame(resolve)));
  expect(await widgets(page).getByText('Cerrado').count()).toBe(1);
});
