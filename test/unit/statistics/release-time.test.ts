/** Local days: clock changes, New Year, and a change of the time zone. The time zone of the server has no effect. */
import { openHoursOf } from '@terskel/server/domain/hours';
import { firstDayOf } from '@terskel/server/domain/statistics';
import { daysOf, firstHourOf, placeOfHour } from '@terskel/server/domain/time-zone';
import { foldOf } from '@terskel/server/statistics/release/counts';
import { releaseOf } from '@terskel/server/statistics/release/release';
import { cellKey } from '@terskel/shared/statistics';
import { describe, expect, test } from 'vitest';
import { folded, inputOf, kept, NOTHING } from '../../helpers/association.ts';

const OSLO = 'Europe/Oslo';
const hoursOf = (day: string, next: string, zone = OSLO) =>
  firstHourOf(zone, next) - firstHourOf(zone, day);
const ticket = (hour: number) => `tickets ${hour} matched`;
const openAll = (...days: readonly string[]) =>
  days.map((day) => ({ day, openHours: openHoursOf(null, day) }));

test('[T4] days of 23 and 25 hours are one day each, with all their hours', () => {
  expect(hoursOf('2027-03-28', '2027-03-29')).toBe(23);
  expect(hoursOf('2027-10-31', '2027-11-01')).toBe(25);
  for (const [day, next, count] of [
    ['2027-03-28', '2027-03-29', 23],
    ['2027-10-31', '2027-11-01', 25],
  ] as const) {
    const start = firstHourOf(OSLO, day);
    const hours = Object.fromEntries(
      Array.from({ length: count + 2 }, (_, at) => [ticket(start - 1 + at), 1]),
    );
    const fold = foldOf(inputOf({ ...NOTHING, hours }, openAll(day)));
    // The hour before midnight is counted here too: it came late.
    expect(fold.days[`tickets ${day} matched`]).toBe(count + 1);
    expect(fold.openFrom).toBe(firstHourOf(OSLO, next));
    expect(fold.hours).not.toContain(ticket(firstHourOf(OSLO, next)));
  }
});

test('[T4] the hour that occurs twice has both counts, and the one that is skipped none', () => {
  const start = firstHourOf(OSLO, '2027-10-31');
  const hours = { [ticket(start + 2)]: 3, [ticket(start + 3)]: 4 };
  const { weekHours } = foldOf(inputOf({ ...NOTHING, hours }, openAll('2027-10-31')));
  expect(weekHours['tickets 2027-Q4-7 2 matched']).toBe(7);
  const spring = firstHourOf(OSLO, '2027-03-28');
  expect([0, 1, 2, 3].map((at) => placeOfHour(OSLO, spring + at).hour)).toEqual([0, 1, 3, 4]);
});

test('[T4] a week across New Year is shown once, and is part of both years', () => {
  const days = ['28', '29', '30', '31'].map((day) => `2026-12-${day}`);
  const next = ['01', '02', '03'].map((day) => `2027-01-${day}`);
  const hours = Object.fromEntries(
    [...days, ...next].map((day) => [ticket(firstHourOf(OSLO, day) + 20), 7]),
  );
  const { cells } = releaseOf(inputOf({ ...NOTHING, hours }, openAll(...days, ...next))).published;
  expect(cells[cellKey('tickets', [['date', '2026-W53']])]).toBe(49);
  expect(cells[cellKey('tickets', [['date', '2027-W01']])]).toBeUndefined();
});

test('[T4] a ticket counts on the day of its opening, also if it is answered after midnight', () => {
  // Opened at 23:50 on the last of October, answered at 00:20: the live store counts the hour of the opening.
  const hours = { [ticket(firstHourOf(OSLO, '2027-11-01') - 1)]: 6 };
  const { days, weekHours } = foldOf(inputOf({ ...NOTHING, hours }, openAll('2027-10-31')));
  expect(days['tickets 2027-10-31 matched']).toBe(6);
  expect(weekHours['tickets 2027-Q4-7 23 matched']).toBe(6);
});

test.each([
  ['America/New_York', 'west: hours of a released day belong to the next one'],
  ['Asia/Tokyo', 'east: the next day is shorter'],
])('[T4] the time zone changes to %s between two releases (%s)', (zone) => {
  const start = firstHourOf(OSLO, '2027-05-03');
  const hours = Object.fromEntries(Array.from({ length: 72 }, (_, at) => [ticket(start + at), 1]));
  const figures = { ...NOTHING, hours };
  const first = releaseOf(inputOf(figures, openAll('2027-05-03')));
  const after = folded(figures, first.fold);
  const second = releaseOf(inputOf(after, openAll('2027-05-04'), kept(first), zone));
  const last = folded(after, second.fold);
  expect(second.held).toEqual([]);
  expect(last.days['tickets 2027-05-03 matched']).toBe(24);
  const inDays = (last.days['tickets 2027-05-04 matched'] ?? 0) + 24;
  expect(inDays + Object.keys(last.hours).length).toBe(72);
  expect(second.published.timeZone).toBe(zone);
  expect(second.published.cells).toMatchObject(first.published.cells);
});

