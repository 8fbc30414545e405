/** Whether what seekers said is shown tells nothing of a small count of tickets (rule T3). */
import { firstHourOf } from '@terskel/server/domain/time-zone';
import { releaseOf } from '@terskel/server/statistics/release/release';
import { expect, test } from 'vitest';
import { inputOf, NOTHING } from '../../helpers/association.ts';

const DAY = '2026-12-31';
const HOUR = firstHourOf('Europe/Oslo', DAY) + 19;

/** What is shown after the only day of a first month, in which these tickets were opened. Not the tickets themselves. */
function shownAfter(tickets: Readonly<Record<string, number>>): string {
  const hours: Record<string, number> = { [`staff ${HOUR}`]: 8 };
  for (const [outcome, count] of Object.entries(tickets))
    hours[`tickets ${HOUR} ${outcome}`] = count;
  const input = inputOf({ ...NOTHING, hours }, [{ day: DAY, openHours: [18, 19, 20] }]);
  const cells = Object.entries(releaseOf(input).published.cells);
  const others = cells.filter(([key]) => !/^(?:tickets|waits)/.test(key));
  return others
    .map(([key, shown]) => `${key} ${shown}`)
    .toSorted()
    .join();
}

test.each(['matched', 'cancelled'])(
  '[T3] a first month with 0 to 4 tickets that were %s shows the same',
  (outcome) => {
    const shown = [0, 1, 2, 3, 4].map((count) => shownAfter({ [outcome]: count }));
    expect(new Set(shown).size).toBe(1);
  },
);

test('[T3] a first month with 14 tickets, 0 to 4 of them matched, shows the same', () => {
  const shown = [0, 1, 2, 3, 4].map((count) =>
    shownAfter({ matched: count, cancelled: 14 - count }),
  );
  expect(new Set(shown).size).toBe(1);
});
