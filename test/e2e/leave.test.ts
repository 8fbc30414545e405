/**
 * *Leave this page* on a slow network: the screen is blank and the service informed before another site loads (rule
 * U3).
 */
import type { Page, Route } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { joinLine, log, say, seekerAt, sitDown, volunteerAt, type Seat } from '../helpers/pages.ts';
import { until } from '../helpers/service.ts';
import { withBrowser } from '../helpers/with-browser.ts';

const { browser, service } = await withBrowser();

const NEUTRAL = 'https://www.yr.no/';

/** Emulates a slow network; the neutral site answers only when the test lets it. */
async function slow(page: Page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', {
    ...{ offline: false, latency: 1_500, downloadThroughput: 4_000, uploadThroughput: 4_000 },
  });
  const asked = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  await page.route(`${NEUTRAL}**`, async (route: Route) => {
    asked.resolve();
    await held.promise;
    await route.fulfill({ contentType: 'text/html', body: '<title>Weather</title>' });
  });
  return { asked: asked.promise, answer: held.resolve };
}

/**
 * Returns what is left of our page once it is blank. The page logs it itself, because a page that is being replaced
 * cannot be queried.
 */
async function left(page: Page): Promise<() => Promise<unknown>> {
  const told = Promise.withResolvers<unknown>();
  page.on('console', (message) => {
    if (message.text().startsWith('{"text"')) told.resolve(JSON.parse(message.text()));
  });
  await page.evaluate(() => {
    new MutationObserver(() => {
      const { body, title } = document;
      const alert = body.querySelector('.blank')?.getAttribute('role');
      const kept = Object.keys(sessionStorage);
      console.log(JSON.stringify({ text: body.innerText.trim(), alert, kept, title }));
    }).observe(document.body, { childList: true });
  });
  return () => told.promise;
}
const NOTHING = { text: 'Loading.', alert: 'alert', kept: [], title: 'Loading.' };

/** Whether every pixel of a screenshot has the same colour. */
async function isBlank(page: Page): Promise<boolean> {
  const devtools = await page.context().newCDPSession(page);
  const { data: picture } = await devtools.send('Page.captureScreenshot');
  await using seat = await sitDown(browser);
  return await seat.page.evaluate(async (base64) => {
    const image = await createImageBitmap(
      await (await fetch(`data:image/png;base64,${base64}`)).blob(),
    );
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    context?.drawImage(image, 0, 0);
    const points = new Uint32Array(
      context?.getImageData(0, 0, image.width, image.height).data.buffer ?? new ArrayBuffer(),
    );
    return points.length > 0 && points.every((point) => point === points[0]);
  }, picture);
}

const leave = (page: Page) => page.getByRole('button', { name: 'Leave this page' });

/** Waits for the early script; until it has loaded, the button is a link. */
const early = (page: Page) =>
  page.waitForFunction(() =>
    performance
      .getEntriesByType('resource')
      .some((entry) => entry.name.includes('/assets/early-') && 'responseEnd' in entry),
  );

async function confide(seeker: Seat, volunteer: Seat): Promise<void> {
  await joinLine(seeker);
  await volunteer.page.getByRole('button', { name: 'Answer' }).click();
  await say(seeker, 'a secret');
  await log(volunteer).getByText('a secret').waitFor();
}

/** Presses the button: the page is blank and its storage empty before the neutral site has answered. */
async function leaves(page: Page) {
  const site = await slow(page);
  const blank = await left(page);
  await leave(page).click({ noWaitAfter: true });
  await site.asked;
  expect(await blank()).toEqual(NOTHING);
  return site;
}

describe('on a slow network', () => {
  test('[U3] a conversation is blanked, wiped and ended before another site answers, and Back does not return to it', async () => {
    await using volunteer = await volunteerAt(browser, service, 0);
    await using seeker = await seekerAt(browser, service.origin());
    const { page } = seeker;
    await confide(seeker, volunteer);
    const site = await leaves(page);
    expect(await isBlank(page)).toBe(true);
    // The beacon has arrived although the new site has not answered.
    await volunteer.page.getByText('left', { exact: false }).first().waitFor();
    site.answer();
    await page.waitForURL(NEUTRAL);
    await page.goBack();
    expect(page.url()).toBe('about:blank');
  });

  test.each([
    ['the queue', async (page: Page) => page.getByText('You are').first().waitFor()],
    [
      'the queue, after a reload, while the page’s script is loading',
      async (page: Page) => {
        // Block all scripts but the early one.
        await page.route('**/assets/index-*.js', () => {});
        await page.reload({ waitUntil: 'commit' });
        await page.getByText('We are taking a break').or(page.getByText('Open now')).waitFor();
      },
    ],
    [
      'the queue, after a reload, while the screens after Start are loading',
      async (page: Page) => {
        await page.route(/assets\/(?:late|seeker)-.*\.js/, () => {});
        await page.reload({ waitUntil: 'commit' });
        await leave(page).waitFor();
      },
    ],
  ])('[U3, Q6] the beacon gives up a place in %s', async (_, arrange) => {
    // A volunteer on duty who is not ready.
    await (await service.volunteer()).send('shift:start', {});
    await service.tick();
    await using seeker = await seekerAt(browser, service.origin());
    const { page } = seeker;
    await joinLine(seeker);
    await until(async () => (await service.keys()).some((key) => key.includes(':ticket:')));
    await arrange(page);
    await early(page);
    const site = await leaves(page);
    await until(async () => !(await service.keys()).some((key) => key.includes(':ticket:')));
    site.answer();
    await page.waitForURL(NEUTRAL);
    await page.goBack();
    expect(page.url()).toBe('about:blank');
  });
});

