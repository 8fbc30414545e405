/** Periods of the statistics: whole ones only, weeks across months and years, and what two of them reveal. */
import { dateDimension, PERIOD } from '@terskel/server/statistics/engine/calendar';
import { publish } from '@terskel/server/statistics/engine/publish';
import { ALL, dimension } from '@terskel/server/statistics/engine/tables';
import { expect, test } from 'vitest';
import { leaks } from '../../helpers/attack.ts';
import { daysFrom } from '../../helpers/figures.ts';

const labels = (first: string, count: number, level: string): string[] =>
  dateDimension(daysFrom(first, count))
    .groups.filter((group) => group.level === level)
    .map(({ label }) => label);

test('[T3] weeks are those of ISO 8601, also across New Year', () => {
  expect(labels('2026-12-21', 21, PERIOD.week)).toEqual(['2026-W52', '2026-W53', '2027-W01']);
  expect(labels('2024-12-23', 21, PERIOD.week)).toEqual(['2024-W52', '2025-W01', '2025-W02']);
});

test('[T3] only complete periods have a total; the first one begins on the first day that was counted', () => {
  expect(labels('2027-01-02', 57, PERIOD.month)).toEqual(['2027-01']);
  expect(labels('2027-01-02', 29, PERIOD.month)).toEqual([]);
  expect(labels('2027-01-02', 57, PERIOD.week)[0]).toBe('2027-W01');
  expect(labels('2027-02-17', 318, PERIOD.year)).toEqual(['2027']);
  expect(labels('2027-02-17', 318, PERIOD.quarter)).toHaveLength(4);
  expect(labels('2027-01-01', 59, PERIOD.month)).toEqual(['2027-01', '2027-02']);
  expect(labels('2027-01-01', 365, PERIOD.quarter)).toHaveLength(4);
  expect(labels('2028-01-01', 365, PERIOD.year)).toEqual([]);
  expect(labels('2028-01-01', 366, PERIOD.year)).toEqual(['2028']);
});

test('[T3] the parts of a week in two months are groups, so that they can be guarded', () => {
  // The first days are all that a month has beside its whole weeks.
  expect(labels('2027-02-17', 12, PERIOD.weekPart)).toEqual(['2027-W07/2027-02']);
  expect(labels('2027-03-22', 21, PERIOD.weekPart)).toEqual([
    '2027-W13/2027-03',
    '2027-W13/2027-04',
  ]);
});

test('[T3] a week and a month together reveal no part of a week', () => {
  // April 2027 begins on a Thursday. Its first days had 3 conversations, all other days enough.
  const days = daysFrom('2027-03-29', 33);
  const counts = days.map((day): number => (day >= '2027-04-01' && day <= '2027-04-04' ? 0 : 20));
  counts[4] = 3;
  const table = {
    figure: 'opened',
    dimensions: [dateDimension(days)],
    shown: [[PERIOD.week], [PERIOD.month]],
    guarded: [[PERIOD.weekPart]],
    counts,
  };
  const published = publish([table]);
  if (published.state === 'refused') throw new Error('refused');
  const { guarded: _, ...described } = table;
  const part = { ...described, shown: [...table.shown, [PERIOD.weekPart]] };
  const unseen = new Map([...published.release]);
  unseen.set('opened|date=2027-W13/2027-04', 'hidden');
  expect(leaks([part], unseen, 40)).toEqual([]);
});

test('[T3] a card and a table that cut the day at different hours are protected together', () => {
  // One counts from midnight, the other from six o'clock; both are published for each day.
  const hours = Array.from({ length: 72 }, (_, hour) => String(hour));
  const cut = (level: string, from: number) =>
    [0, 1].map((day) => {
      const members = Array.from({ length: 24 }, (_, hour) => from + 24 * day + hour);
      return { level, label: `${level} ${day}`, members };
    });
  const counts = hours.map((_, hour): number => (hour < 6 ? 0 : 1));
  counts[3] = 2;
  counts[26] = 3;
  const table = {
    figure: 'opened',
    dimensions: [dimension('time', 'hour', hours, [...cut('midnight', 0), ...cut('six', 6)])],
    shown: [['midnight'], ['six'], [ALL]],
    guarded: [['hour']],
    counts,
  };
  const published = publish([table]);
  if (published.state === 'refused') throw new Error('refused');
  const seen = new Map([...published.release]);
  for (const hour of hours) seen.set(`opened|time=${hour}`, 'hidden');
  expect(leaks([{ ...table, shown: [...table.shown, ['hour']], guarded: [] }], seen, 12)).toEqual(
    [],
  );
});
