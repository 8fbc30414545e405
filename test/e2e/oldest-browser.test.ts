/**
 * A whole conversation in the oldest supported browser on both sides, and what a browser without encryption shows. Each
 * test has its own browser, so that a crash affects only one test.
 */
import { expect, test, afterAll } from 'vitest';
import { launchOldBrowser } from '../helpers/browser.ts';
import { hears, joinLine, log, say, seekerAt, sitDown, volunteerAt } from '../helpers/pages.ts';
import { startService } from '../helpers/service.ts';
import { scriptedDevice } from '../helpers/virtual-device.ts';

const service = await startService({ nodes: 1, realTime: true });
afterAll(() => service[Symbol.asyncDispose]());

/** This browser warns about the unknown `popover` attribute. The page checks for support before it uses it. */
const ABOUT_POPOVER = /^Found a 'popover' attribute/;
const EVENING = [{ from: '18:00', until: '20:00' }];

test('[U9, C2, E3] a whole conversation with reloads on both sides and a closing message', async () => {
  await using browser = await launchOldBrowser();
  expect(browser.version()).toMatch(/^109\./);
  // This build crashes on any `navigator.credentials.create`, with or without a virtual device, so a script answers it.
  await using volunteer = await volunteerAt(browser, service, 0, 'Kari', scriptedDevice);
  await using seeker = await seekerAt(browser, service.origin(0));
  await joinLine(seeker);
  await volunteer.page.getByRole('button', { name: 'Answer' }).click();
  await log(seeker).waitFor();
  await say(seeker, 'I can’t sleep.');
  await hears(volunteer, ['I can’t sleep.']);
  await say(volunteer, 'Good that you write.');
  await hears(seeker, ['I can’t sleep.', 'Good that you write.']);
  await seeker.page.reload();
  await volunteer.page.reload();
  await hears(seeker, ['I can’t sleep.', 'Good that you write.']);
  await hears(volunteer, ['I can’t sleep.', 'Good that you write.']);

  await volunteer.page.getByRole('button', { name: 'End', exact: true }).click();
  await volunteer.page.getByLabel('Closing message (optional)').fill('Take care.');
  await volunteer.page.getByRole('button', { name: 'End the chat' }).click();
  await seeker.page.getByText('Take care.').waitFor();
  await seeker.page.getByRole('button', { name: /^Send/ }).waitFor();
  expect(await seeker.page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
  const faults = [...seeker.faults, ...volunteer.faults];
  expect(faults.filter((fault) => !ABOUT_POPOVER.test(fault))).toEqual([]);
});

test('[U9] over plain http from another machine the page shows whom to call, and no Start', async () => {
  await using browser = await launchOldBrowser();
  await using seat = await sitDown(browser);
  // Emulates such an address, because the service listens only on this machine.
  await seat.page.addInitScript(() => {
    Object.defineProperty(globalThis, 'isSecureContext', { value: false });
  });
  await seat.page.goto(`${service.origin()}/`);
  await seat.page.getByText('Chats cannot be encrypted at this address.').waitFor();
  expect(await seat.page.getByRole('button', { name: 'Start a chat' }).count()).toBe(0);
  expect(await seat.page.locator('a[href^="tel:"]').count()).toBeGreaterThan(1);
});

/** Closed until an exceptional day, in a time zone that this browser does not know. */
const CLOSED = {
  ...{ timeZone: 'America/Coyhaique', week: [[], [], [], [], [], [], []], marginMs: 0 },
  exceptions: { [new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10)]: EVENING },
};

test('[U9, I2] a time zone that the browser does not know is ignored, and its name is not shown', async () => {
  await using browser = await launchOldBrowser();
  await service.set({ openingHours: CLOSED });
  await using seat = await sitDown(browser);
  await seat.page.goto(`${service.origin()}/`);
  await seat.page.getByText(/opens/i).first().waitFor();
  await seat.page.locator('button').first().waitFor();
  expect(await seat.page.locator('a[href^="tel:"]').count()).toBeGreaterThan(1);
  expect(seat.faults.filter((fault) => !ABOUT_POPOVER.test(fault))).toEqual([]);
});

test('[U9, U4, U3] when a screen fails to render, the numbers and Leave this page stay usable', async () => {
  await using browser = await launchOldBrowser();
  await service.set({ openingHours: CLOSED });
  await using seat = await sitDown(browser);
  await seat.page.addInitScript(() => {
    Intl.DateTimeFormat.prototype.formatToParts = () => {
      throw new RangeError('broken');
    };
  });
  await seat.page.goto(`${service.origin()}/`);
  await seat.page.getByRole('heading', { name: 'Something went wrong on this page' }).waitFor();
  await seat.page.locator('header a[href^="tel:"]').first().waitFor();
  await seat.page.locator('a#leave').click();
  await seat.page.waitForURL((url) => url.host !== new URL(service.origin()).host);
  expect(await seat.page.locator('a#leave').count()).toBe(0);
});

test('[U9, U4] when the shell fails to render, the server-rendered page stays', async () => {
  await using browser = await launchOldBrowser();
  await using seat = await sitDown(browser);
  const broken = seat.page.waitForEvent('console', (line) => line.text() === 'asked');
  await seat.page.addInitScript(() => {
    Object.defineProperty(globalThis, 'visualViewport', {
      get() {
        console.log('asked');
        throw new RangeError('broken');
      },
    });
  });
  await seat.page.goto(`${service.origin()}/`);
  await broken;
  await seat.page.locator('#numbers').waitFor();
  expect(await seat.page.locator('#numbers a[href^="tel:"]').count()).toBeGreaterThan(1);
  await seat.page.locator('a#leave').waitFor();
});
