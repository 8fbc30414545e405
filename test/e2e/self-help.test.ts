/** Self-help in the queue: breathing without a network, and a sound when a volunteer answers (rule U7). */
import { TIMES } from '@terskel/shared/limits';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser.ts';
import {
  expectAccessible,
  joinLine,
  log,
  seekerAt,
  sitDown,
  volunteerAt,
  type Seat,
} from '../helpers/pages.ts';
import { startService, type TestService } from '../helpers/service.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

declare global {
  /** Every audio context that the page has created. */
  var contexts: AudioContext[];
  /** The number of tones that were started. */
  var tones: number;
}

/** Records the page's use of the browser's own audio API, without replacing it. */
async function overhear(page: Page): Promise<void> {
  await page.addInitScript(() => {
    globalThis.contexts = [];
    globalThis.tones = 0;
    globalThis.AudioContext = class extends AudioContext {
      constructor() {
        super();
        contexts.push(this);
      }
    };
    globalThis.OscillatorNode = class extends OscillatorNode {
      override start(when?: number): void {
        tones += 1;
        super.start(when);
      }
    };
  });
}

/** Waits until this many tones have started. */
const sounded = ({ page }: Seat, many: number) =>
  page.waitForFunction((many) => globalThis.tones === many, many);
const switchOf = ({ page }: Seat) => page.getByRole('switch', { name: /Play a sound/ });
const step = ({ page }: Seat, word: string) =>
  page.getByRole('status').getByText(word, { exact: true });

/** The title follows the screen, after it was drawn. */
const titled = (page: Page, start: string) =>
  page.waitForFunction((start) => document.title.startsWith(start), start);

interface Scene extends AsyncDisposable {
  readonly service: TestService;
  readonly volunteer: Seat;
  readonly seeker: Seat;
}

/** A seeker in the queue, and a volunteer on a break. */
async function inLine(): Promise<Scene> {
  const opened = new AsyncDisposableStack();
  const service = opened.use(await startService({ realTime: true }));
  const volunteer = opened.use(await volunteerAt(browser, service, 0));
  await volunteer.page.getByRole('button', { name: 'Take a break' }).click();
  const seeker = opened.use(await seekerAt(browser, service.origin(0)));
  await overhear(seeker.page);
  await seeker.page.reload();
  await joinLine(seeker);
  await seeker.page.getByRole('heading', { name: 'While you wait' }).waitFor();
  return { service, volunteer, seeker, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

async function answer({ volunteer, seeker }: Scene): Promise<void> {
  await volunteer.page.getByRole('button', { name: 'I’m ready' }).click();
  await volunteer.page.getByRole('button', { name: 'Answer' }).click();
  await log(seeker).waitFor();
}

test('[U7] articles and breathing work without a network, and nothing is announced before the start', async () => {
  await using on = await inLine();
  const { seeker } = on;
  const { page } = seeker;
  const article = page.getByRole('heading', { name: 'When you can’t sleep' });
  await article.waitFor();
  await expectAccessible(seeker);

  await page.context().setOffline(true);
  await article.click();
  await page.getByText('one hour at a time').waitFor();
  expect(await step(seeker, 'Breathe in').count()).toBe(0);
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  for (const word of ['Breathe in', 'Hold', 'Breathe out', 'Breathe in'])
    await step(seeker, word).waitFor();
  await expectAccessible(seeker);
  await page.getByRole('button', { name: 'Stop' }).click();
  expect(await step(seeker, 'Breathe in').count()).toBe(0);
  await page.context().setOffline(false);
  await page.getByText('You are next').waitFor();
});

const EVERYTHING = `# One

## Two

### Three

Plain, **strong**, *weak* and \`code\`, [a place](https://example.org/x) and [a number](tel:+4711111).

3. third
4. fourth

- a dot

> Said once.
>
> Said twice.

    kept  as it is
`;

test('[U7] every Markdown element of an article is rendered as the right HTML element', async () => {
  await using service = await startService({ realTime: true });
  await service.set({ articles: { en: [{ title: 'All there is', text: EVERYTHING }] } });
  await using seeker = await seekerAt(browser, service.origin(0));
  const { page } = seeker;
  await page.getByRole('heading', { name: 'All there is' }).click();
  const text = page.locator('details[open] > div');
  const shown = await text.evaluate((article) =>
    [...article.querySelectorAll('*')].map((element) => {
      const start = element instanceof HTMLOListElement ? ` from ${element.start}` : '';
      const to = element instanceof HTMLAnchorElement ? ` to ${element.getAttribute('href')}` : '';
      const own = [...element.childNodes].filter((node) => node instanceof Text);
      const said = own.map((node) => node.textContent).join('…');
      return `${element.localName}${start}${to}: ${said}`;
    }),
  );
  expect(shown).toEqual([
    ...['h4: One', 'h5: Two', 'h6: Three', 'p: Plain, …, … and …, … and ….'],
    ...['strong: strong', 'em: weak', 'code: code'],
    ...['a to https://example.org/x: a place', 'a to tel:+4711111: a number'],
    ...['ol from 3: ', 'li: third', 'li: fourth', 'ul: ', 'li: a dot'],
    ...['blockquote: ', 'p: Said once.', 'p: Said twice.', 'pre: ', 'code: kept  as it is'],
  ]);
  await expectAccessible(seeker);
});

test('[U7] nothing moves with reduced motion, and the circle is animated without it', async () => {
  await using on = await inLine();
  const { seeker } = on;
  const { page } = seeker;
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  const circle = page.locator('[data-step]');
  const moves = () => circle.evaluate((element) => element.getAnimations().length);
  expect(await moves()).toBe(0);
  const still = await circle.evaluate((element) => getComputedStyle(element).transform);
  await step(seeker, 'Breathe out').waitFor();
  expect(await circle.evaluate((element) => getComputedStyle(element).transform)).toBe(still);
  await page.getByRole('button', { name: 'Stop' }).click();

  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.waitForFunction(
    () => (document.querySelector('[data-step]')?.getAnimations().length ?? 0) > 0,
  );
});

test('[U7] the sound plays when a volunteer answers, and has to be switched on again after a reload', async () => {
  await using on = await inLine();
  const { seeker } = on;
  const { page } = seeker;
  expect(await page.evaluate(() => contexts.length)).toBe(0);
  await switchOf(seeker).click();
  await page.waitForFunction(() => contexts[0]?.state === 'running' && contexts[0].currentTime > 0);
  await sounded(seeker, 2);

  await page.reload();
  await page.getByText('The page was reloaded, so the sound is off').waitFor();
  await expectAccessible(seeker);
  expect(await switchOf(seeker).isChecked()).toBe(false);
  expect(await page.evaluate(() => contexts.length)).toBe(0);
  await switchOf(seeker).click();
  await page.waitForFunction(() => contexts[0]?.state === 'running');
  await sounded(seeker, 2);

  // "Still waiting?" also plays the sound.
  await on.service.pass(TIMES.stillWaitingAskMs);
  await sounded(seeker, 4);
  await titled(page, 'Are you still waiting?');
  await page.getByRole('button', { name: 'Yes, I’m waiting' }).click();
  await page.getByText('You are next').waitFor();
  await titled(page, 'In the queue');

  // The tab is in the background.
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
  });
  await answer(on);
  await sounded(seeker, 6);
  await titled(page, 'Kari is here');
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => false });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await page.waitForFunction(() => document.title.startsWith('Chat'));
  await page.waitForFunction(() => contexts[0]?.state === 'running');
});

