/** The gallery in a browser, for the tests of one file. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import type { Line, SeekerView } from '../../client/src/state/model.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { serveGallery, type GalleryServer } from './gallery-server.ts';
import { STATES } from './gallery-states.ts';

export type Talking = Extract<SeekerView, { page: 'conversation' }>;

export const PHONE = {
  ...{ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true },
} as const;

/** Returns a function that opens a state in a page of its own, in bokmål. Null: the page shows nothing yet. */
export function openedGallery() {
  let server: GalleryServer;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([serveGallery(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await server[Symbol.asyncDispose]();
  });
  return async (
    state: string | null,
    options: BrowserContextOptions = {},
  ): Promise<AsyncDisposable & { readonly page: Page }> => {
    const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    await page.goto(server.url);
    if (state !== null) await page.evaluate((name) => gallery.show(name, 'nb'), state);
    return { page, [Symbol.asyncDispose]: () => context.close() };
  };
}

/** The actions that the page has called. */
export const called = (page: Page): Promise<string[]> => page.evaluate(() => gallery.called);
export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
/** Shows the next view of the seeker's page. */
export const show = (page: Page, view: SeekerView): Promise<void> =>
  page.evaluate((following) => gallery.next(following), view);

/** The view of a state that is a seeker's conversation. */
export function talking(name = 'talk'): Talking {
  const state = STATES[name];
  if (state?.page !== 'seeker' || state.view.page !== 'conversation') throw new Error(name);
  return state.view;
}

/** The same conversation with one more message, from the volunteer by default. */
export function saying(view: Talking, more: Partial<Line>): Talking {
  const line = {
    key: `more ${view.talk.lines.length}`,
    from: 'volunteer',
    text: 'Jeg er her.',
    acceptedAt: 1_795_292_060_000,
    delivery: 'delivered',
    ...more,
  } as Line;
  return {
    ...view,
    talk: { ...view.talk, otherIsTyping: false, lines: [...view.talk.lines, line] },
  };
}

/** What the page has recorded for the test. */
export const heard = (page: Page): Promise<string[]> =>
  page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
