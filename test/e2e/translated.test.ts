/**
 * Under the browser's page translation every text is current and none is left behind, and conversation content goes to
 * no translator (rules U1, C7).
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser.ts';
import { translatePage } from '../helpers/page-translator.ts';
import { type GalleryServer, serveGallery } from './gallery-server.ts';
import { STATES } from './gallery-states.ts';

let browser: Browser;
let gallery: GalleryServer;

beforeAll(async () => {
  [browser, gallery] = await Promise.all([launchBrowser(), serveGallery()]);
});
afterAll(async () => {
  await browser.close();
  await gallery[Symbol.asyncDispose]();
});

async function opened() {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  await page.goto(gallery.url);
  return { page, faults, [Symbol.asyncDispose]: () => context.close() };
}

describe.each(['seeker', 'volunteer'] as const)('on the %s’s page', (kind) => {
  const names = Object.keys(STATES).filter((name) => STATES[name]?.page === kind);

  /** The texts of the page in each state, shown one after the other, forwards and then backwards. */
  async function walk(translated: boolean): Promise<{ said: string[]; faults: string[] }> {
    await using shown = await opened();
    const { page, faults } = shown;
    await page.evaluate((name) => globalThis.gallery.show(name, 'en'), names[0] ?? '');
    if (translated) await page.evaluate(translatePage);
    const views = names.map((name) => STATES[name]?.view);
    const said = await page.evaluate(async (all) => {
      const texts: string[] = [];
      for (const view of [...all, ...all.toReversed()]) {
        // Effects start the timers, and may need more than one render.
        for (let round = 0; round < 4; round += 1) {
          await globalThis.gallery.next(view as never);
          globalThis.gallery.pass(5_000);
        }
        await globalThis.gallery.next(view as never);
        const root = document.getElementById('page') ?? document.body;
        texts.push((root.textContent ?? '').replaceAll(/[‹›\s]+/g, ''));
      }
      return texts;
    }, views as object[]);
    return { said, faults };
  }

  test('[U1] after any sequence of states a translated page has the same texts as an untranslated one', async () => {
    expect(names.length).toBeGreaterThan(20);
    const [plain, translated] = await Promise.all([walk(false), walk(true)]);
    expect([plain.faults, translated.faults]).toEqual([[], []]);
    const wrong = translated.said.flatMap((text, index) =>
      text === plain.said[index] ? [] : [{ index, text, plain: plain.said[index] }],
    );
    expect(wrong).toEqual([]);
  });
});

test('[U1, C7] a translator gets the texts of the page, but no conversation content', async () => {
  const [name = ''] = Object.entries(STATES).flatMap(([one, state]) =>
    state.page === 'seeker' &&
    state.view.page === 'conversation' &&
    state.view.talk.lines.length > 3
      ? [one]
      : [],
  );
  await using shown = await opened();
  const { page } = shown;
  await page.evaluate((state) => globalThis.gallery.show(state, 'en'), name);
  await page.evaluate(translatePage);
  expect(await page.getByText('‹').count()).toBeGreaterThan(5);
  const state = STATES[name];
  if (state?.page !== 'seeker' || state.view.page !== 'conversation') throw new Error(name);
  for (const { text } of state.view.talk.lines) {
    const [first = ''] = text.split('\n');
    expect(await page.getByRole('log').getByText(first).count()).toBeGreaterThan(0);
    expect(await page.getByText(`‹${first}`).count()).toBe(0);
  }
  for (const box of await page.getByRole('textbox').all()) {
    for (const [attribute, value] of [
      ['translate', 'no'],
      ['spellcheck', 'false'],
      ['writingsuggestions', 'false'],
      ['data-gramm', 'false'],
    ] as const)
      expect([attribute, await box.getAttribute(attribute)]).toEqual([attribute, value]);
  }
});
