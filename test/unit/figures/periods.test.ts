/** Names, limits and lists of periods. */
import { dayAfter } from '@terskel/shared/calendar';
import {
  type Kind,
  KINDS,
  daysIn,
  firstDayOf,
  isCut,
  kindOf,
  lastDayOf,
  periodOf,
  periodsOf,
  previousOf,
} from '@terskel/client/figures/periods';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const day = fc.integer({ min: 0, max: 40_000 }).map((days) => dayAfter('2000-01-01', days));

describe.each(KINDS)('%s', (kind) => {
  test('[T4] a period has its own first and last day, and borders on the one before', () => {
    fc.assert(
      fc.property(day, (any) => {
        const period = periodOf(kind, any);
        expect(kindOf(period)).toBe(kind);
        expect(firstDayOf(period) <= any && any <= lastDayOf(period)).toBe(true);
        expect([firstDayOf(period), lastDayOf(period)].map((end) => periodOf(kind, end))).toEqual([
          period,
          period,
        ]);
        expect(dayAfter(lastDayOf(previousOf(period)))).toBe(firstDayOf(period));
      }),
    );
  });

  test('[T4] the list has each period that is complete, without a gap, newest first', () => {
    fc.assert(
      fc.property(day, fc.nat(900), (first, more) => {
        const last = dayAfter(first, more);
        const periods = periodsOf(kind, { first, last });
        for (const period of periods) {
          const begin = kind === 'week' ? firstDayOf(period) : lastDayOf(period);
          expect(lastDayOf(period) <= last && begin >= first).toBe(true);
          expect(isCut(period, first)).toBe(firstDayOf(period) < first);
        }
        expect(periods.slice(0, -1).map(previousOf)).toEqual(periods.slice(1));
        const following = periodOf(kind, dayAfter(last));
        expect(periods[0] ?? previousOf(following)).toBe(previousOf(following));
        const before = previousOf(periods.at(-1) ?? following);
        expect((kind === 'week' ? firstDayOf(before) : lastDayOf(before)) < first).toBe(true);
        expect(periods.slice(0, -1).some((period) => isCut(period, first))).toBe(false);
      }),
    );
  });
});

test('[T4] a week across New Year has days of two years', () => {
  expect([firstDayOf('2026-W53'), lastDayOf('2026-W53')]).toEqual(['2026-12-28', '2027-01-03']);
  expect([firstDayOf('2027-W01'), previousOf('2027-W01')]).toEqual(['2027-01-04', '2026-W53']);
  expect(periodsOf('week', { first: '2026-12-30', last: '2027-01-10' })).toEqual(['2027-W01']);
  expect(periodsOf('week', { first: '2026-12-28', last: '2027-01-10' })).toEqual([
    '2027-W01',
    '2026-W53',
  ]);
  expect(daysIn('2026-W53', ['2026-12-27', '2026-12-28', '2027-01-03', '2027-01-04'])).toEqual([
    '2026-12-28',
    '2027-01-03',
  ]);
});

test.each([
  ['day', '2027-02-28', ['2027-02-28', '2027-02-27']],
  ['week', '2027-03-07', ['2027-W09']],
  ['week', '2027-03-06', []],
  ['month', '2027-02-28', ['2027-02']],
  ['month', '2027-03-31', ['2027-03', '2027-02']],
  ['quarter', '2027-03-31', ['2027-Q1']],
  ['quarter', '2027-03-30', []],
  ['year', '2027-12-31', ['2027']],
] as const satisfies readonly (readonly [Kind, string, readonly string[]])[])(
  '[T4] complete periods: each %s from 27 February to %s',
  (kind, last, periods) => {
    const first = '2027-02-27';
    expect(periodsOf(kind, { first, last })).toEqual(periods);
  },
);
