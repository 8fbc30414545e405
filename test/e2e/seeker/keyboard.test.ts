/** A seeker with only a keyboard: every screen is usable, and the focus is never lost. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SeekerView } from '../../../client/src/state/model.ts';
import { stopped } from '../../../client/src/ui/parts/stopped.ts';
import { launchBrowser } from '../../helpers/browser.ts';
import { look, press, tabTo } from '../../helpers/keyboard.ts';
import { hears, log, seekerAt, volunteerAt } from '../../helpers/pages.ts';
import { startService } from '../../helpers/service.ts';
import { serveGallery, type GalleryServer } from '../gallery-server.ts';
import { STATES } from '../gallery-states.ts';
import { drawing, walksThrough } from '../gallery-walk.ts';

let browser: Browser;
let gallery: GalleryServer;

beforeAll(async () => {
  [browser, gallery] = await Promise.all([launchBrowser(), serveGallery()]);
});
afterAll(async () => {
  await browser.close();
  await gallery[Symbol.asyncDispose]();
});

test('[U2, U3] from the first screen to the last by Tab, Enter, Space and arrow keys, and leaving by Shift', async () => {
  await using service = await startService({ nodes: 1, realTime: true });
  await using volunteer = await volunteerAt(browser, service, 0);
  await using seeker = await seekerAt(browser, service.origin());
  const { page } = seeker;
  const answer = volunteer.page.getByRole('button', { name: 'Answer' });
  /** Waits for a screen and checks that its heading has the focus. */
  const arrives = async (name: string) => {
    await page.getByRole('heading', { level: 1, name }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(name);
  };
  await page.getByRole('button', { name: 'Start a chat' }).waitFor();
  // The first stop is the link that skips the repeated parts.
  const first = await press(page, 'Tab');
  expect(first).toEqual({ on: 'Skip to the content', faults: [] });
  await page.keyboard.press('Enter');
  await tabTo(page, 'Start a chat');
  await page.keyboard.press('Space');
  await arrives('Would you like to tell us a little first?');
  await tabTo(page, 'I am in danger now');
  await tabTo(page, 'I’d rather not say');
  await page.keyboard.press('ArrowRight');
  await tabTo(page, 'Join the queue');
  await page.keyboard.press('Enter');
  await arrives('You are in the queue');
  await tabTo(page, 'Leave the queue');
  await page.keyboard.press('Space');
  await page.getByRole('heading', { name: 'Do you want to leave the queue?' }).waitFor();
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.activeElement?.textContent === 'Leave the queue');
  await answer.click();
  await arrives('Chat with Kari');
  await tabTo(page, 'Write a message');
  await page.keyboard.type('by keys');
  await tabTo(page, 'Send');
  await page.keyboard.press('Space');
  await hears(volunteer, ['by keys']);
  await log(seeker).getByText('Delivered').waitFor();
  await tabTo(page, 'End chat');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Do you want to end the chat?' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'End chat' }).waitFor();
  expect(await page.evaluate(look)).not.toMatchObject({ on: '' });
  await tabTo(page, 'End chat');
  await page.keyboard.press('Enter');
  await tabTo(page, 'Yes, end it');
  await page.keyboard.press('Enter');
  await arrives('Thank you for writing');
  await tabTo(page, 'Start again');
  await page.keyboard.press('Enter');
  await arrives('Do you need someone to talk to?');
  await page.route(/^https:/, (route) => route.fulfill({ body: '' }));
  for (const _ of [1, 2, 3]) await page.keyboard.press('Shift');
  await page.waitForURL(/^https:/);
  expect(seeker.faults).toEqual([]);
});

const SEEKERS = Object.keys(STATES).filter((name) => STATES[name]?.page === 'seeker');

function viewOf(name: string): SeekerView | undefined {
  const state = STATES[name];
  return state?.page === 'seeker' ? state.view : undefined;
}

walksThrough(SEEKERS);

describe('on every screen', () => {
  test('[U2] when the focused element is removed, the focus is not lost', async () => {
    await using drawn = await drawing(browser, gallery, 360, 740);
    const { page } = drawn;
    const found = await page.evaluate(
      async ({ names, views }) => {
        const { gallery } = globalThis;
        const lost: string[] = [];
        for (const name of names) {
          const following = views[name.startsWith('waiting') ? 'waiting' : 'talk'];
          await gallery.show(name, 'en');
          const stops = (): HTMLElement[] =>
            [
              ...document.querySelectorAll<HTMLElement>('main :is(a, button, textarea, input)'),
            ].filter((one) => one.checkVisibility());
          for (let nth = 0; nth < stops().length; nth += 1) {
            const stop = stops()[nth];
            const what = `${name}: ${stop?.innerText}`;
            // The element is pressed, and then its effect arrives.
            stop?.focus();
            if (stop instanceof HTMLButtonElement) stop.click();
            await gallery.next(following as never);
            if (document.activeElement === document.body) lost.push(what);
            if (stop?.isConnected !== true) await gallery.show(name, 'en');
          }
        }
        return lost;
      },
      {
        names: SEEKERS.filter((name) => {
          const view = viewOf(name);
          return view !== undefined && 'link' in view && stopped(view.link) === null;
        }),
        views: { waiting: viewOf('waiting'), talk: viewOf('talk') },
      },
    );
    expect(found).toEqual([]);
  });
});
