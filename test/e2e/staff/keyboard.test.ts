/** A volunteer with only a keyboard: the focus is never lost, whatever is removed from the screen. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../../helpers/browser.ts';
import { inviteTo } from '../../helpers/invites.ts';
import { tabTo } from '../../helpers/keyboard.ts';
import { hears, joinBy, joinLine, log, pageOf, seekerAt, sitDown } from '../../helpers/pages.ts';
import { startService } from '../../helpers/service.ts';
import { virtualDevice } from '../../helpers/virtual-device.ts';
import { serveGallery, type GalleryServer } from '../gallery-server.ts';
import { STATES } from '../gallery-states.ts';
import { drawing } from '../gallery-walk.ts';

let browser: Browser;
let gallery: GalleryServer;

beforeAll(async () => {
  [browser, gallery] = await Promise.all([launchBrowser(), serveGallery()]);
});
afterAll(async () => {
  await browser.close();
  await gallery[Symbol.asyncDispose]();
});

/** Runs in the page: the text of the focused element, or an empty string. */
function focused(): string {
  const { activeElement } = document;
  return activeElement instanceof HTMLElement && activeElement !== document.body
    ? activeElement.innerText
    : '';
}

test('[U2] a whole shift by keyboard; the focus always moves to the next step', async () => {
  await using service = await startService({ nodes: 1, realTime: true });
  await using seat = await sitDown(browser);
  const { page } = seat;
  await virtualDevice(page);
  await joinBy(page, `${pageOf(service)}#invite=${await inviteTo(service)}`, 'Kari');
  const onFocus = (text: string) =>
    expect.poll(async () => (await page.evaluate(focused)).slice(0, text.length)).toBe(text);
  await tabTo(page, 'Go on duty');
  await page.keyboard.press('Enter');
  await page.getByText('We ask you when someone is waiting').waitFor();
  await onFocus('Go off duty');
  await tabTo(page, 'Take a break');
  await page.keyboard.press('Space');
  await onFocus('Your shift');
  await tabTo(page, 'I’m ready');
  await page.keyboard.press('Enter');
  await onFocus('Your shift');

  await using seeker = await seekerAt(browser, service.origin());
  await joinLine(seeker);
  await page.getByRole('heading', { name: 'Someone is waiting for an answer' }).waitFor();
  await tabTo(page, 'Answer');
  await page.keyboard.press('Enter');
  await log(seeker).waitFor();
  await onFocus('Chat 1');
  await tabTo(page, 'Write a message');
  await page.keyboard.type('by keys');
  await page.keyboard.press('Enter');
  await hears(seeker, ['by keys']);
  for (const answer of ['Escape', 'Continue the chat']) {
    await tabTo(page, 'End');
    await page.keyboard.press('Enter');
    await onFocus('Do you want to end the chat?');
    if (answer !== 'Escape') await tabTo(page, answer);
    await page.keyboard.press(answer === 'Escape' ? answer : 'Enter');
    await onFocus('End');
  }
  await tabTo(page, 'End');
  await page.keyboard.press('Enter');
  await tabTo(page, 'End the chat');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Done, I’m ready' }).waitFor();
  expect(await page.evaluate(focused)).not.toBe('');
  await tabTo(page, 'Hide this message');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Hide this message' }).waitFor({ state: 'detached' });
  expect(await page.evaluate(focused)).not.toBe('');
  await tabTo(page, 'Go off duty');
  await page.keyboard.press('Enter');
  await onFocus('Go on duty');
  expect(seat.faults).toEqual([]);
});

test('[U14] the danger checklist is rendered when danger appears, not only opened', async () => {
  await using drawn = await drawing(browser, gallery, 1280, 800);
  const urgent = STATES['work-offer-urgent']?.view;
  const opened = await drawn.page.evaluate(async (next) => {
    await globalThis.gallery.show('work-ready', 'en');
    const height = () =>
      document.querySelector<HTMLElement>('details[data-tone]')?.offsetHeight ?? 0;
    const before = height();
    await globalThis.gallery.next(next as never);
    return height() - before;
  }, urgent);
  expect(opened).toBeGreaterThan(100);
});

/** States with elements that disappear, each with a following state that lacks them. */
const FOLLOWED: Readonly<Record<string, string>> = {
  ...{ 'work-ready': 'work-paused', 'work-paused': 'work-wrapping', 'work-wrapping': 'work-off' },
  ...{ 'work-off': 'work-ready', 'work-missed': 'work-ready', 'work-offer': 'work-missed' },
  ...{
    'work-talk-offer': 'work-talk',
    'work-talk': 'work-wrapping',
    'work-talk-end': 'work-ready',
  },
  ...{ 'work-talk-frame': 'work-talk', 'work-talk-differ': 'work-paused' },
  ...{ 'work-suggest-second': 'work-talk', 'admin-person': 'admin-staff' },
  ...{
    'admin-person-revoke': 'admin-staff',
    'admin-staff': 'admin-audit',
    'admin-link': 'admin-invite',
  },
  ...{ 'admin-audit': 'admin-audit-loading', 'admin-unavailable': 'admin-staff' },
  ...{ 'admin-plan-running': 'admin-plan-stopped', 'admin-plan-stopped': 'admin-plan-running' },
};

test.each([360, 1280])(
  '[U2] at %i px the focus is not lost when the focused element is removed',
  async (width) => {
    await using drawn = await drawing(browser, gallery, width, 740);
    const views = Object.entries(FOLLOWED).map(
      ([name, next]) => [name, STATES[next]?.view] as const,
    );
    const lost = await drawn.page.evaluate(async (views) => {
      const { gallery } = globalThis;
      const lost: string[] = [];
      const stops = (): HTMLElement[] =>
        [...document.querySelectorAll<HTMLElement>('main :is(button, textarea)')].filter((one) =>
          one.checkVisibility({ visibilityProperty: true }),
        );
      for (const [name, following] of views) {
        await gallery.show(name, 'en');
        const all = stops().length;
        // At most this many elements of a long list.
        for (let nth = 0; nth < Math.min(all, 12); nth += 1) {
          if (nth > 0) await gallery.show(name, 'en');
          const stop = stops()[nth];
          // The element is pressed, and then its effect arrives.
          stop?.focus();
          if (stop instanceof HTMLButtonElement) stop.click();
          await gallery.next(following as never);
          if (document.activeElement === document.body) lost.push(`${name}: ${stop?.innerText}`);
        }
      }
      return lost;
    }, views);
    expect(lost).toEqual([]);
  },
);