test('[U7, A1] without switching the sound on, there is none, and no audio context is created', async () => {
  await using on = await inLine();
  const { seeker } = on;
  await answer(on);
  expect(seeker.faults).toEqual([]);
  expect(await seeker.page.evaluate(() => [contexts.length, globalThis.tones])).toEqual([0, 0]);
});

/** The script, and its request. */
const LATE = ['**/assets/self-help-*.js', '**/api/help*'];

test('[U7] a failed load shows nothing and is retried, also while intake is closed', async () => {
  await using service = await startService({ realTime: true });
  await using seeker = await sitDown(browser);
  const { page } = seeker;
  for (const what of LATE) await page.route(what, (route) => route.abort());
  await page.clock.install();
  await page.goto(`${service.origin(0)}/`);
  await page.clock.runFor(5_000);
  await page.getByText('Nobody can answer').first().waitFor();
  await page.clock.runFor(5_000);
  expect(await page.getByRole('button', { name: 'Start', exact: true }).count()).toBe(0);
  expect(await page.getByRole('alert').count()).toBe(0);
  expect(await page.getByRole('switch').count()).toBe(0);
  for (const what of LATE) {
    await page.unroute(what);
    await page.clock.runFor(20_000);
  }
  await page.getByRole('button', { name: 'Start', exact: true }).waitFor();
  await page.clock.runFor(20_000);
  await page.getByRole('heading', { name: 'When you can’t sleep' }).waitFor();
  await expectAccessible(seeker);
});

test('[U7] a failed load is not retried after its screen is gone', async () => {
  await using service = await startService({ realTime: true });
  await using seeker = await sitDown(browser);
  const { page } = seeker;
  await page.route('**/api/help*', (route) => route.abort());
  await page.clock.install();
  await page.goto(`${service.origin(0)}/`);
  await page.clock.runFor(5_000);
  await page.getByText('Nobody can answer').first().waitFor();
  await page.clock.runFor(5_000);
  await page.getByRole('button', { name: 'Start', exact: true }).waitFor();
  const volunteer = await service.volunteer();
  await volunteer.send('shift:start', {});
  await service.tick();
  await page.clock.runFor(20_000);
  await page.getByRole('button', { name: 'Start a chat' }).waitFor();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.clock.runFor(60_000);
  expect(asked).not.toContain('/api/help');
});

test('[A1, U7] a pending request for sound leaves nothing in a tab whose session is over', async () => {
  await using on = await inLine();
  const { page } = on.seeker;
  // A browser that resumes audio late, and then does not allow sound.
  await page.evaluate(() => {
    const { promise, resolve } = Promise.withResolvers<void>();
    Object.defineProperties(AudioContext.prototype, {
      state: { get: () => 'suspended' },
      resume: { value: () => promise },
    });
    Object.assign(globalThis, { letGo: resolve });
  });
  await switchOf(on.seeker).click();
  await page.getByRole('button', { name: 'Leave the queue' }).click();
  await page.getByRole('button', { name: 'Yes, leave' }).click();
  await page.getByRole('heading', { name: 'You have left the queue' }).waitFor();
  const kept = await page.evaluate(async () => {
    (globalThis as unknown as { letGo: () => void }).letGo();
    await new Promise((resolve) => setTimeout(resolve));
    return Object.keys(sessionStorage);
  });
  expect(kept).toEqual([]);
});
