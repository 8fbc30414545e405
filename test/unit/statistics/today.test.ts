/** Counts of today, which admins may watch. */
import { firstHourOf } from '@terskel/server/domain/time-zone';
import { todayOf } from '@terskel/server/domain/statistics';
import { expect, test } from 'vitest';
import { randomOf } from '../../fuzz/random.ts';

const HOUR_MS = 3_600_000;
const ZONE = 'Europe/Oslo';
const midnight = firstHourOf(ZONE, '2027-03-28');

test('[T4] today begins at local midnight, and adds what the ledger has to what waits', () => {
  const counted = {
    [`tickets ${midnight - 1} matched`]: 50,
    [`tickets ${midnight} matched`]: 8,
    [`offers ${midnight + 3} missed`]: 5,
  };
  const waiting = { [`tickets ${midnight + 9} matched`]: 4, [`tickets ${midnight + 9} lost`]: 3 };
  const shown = todayOf(counted, waiting, ZONE, (midnight + 9) * HOUR_MS);
  expect(shown).toMatchObject({ day: '2027-03-28', at: (midnight + 9) * HOUR_MS });
  expect(shown.counts).toEqual({ tickets: 15, offers: 5 });
});

test('[T3, T4] today does not tell more of a count that the release of its day hides', () => {
  // The release shows 10 tickets, and says of those who left only that they were 0 to 4.
  const seen = [0, 1, 2, 3, 4].map((left) => {
    const waiting = { [`tickets ${midnight} matched`]: 10 - left };
    if (left > 0) waiting[`tickets ${midnight} lost`] = left;
    return todayOf({}, waiting, ZONE, midnight * HOUR_MS).counts;
  });
  expect(new Set(seen.map((counts) => JSON.stringify(counts))).size).toBe(1);
});

test('[T4] nobody can watch single events: each number changes once in five events at most', () => {
  const random = randomOf(7);
  const waiting: Record<string, number> = {};
  const events = new Map<string, number>();
  const changes = new Map<string, number>();
  let before = todayOf({}, waiting, ZONE, midnight * HOUR_MS).counts;
  for (let event = 0; event < 500; event += 1) {
    const outcome = random.pick(['matched', 'matched', 'lost', 'cancelled']);
    const name = `tickets ${midnight} ${outcome}`;
    waiting[name] = (waiting[name] ?? 0) + 1;
    events.set('tickets', (events.get('tickets') ?? 0) + 1);
    const { counts } = todayOf({}, waiting, ZONE, midnight * HOUR_MS);
    for (const [key, count] of Object.entries(counts)) {
      expect(count % 5).toBe(0);
      if (count !== before[key]) changes.set(key, (changes.get(key) ?? 0) + 1);
    }
    before = counts;
  }
  for (const [key, count] of changes) expect(count).toBe(Math.floor((events.get(key) ?? 0) / 5));
});
