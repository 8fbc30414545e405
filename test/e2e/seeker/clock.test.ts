/** Devices whose clocks are wrong, and are set while two talk: every time that is shown is one their person can go by. */
import type { Browser, BrowserContext } from 'playwright-core';
import { LOOK_MS } from '../../../client/src/clock.ts';
import { TIMES } from '@terskel/shared/limits';
import { expect, test } from 'vitest';
import {
  hears,
  joinLine,
  log,
  say,
  seekerAt,
  volunteerAt,
  type Seat,
} from '../../helpers/pages.ts';
import { withBrowser } from '../../helpers/with-browser.ts';

const { browser, service } = await withBrowser();

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** A browser whose clock is wrong by so much, until it is set; it looks at it more often. */
function wrongBy(aheadMs: number) {
  return {
    async newContext(options: Parameters<Browser['newContext']>[0]): Promise<BrowserContext> {
      const context = await browser.newContext(options);
      await context.addInitScript(
        ([ms, lookMs]) => {
          const now = Date.now.bind(Date);
          const after = globalThis.setTimeout.bind(globalThis);
          Object.assign(globalThis, { aheadMs: ms });
          Date.now = () => now() + (globalThis as unknown as { aheadMs: number }).aheadMs;
          globalThis.setTimeout = ((run: () => void, wait = 0) =>
            after(run, wait === lookMs ? 500 : wait)) as typeof setTimeout;
        },
        [aheadMs, LOOK_MS] as const,
      );
      return context;
    },
  };
}

const setClock = ({ page }: Seat, aheadMs: number): Promise<unknown> =>
  page.evaluate((ms) => Object.assign(globalThis, { aheadMs: ms }), aheadMs);

/** The time of day by this device, in so long, and up to so many minutes before. */
const timesBy = ({ page }: Seat, inMs: number, minutes: number): Promise<string[]> =>
  page.evaluate(
    ([ms, back]) => {
      const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });
      const minute = (nth: number) => clock.format(Date.now() + ms - nth * 60_000);
      return Array.from({ length: back + 1 }, (_, nth) => minute(nth));
    },
    [inMs, minutes] as const,
  );

/** What was said just now is dated so, by the clock of whoever reads it. */
async function isNow(seat: Seat): Promise<boolean> {
  const shown = await log(seat).locator('time').allInnerTexts();
  const right = await timesBy(seat, 0, 4);
  return shown.length > 0 && shown.every((time) => right.includes(time));
}

test.each([
  [7 * HOUR_MS, -10 * MINUTE_MS],
  [-10 * MINUTE_MS, 7 * HOUR_MS],
])(
  '[U6, C9, C8] a seeker’s clock %d ms ahead, a volunteer’s %d: each page goes by its own, also once it is set',
  async (seekerAheadMs, volunteerAheadMs) => {
    await using volunteer = await volunteerAt(wrongBy(volunteerAheadMs), service, 0);
    await using seeker = await seekerAt(wrongBy(seekerAheadMs), service.origin());
    await joinLine(seeker);
    await volunteer.page.getByRole('button', { name: 'Answer' }).click();
    await log(seeker).waitFor();
    await say(seeker, 'hello');
    await hears(volunteer, ['hello']);
    await say(volunteer, 'how are you?');
    const seats = [seeker, volunteer];
    for (const seat of seats) {
      await hears(seat, ['hello', 'how are you?']);
      expect(await isNow(seat)).toBe(true);
    }
    await volunteer.page.getByText(/4[345] minutes left of 45/).waitFor();

    // Set right at last, both of them, and nobody presses anything.
    for (const seat of seats) {
      await setClock(seat, 0);
      await expect.poll(() => isNow(seat)).toBe(true);
    }
    await volunteer.page.getByText(/4[345] minutes left of 45/).waitFor();
    expect(await seeker.page.getByText('The time we set aside').count()).toBe(0);

    // What somebody was away for while all was asked for anew, is not silence.
    await service.pass(TIMES.silenceNudgeMs + MINUTE_MS);
    await seeker.page.getByText('Are you still here?').first().waitFor();
    const by = await timesBy(seeker, TIMES.silenceCloseMs - TIMES.silenceNudgeMs, 1);
    const asked = await seeker.page
      .locator('#main')
      .getByText('Take the time you need.')
      .innerText();
    expect(by.some((time) => asked.includes(time))).toBe(true);
    expect([...seeker.faults, ...volunteer.faults]).toEqual([]);
  },
);