/** The Navigation API, which the types lack. */
interface Navigating {
  readonly navigation: EventTarget;
}

/** The page's own log: its navigations and its `pageshow` events. A page that is being replaced cannot be queried. */
async function diary(page: Page): Promise<readonly string[]> {
  const told: string[] = [];
  page.on('console', (message) => told.push(message.text()));
  // The neutral site never answers.
  await page.route(`${NEUTRAL}**`, () => {});
  await page.addInitScript(() => {
    const { navigation } = globalThis as unknown as Navigating;
    navigation.addEventListener('navigate', (event) => {
      const { destination } = event as unknown as { destination: { url: string } };
      console.log(`goes ${destination.url}`);
    });
    addEventListener('pageshow', ({ persisted }) => {
      // After all other listeners.
      setTimeout(() => console.log(`shown ${persisted}`));
    });
  });
  return told;
}

// Chromium does not keep a replaced page in its back/forward cache, so the test dispatches the event.
test('[U3] a left page that the browser restores is replaced again, but a normal load does not replace it', async () => {
  await using seat = await sitDown(browser);
  const { page } = seat;
  const told = await diary(page);
  await page.goto(`${service.origin()}/?lang=en`);
  await page.evaluate(() => {
    document.addEventListener('leave', () => {
      setTimeout(() => {
        for (const persisted of [false, true])
          dispatchEvent(new PageTransitionEvent('pageshow', { persisted }));
      });
    });
  });
  await leave(page).click({ noWaitAfter: true });
  const left = `goes ${NEUTRAL}`;
  await expect.poll(() => told.at(-1)).toBe('shown true');
  expect(told).toEqual(['shown false', left, left, 'shown false', 'shown true']);
});

test('[U3, A1] leaving works in a browser without beacons: the tab is wiped and the conversation ended', async () => {
  await using volunteer = await volunteerAt(browser, service, 0);
  await using seat = await sitDown(browser);
  const { page } = seat;
  await page.addInitScript(() => {
    Reflect.deleteProperty(Navigator.prototype, 'sendBeacon');
  });
  await page.goto(`${service.origin()}/`);
  await confide(seat, volunteer);
  const site = await leaves(page);
  await volunteer.page.getByText('left', { exact: false }).first().waitFor();
  site.answer();
  await page.waitForURL(NEUTRAL);
  expect(seat.faults).toEqual([]);
});

describe('by Shift', () => {
  test('[U3] works before the page’s script has loaded, is announced, and can be cancelled', async () => {
    await using seat = await sitDown(browser);
    const { page } = seat;
    await page.route('**/assets/index-*.js', () => {});
    await page.goto(`${service.origin()}/?lang=en`, { waitUntil: 'commit' });
    await early(page);
    const site = await slow(page);
    const told = page.getByRole('status');
    await page.keyboard.press('Shift');
    await told.getByText('Press Shift 2 more times to leave this page.').waitFor();
    await told.getByText('You are still on the page.').waitFor();
    const blank = await left(page);
    for (const _ of [1, 2, 3]) await page.keyboard.press('Shift');
    await site.asked;
    expect(await blank()).toEqual(NOTHING);
    site.answer();
    await page.waitForURL(NEUTRAL);
  });

  test('[U3] does not react to Shift used for typing, selecting or moving', async () => {
    await using seat = await sitDown(browser);
    const { page } = seat;
    await page.goto(`${service.origin()}/?lang=en`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    const told: string[] = [];
    await page.exposeFunction('hear', (text: string) => told.push(text));
    await page.evaluate(() => {
      const said = document.querySelector('#leaving');
      new MutationObserver(() => {
        (globalThis as unknown as { hear(text: string): void }).hear(said?.textContent ?? '');
      }).observe(said ?? document, { childList: true });
    });
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.down(key);
      // Keys are released in the order in which they were pressed, as in fast typing.
      for (const key of keys) await page.keyboard.up(key);
    };
    for (const other of ['A', 'ArrowLeft', 'Tab', 'Home']) {
      await press('Shift', other);
      await press('Shift', other);
      await press('Shift', other);
    }
    for (const modifier of ['Alt', 'Control']) {
      await press(modifier, 'Shift');
      await press(modifier, 'Shift');
      await press(modifier, 'Shift');
    }
    for (const _ of [1, 2, 3]) {
      await page.keyboard.down('Shift');
      await page.mouse.click(4, 400);
      await page.keyboard.up('Shift');
    }
    expect(told).toEqual([]);
    expect(page.url()).toContain(service.origin());
  });
});

test('[U3] its explanation is on the first screen, and one press away on later screens', async () => {
  await using volunteer = await volunteerAt(browser, service, 0);
  await using seeker = await seekerAt(browser, service.origin());
  const { page } = seeker;
  const limits = page.getByText('can’t clear your browser’s history');
  await limits.waitFor();
  await joinLine(seeker);
  const read = async () => {
    expect(await limits.isVisible()).toBe(false);
    await page.getByText('Need to get away fast?').click();
    await limits.waitFor();
  };
  await page.getByRole('heading', { level: 1, name: 'You are in the queue' }).waitFor();
  await read();
  await volunteer.page.getByRole('button', { name: 'Answer' }).click();
  await log(seeker).waitFor();
  await read();
});
