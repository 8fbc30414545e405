/**
 * Devices with wrong clocks that are corrected during a conversation: every time shown must match the clock of its own
 * device.
 */
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

/** A browser whose clock is off by `aheadMs` until it is corrected. It checks its clock more often than usual. */
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

/** The times of day on this device, `inMs` from now and up to `minutes` earlier. */
const timesBy = ({ page }: Seat, inMs: number, minutes: number): Promise<string[]> =>
  page.evaluate(
    ([ms, back]) => {
      const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });
      const minute = (nth: number) => clock.format(Date.now() + ms - nth * 60_000);
      return Array.from({ length: back + 1 }, (_, nth) => minute(nth));
    },
    [inMs, minutes] as const,
  );

/** Whether every message is dated with the current time of the reader's clock. */
async function isNow(seat: Seat): Promise<boolean> {
  const shown = await log(seat).locator('time').allInnerTexts();
  const right = await timesBy(seat, 0, 4);
  return shown.length > 0 && shown.every((time) => right.includes(time));
}

test.each([
  [7 * HOUR_MS, -10 * MINUTE_MS],
  [-10 * MINUTE_MS, 7 * HOUR_MS],
])(
  '[U6, C9, C8] with a seeker’s clock %d ms ahead and a volunteer’s %d, each page uses its own clock, also after a correction',
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

    // Both clocks are corrected, without any user action.
    for (const seat of seats) {
      await setClock(seat, 0);
      await expect.poll(() => isNow(seat)).toBe(true);
    }
    await volunteer.page.getByText(/4[345] minutes left of 45/).waitFor();
    expect(await seeker.page.getByText('The time we set aside').count()).toBe(0);

    // A minute more than the nudge needs, because time away during the resync does not count as silence.
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