test('[T4] the server’s own time zone has no effect', () => {
  const before = process.env['TZ'];
  const hours = { [ticket(firstHourOf(OSLO, '2027-05-03'))]: 5 };
  try {
    const found = ['Pacific/Auckland', 'America/Los_Angeles'].map((zone) => {
      process.env['TZ'] = zone;
      return releaseOf(inputOf({ ...NOTHING, hours }, openAll('2027-05-03')));
    });
    expect(found[0]).toEqual(found[1]);
    expect(found[0]?.fold.days['tickets 2027-05-03 matched']).toBe(5);
  } finally {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  }
});

test('[T4] zones with half hours: an hour belongs to the day in which it begins', () => {
  const zone = 'Asia/Kolkata';
  const first = firstHourOf(zone, '2027-05-03');
  expect(placeOfHour(zone, first)).toEqual({ day: '2027-05-03', hour: 0 });
  expect(placeOfHour(zone, first - 1)).toEqual({ day: '2027-05-02', hour: 23 });
});

test('[T3] which hours are open is known from the plan, with exceptions and past midnight', () => {
  const closed = [[], [], [], [], [], [], []];
  const week = closed.map((_, at) => (at === 0 ? [{ from: '18:30', until: '01:00' }] : []));
  const exceptions = { '2027-05-10': [], '2027-05-12': [{ from: '22:00', until: '24:00' }] };
  const hours = { timeZone: OSLO, week, exceptions, marginMs: 0 };
  expect(openHoursOf(hours, '2027-05-03')).toEqual([18, 19, 20, 21, 22, 23]);
  expect(openHoursOf(hours, '2027-05-04')).toEqual([0]);
  expect(openHoursOf(hours, '2027-05-05')).toEqual([]);
  expect(openHoursOf(hours, '2027-05-10')).toEqual([]);
  expect(openHoursOf(hours, '2027-05-11')).toEqual([]);
  expect(openHoursOf(hours, '2027-05-12')).toEqual([22, 23]);
  expect(openHoursOf(null, '2027-05-12')).toHaveLength(24);
});

describe('[T3] in hours when the service is closed by the plan', () => {
  const [first, next] = ['2027-05-03', '2027-05-04'];
  const at = (day: string, hour: number) => firstHourOf(OSLO, day) + hour;
  const openOn = (day: string, ...openHours: readonly number[]) => ({ day, openHours });

  test('[T3] a ticket counts in an open hour near it, so that no cell tells that somebody came', () => {
    const tickets = [at(first, 22), at(first, 12), at(next, 3)].map(ticket);
    const hours = Object.fromEntries([...tickets.map((name) => [name, 1] as const)]);
    const staff = { [`staff ${at(first, 17)}`]: 2 };
    const days = [openOn(first, 18, 19), openOn(next, 20)];
    const fold = foldOf(inputOf({ ...NOTHING, hours: { ...hours, ...staff } }, days));
    expect(fold.weekHours).toMatchObject({
      'tickets 2027-Q2-1 19 matched': 1,
      'tickets 2027-Q2-1 18 matched': 1,
      'tickets 2027-Q2-2 20 matched': 1,
      'staff 2027-Q2-1 17': 2,
    });
    expect(fold.days).toMatchObject({
      'tickets 2027-05-03 matched': 2,
      'tickets 2027-05-04 matched': 1,
    });
  });

  test('[T3] a plan that is changed afterwards does not tell whether somebody came that day', () => {
    const cellsOf = (count: number) => {
      const hours = count === 0 ? {} : { [ticket(at(first, 20))]: count };
      const staff = { [`staff ${at(first, 20)}`]: 8 };
      const input = inputOf({ ...NOTHING, hours: { ...hours, ...staff } }, [openOn(first)]);
      return releaseOf(input);
    };
    expect(cellsOf(3).published.cells).toEqual(cellsOf(0).published.cells);
    // Nothing is lost: the count belongs to the next day when the service is open.
    const { fold, ...rest } = cellsOf(3);
    const figures = { ...NOTHING, hours: { [ticket(at(first, 20))]: 3 } };
    const left = folded(figures, fold);
    expect(left.hours).toEqual(figures.hours);
    const later = foldOf(inputOf(left, [openOn(next, 20)], kept({ fold, ...rest })));
    expect(later.days).toMatchObject({ 'tickets 2027-05-04 matched': 3 });
    expect(later.hours).toEqual(Object.keys(figures.hours));
  });
});

test('[T4] the first release begins on the earliest day, also after many hours without one', () => {
  const hour = firstHourOf(OSLO, '2027-05-03');
  const gaps = Array.from({ length: 200_000 }, (_, at) => hour + at).toReversed();
  expect(firstDayOf({ hours: {}, gaps }, OSLO)).toBe('2027-05-03');
  expect(firstDayOf({ hours: {}, gaps: [] }, OSLO)).toBeNull();
});

test('[T4] the days of missing hours are named once each, also when clocks change', () => {
  const start = firstHourOf(OSLO, '2027-10-30');
  const hours = Array.from({ length: 24 + 25 + 1 }, (_, at) => start + at);
  const days = ['2027-10-30', '2027-10-31', '2027-11-01'];
  expect(daysOf(hours, OSLO)).toEqual(days);
  expect(daysOf([start + 5, start + 48, start + 49], OSLO)).toEqual(days);
  expect(daysOf([], OSLO)).toEqual([]);
});
