/** *Start* before the page's own script: what it weighs, and that a press is not lost on the way (rule U5). */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { button, expectAccessible, joinLine, sitDown, volunteerAt } from '../helpers/pages.ts';
import { until } from '../helpers/service.ts';
import { withBrowser } from '../helpers/with-browser.ts';

const { browser, service } = await withBrowser();

/** The page's own script. */
const OWN = '**/assets/index-*.js';

/** Holds it back until it is let come. */
async function held(page: Page) {
  const script = Promise.withResolvers<void>();
  await page.route(OWN, async (route) => {
    await script.promise;
    await route.continue();
  });
  return { come: () => script.resolve() };
}

/** A volunteer who is on duty, and what the server writes says so. */
async function open() {
  const volunteer = await volunteerAt(browser, service, 0);
  await until(async () => (await (await fetch(service.origin())).text()).includes('id="start"'));
  return volunteer;
}

const questions = (page: Page) => page.getByRole('button', { name: 'Join the queue' });

test.each(['nb', 'nn', 'en', 'ar'])(
  '[U5] in %s a browser has received at most 25 kB when Start can be pressed, headers and all else included',
  async (lang) => {
    await using _ = await open();
    await using seat = await sitDown(browser);
    const { page } = seat;
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Network.enable');
    // What comes after it: the page's own script, and its words.
    await devtools.send('Network.setBlockedURLs', {
      urlPatterns: [
        { urlPattern: '*://*:*/assets/index-*.js', block: true },
        { urlPattern: `*://*:*/assets/${lang}-*.js`, block: true },
      ],
    });
    const received = new Map<string, number>();
    devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      received.set(requestId, encodedDataLength);
    });
    await page.goto(`${service.origin()}/?lang=${lang}`, { waitUntil: 'load' });
    const start = page.locator('#start > button').first();
    await start.waitFor();
    expect(await start.isVisible()).toBe(true);
    // The page, its style and its script.
    await expect.poll(() => received.size).toBe(3);
    const bytes = [...received.values()].reduce((sum, each) => sum + each, 0);
    // More than the bodies alone, so that what is measured is known to hold the headers.
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThanOrEqual(25_000);
  },
);

test.each([
  ['Start a chat', 'Join the queue'],
  ['I am in danger now', 'Call 113'],
])(
  '[U5, U2] %s, pressed before the page’s own script is there, is said to be under way, and leads on once it is',
  async (name, next) => {
    await using _ = await open();
    await using seat = await sitDown(browser);
    const { page } = seat;
    const script = await held(page);
    await page.goto(`${service.origin()}/?lang=en`, { waitUntil: 'commit' });
    await button(seat, name).press('Enter');
    await page.getByText('Just a moment').waitFor();
    expect(await page.getByText('Is nothing happening?').isVisible()).toBe(true);
    expect(await button(seat, name).isVisible()).toBe(false);
    // Heard, and where one was.
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    expect(await focused()).toContain('Just a moment');
    await expectAccessible(seat);
    script.come();
    await page.locator('main').getByText(next).first().waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await page.goBack();
    await button(seat, 'Start a chat').waitFor();
    expect(seat.faults).toEqual([]);
  },
);

test('[U5] Start leads to the line, whenever it was pressed', async () => {
  await using volunteer = await open();
  await using seat = await sitDown(browser);
  const { page } = seat;
  const script = await held(page);
  await page.goto(`${service.origin()}/?lang=en`, { waitUntil: 'commit' });
  await button(seat, 'Start a chat').click();
  script.come();
  await questions(page).click();
  await button(volunteer, 'Answer').waitFor();
  expect(seat.faults).toEqual([]);
});

test('[U2] what has the focus keeps it when the page’s own script takes over', async () => {
  await using _ = await open();
  await using seat = await sitDown(browser);
  const { page } = seat;
  const script = await held(page);
  await page.goto(`${service.origin()}/?lang=en`, { waitUntil: 'commit' });
  await button(seat, 'Start a chat').focus();
  script.come();
  await expect.poll(() => page.locator('#start').count()).toBe(0);
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Start a chat');
  await joinLine(seat);
});

test('[U9] where a chat is not possible Start is not offered, neither by the server’s page nor after it', async () => {
  await using _ = await open();
  await using seat = await sitDown(browser);
  const { page } = seat;
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'isSecureContext', { value: false });
  });
  const script = await held(page);
  await page.goto(`${service.origin()}/?lang=en`, { waitUntil: 'domcontentloaded' });
  await page.getByText('Just a moment').waitFor();
  expect(await button(seat, 'Start a chat').count()).toBe(0);
  script.come();
  await page.getByText('Chats cannot be encrypted at this address.').waitFor();
  expect(await button(seat, 'Start a chat').count()).toBe(0);
});

test('[U3, U5] a tab that comes back to its place in line is not offered Start on the way', async () => {
  await using _ = await open();
  await using seat = await sitDown(browser);
  const { page } = seat;
  await page.goto(`${service.origin()}/?lang=en`);
  await joinLine(seat);
  await page.getByRole('heading', { name: 'You are in the queue' }).waitFor();
  const script = await held(page);
  await page.reload({ waitUntil: 'domcontentloaded' });
  await page.getByText('Just a moment').waitFor();
  expect(await button(seat, 'Start a chat').count()).toBe(0);
  script.come();
  await page.getByRole('heading', { name: 'You are in the queue' }).waitFor();
});
