/** *Start* before the page's own script: its weight, and that an early press is not lost (rule U5). */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { button, expectAccessible, joinLine, sitDown, volunteerAt } from '../helpers/pages.ts';
import { until } from '../helpers/service.ts';
import { withBrowser } from '../helpers/with-browser.ts';

const { browser, service } = await withBrowser();

/** The page's own script. */
const OWN = '**/assets/index-*.js';

/** Holds the page's script back until `come` is called. */
async function held(page: Page) {
  const script = Promise.withResolvers<void>();
  await page.route(OWN, async (route) => {
    await script.promise;
    await route.continue();
  });
  return { come: () => script.resolve() };
}

/** A volunteer on duty; waits until the server-rendered page offers *Start*. */
async function open() {
  const volunteer = await volunteerAt(browser, service, 0);
  await until(async () => (await (await fetch(service.origin())).text()).includes('id="start"'));
  return volunteer;
}

const questions = (page: Page) => page.getByRole('button', { name: 'Join the queue' });

test.each(['nb', 'nn', 'en', 'ar'])(
  '[U5] in %s a browser has received at most 25 kB when Start can be pressed, headers and everything else included',
  async (lang) => {
    await using _ = await open();
    await using seat = await sitDown(browser);
    const { page } = seat;
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Network.enable');
    // Loaded after that point: the page's own script and its texts.
    await devtools.send('Network.setBlockedURLs', {
      urlPatterns: [
        { urlPattern: '*://*:*/assets/index-*.js', block: true },
        { urlPattern: `*://*:*/assets/late-${lang}-*.js`, block: true },
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
    // The page, its style sheet and the early script.
    await expect.poll(() => received.size).toBe(3);
    const bytes = [...received.values()].reduce((sum, each) => sum + each, 0);
    // More than the bodies alone, which proves that headers are included.
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThanOrEqual(25_000);
  },
);

test.each([
  ['Start a chat', 'Join the queue'],
  ['I am in danger now', 'Call 113'],
])(
  '[U5, U2] %s, pressed before the page’s own script has loaded, shows progress and continues after it',
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
    // The notice has the focus, so it is read, and the position is kept.
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

test('[U5] Start leads to the queue, even if pressed early', async () => {
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

test('[U1, U5] if the state of intake comes after the questions, the language is still preselected', async () => {
  await using _ = await open();
  await using seat = await sitDown(browser);
  const { page } = seat;
  const intake = Promise.withResolvers<void>();
  await page.route('**/api/intake*', async (route) => {
    await intake.promise;
    await route.continue();
  });
  await page.goto(`${service.origin()}/?lang=en`, { waitUntil: 'commit' });
  await button(seat, 'Start a chat').click();
  await questions(page).waitFor();
  expect(await page.getByLabel('English').isChecked()).toBe(false);
  intake.resolve();
  await page.getByLabel('Norsk').waitFor();
  await expect.poll(() => page.getByLabel('English').isChecked()).toBe(true);
  expect(seat.faults).toEqual([]);
});

test('[U2] the focused element keeps the focus when the page’s own script takes over', async () => {
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

test('[U9] where a chat is not possible Start is not offered, neither before nor after the script has loaded', async () => {
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

test('[U3, U5] a tab that returns to its place in the queue is not offered Start during loading', async () => {
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
