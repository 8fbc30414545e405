/** Walks through states of the gallery by keyboard alone. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser.ts';
import { press } from '../helpers/keyboard.ts';
import { serveGallery, type GalleryServer } from './gallery-server.ts';

export interface Drawing extends AsyncDisposable {
  readonly page: Page;
}

export async function drawing(
  browser: Browser,
  { url }: GalleryServer,
  width: number,
  height: number,
): Promise<Drawing> {
  const context = await browser.newContext({
    viewport: { width, height },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(url);
  return { page, [Symbol.asyncDispose]: () => context.close() };
}

/** Walks through a whole screen, from its start until Tab leaves the page. Returns the faults found. */
async function walk(page: Page, state: string): Promise<string[]> {
  await page.evaluate((name) => globalThis.gallery.show(name, 'en'), state);
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    // Tab starts from the selection.
    getSelection()?.setPosition(document.body, 0);
    const stops = [...document.querySelectorAll('*')].filter(
      (one) => one instanceof HTMLElement && one.tabIndex >= 0,
    );
    Object.assign(globalThis, { stops, at: -1 });
  });
  const found: string[] = [];
  for (let presses = 0; presses < 120; presses += 1) {
    const { on, faults } = await press(page, 'Tab');
    if (on === '' && faults[0] === 'nothing has the focus') return found;
    const moved = await page.evaluate(() => {
      const walked = globalThis as unknown as { stops: Element[]; at: number };
      const before = walked.at;
      walked.at = walked.stops.indexOf(document.activeElement ?? document.body);
      const isDate = document.activeElement?.matches('[type=date]') === true;
      // A date field has several stops of its own.
      if (isDate && walked.at === before) return 'within';
      return walked.at > before ? 'on' : 'back';
    });
    if (moved === 'within') continue;
    found.push(...faults);
    if (moved === 'back') {
      // Back at the first stop: the browser's own controls are not part of the page.
      if (on === 'Skip to the content') return found;
      found.push(`out of order: ${on}`);
    }
  }
  return [...found, 'Tab does not lead out'];
}

/**
 * Defines tests that every stop of these states is visible, uncovered and in page order, on a small phone and on a
 * desktop.
 */
export function walksThrough(states: readonly string[]): void {
  let server: GalleryServer;
  let browser: Browser;
  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), serveGallery()]);
  });
  afterAll(async () => {
    await browser.close();
    await server[Symbol.asyncDispose]();
  });

  describe.each([
    ['a small phone', 320, 568],
    ['a desktop', 1280, 800],
  ])('on %s each focusable element is visible, uncovered and in page order', (_, width, height) => {
    let drawn: Drawing;
    beforeAll(async () => {
      drawn = await drawing(browser, server, width, height);
    });

    test.each(states)('[U2] %s', async (state) => {
      expect(await walk(drawn.page, state)).toEqual([]);
    });
  });
}
