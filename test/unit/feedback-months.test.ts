/** The months whose feedback may still wait. */
import { monthsFrom } from '@terskel/server/domain/feedback';
import { TIMES } from '@terskel/shared/limits';
import { expect, test } from 'vitest';

const DAY_MS = 24 * 3_600_000;

test('[T6] no month is left out, on any day of four years', () => {
  for (let now = Date.UTC(2027, 0, 1); now < Date.UTC(2031, 0, 1); now += DAY_MS) {
    const days: string[] = [];
    for (let at = now - TIMES.feedbackKeptMs; at <= now; at += DAY_MS / 4)
      days.push(new Date(at).toISOString().slice(0, 7));
    expect(monthsFrom(now - TIMES.feedbackKeptMs, now).toSorted()).toEqual([...new Set(days)]);
  }
});
