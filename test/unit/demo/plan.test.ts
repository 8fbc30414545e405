/** The plan of a demo's evenings: reproducible, and plausible for a small association. */
import { dateOf, dayAfter, weekdayOf } from '@terskel/shared/calendar';
import { expect, test } from 'vitest';
import { LEADERS, PEOPLE } from '../../../scripts/demo/association.ts';
import { type Evening, planEvening } from '../../../scripts/demo/history/plan.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const TEAM = { leaders: LEADERS, volunteers: PEOPLE.length };
const FIRST = '2026-01-01';

const evening = (seed: number, day: string): Evening => {
  const opensAt = dateOf(day).getTime() + 17 * HOUR_MS;
  return planEvening(seed, day, { opensAt, closesAt: opensAt + 4 * HOUR_MS }, TEAM);
};

/** The evenings of a year, from Sunday to Thursday. */
const yearOf = (seed: number): readonly (readonly [day: string, evening: Evening])[] =>
  Array.from({ length: 365 }, (_, at) => dayAfter(FIRST, at))
    .filter((day) => ![5, 6].includes(weekdayOf(dateOf(day))))
    .map((day) => [day, evening(seed, day)] as const);

test('[T1] an evening of the demo is the same for the same seed and day, and no other', () => {
  expect(evening(1, '2026-03-02')).toEqual(evening(1, '2026-03-02'));
  const texts = [evening(1, '2026-03-02'), evening(1, '2026-03-03'), evening(2, '2026-03-02')].map(
    ({ seekers, shifts }) => JSON.stringify([seekers.length, shifts, seekers]),
  );
  expect(new Set(texts).size).toBe(3);
});

test.each([1, 2, 3, 2_026])(
  '[T1] the demo’s seekers come in plausible numbers and times (seed %i)',
  (seed) => {
    const year = yearOf(seed);
    const months = new Map<string, number>();
    for (const [day, { seekers, opensAt, closesAt }] of year) {
      const month = day.slice(0, 7);
      months.set(month, (months.get(month) ?? 0) + seekers.length);
      for (const { comesAt, patienceMs, talksMs } of seekers) {
        expect(comesAt).toBeGreaterThanOrEqual(opensAt);
        expect(comesAt).toBeLessThan(closesAt);
        expect(patienceMs).toBeGreaterThanOrEqual(1_000);
        expect(talksMs).toBeGreaterThan(MINUTE_MS);
      }
      expect(seekers.map(({ comesAt }) => comesAt)).toEqual(
        seekers.map(({ comesAt }) => comesAt).toSorted((a, b) => a - b),
      );
    }
    for (const count of months.values()) {
      expect(count).toBeGreaterThan(20);
      expect(count).toBeLessThan(95);
    }
    const total = [...months.values()].reduce((sum, count) => sum + count, 0);
    expect(total / 12).toBeGreaterThan(40);
    expect(total / 12).toBeLessThan(62);
    const summer = months.get('2026-07') ?? 0;
    expect(summer).toBeLessThan(total / 12);
  },
);

test('[I2] each evening of the demo has one to three volunteers, the first a leader; few are cancelled', () => {
  const shifts = yearOf(1).map(([, each]) => each.shifts);
  const cancelled = shifts.filter((each) => each.length === 0).length;
  expect(cancelled).toBeGreaterThan(0);
  expect(cancelled).toBeLessThan(shifts.length / 10);
  for (const each of shifts.filter(({ length }) => length > 0)) {
    expect(each.length).toBeLessThanOrEqual(3);
    expect(each[0]?.volunteer).toBeLessThan(LEADERS);
    expect(new Set(each.map(({ volunteer }) => volunteer)).size).toBe(each.length);
    for (const { volunteer, from, until } of each) {
      expect(PEOPLE[volunteer]).toBeDefined();
      expect(until).toBeGreaterThan(from);
    }
  }
});

test('[T1] among the demo’s seekers are all ways to leave the line and to end a conversation', () => {
  const seekers = yearOf(1).flatMap(([, each]) => each.seekers);
  const those = (of: (seeker: (typeof seekers)[number]) => string) =>
    [...new Set(seekers.map(of))].toSorted();
  expect(those(({ leaving }) => leaving)).toEqual(['cancelled', 'lost', 'silent', 'tab_closed']);
  expect(those(({ ending }) => ending)).toEqual(['seeker', 'seeker_lost', 'silence', 'volunteer']);
  expect(those(({ language }) => language)).toEqual(['en', 'no']);
  const better = seekers.filter(
    ({ feeling, feedback }) => feedback !== null && feedback.feeling > (feeling ?? 5),
  );
  expect(better.length / seekers.length).toBeGreaterThan(0.2);
});
