/** What a release shows of what was counted. */
import type { Released } from '@terskel/server/domain/releases';
import { releaseOf } from '@terskel/server/statistics/release/release';
import { dayAfter } from '@terskel/shared/calendar';
import { cellKey } from '@terskel/shared/statistics';
import { describe, expect, test } from 'vitest';
import { counted, folded, historyOf, inputOf, kept, NOTHING } from '../../helpers/association.ts';

const history = historyOf({
  seed: 2,
  first: '2027-01-01',
  days: 92,
  perDay: 6,
  weekdays: [1, 3, 5],
});
const input = (to = 92) =>
  inputOf(counted(NOTHING, ...history.counts.slice(0, to)), history.days.slice(0, to));
const quarter = releaseOf(input());
const { cells } = quarter.published;
const of = (figure: string, date: string, more: Readonly<Record<string, string>> = {}) =>
  cells[cellKey(figure, [['date', date], ...Object.entries(more)])];
const sum = (figure: string, label = '', month = '2027-02') =>
  Object.entries(quarter.fold.days)
    .filter(([name]) => name.startsWith(`${figure} ${month}`) && name.endsWith(label))
    .reduce((total, [, count]) => total + count, 0);

test('[T4] complete days, weeks, months and quarters are shown, and no others', () => {
  expect(quarter.published).toMatchObject({ first: '2027-01-01', last: '2027-04-02' });
  expect(quarter.held).toEqual([]);
  expect(of('tickets', '2027-02')).toBe(sum('tickets'));
  expect(of('tickets', '2027-Q1')).toBeTypeOf('number');
  for (const date of ['2027-04', '2027-Q2', '2027', '2026-W53', '2027-W13'])
    expect([date, of('tickets', date)]).toEqual([date, undefined]);
  // On a Tuesday the service is closed, which everybody knows.
  expect(of('tickets', '2027-02-02')).toBeUndefined();
  expect(of('tickets', '2027-02-03')).toBeDefined();
});

test('[T4] the total of waits is that of tickets, by `matched` and `left`', () => {
  for (const date of ['2027-02', '2027-Q1']) {
    expect(of('waits', date)).toBe(of('tickets', date));
    for (const outcome of ['matched', 'left'])
      expect(of('waits', date, { outcome })).toBe(of('tickets', date, { outcome }));
  }
  const waits = of('waits', '2027-Q1', { outcome: 'matched', wait: 'to 300' });
  expect(waits).toBeTypeOf('number');
  // Finer times of waiting are not shown.
  const labels = Object.keys(cells).flatMap((key) => /wait=([^|]*)/.exec(key)?.[1] ?? []);
  expect([...new Set(labels)]).toEqual(
    [60, 120, 300, 600, 1200, 2700].map((bound) => `to ${bound}`),
  );
  expect(Object.keys(cells).some((key) => /^waits.*date=2027-(?:W|\d\d-\d\d)/.test(key))).toBe(
    false,
  );
});

test('[T3] waits that do not add up to the tickets of their month are left out', () => {
  const { figures, ...rest } = input();
  const days = { ...figures.days, 'waits 2027-02-03 matched 30': 99 };
  const odd = releaseOf({ ...rest, figures: { ...figures, days } });
  const key = (date: string) => cellKey('waits', [['date', date]]);
  expect(odd.held).toEqual([]);
  expect(odd.published.cells[key('2027-02')]).toBeUndefined();
  expect(odd.published.cells[key('2027-Q1')]).toBeUndefined();
  expect(odd.published.cells[key('2027-03')]).toBeDefined();
});

test('[T4] a whole quarter has tickets by weekday and hour, of hours when the service is open', () => {
  const hours = Object.keys(cells).filter(
    (key) => key.startsWith('tickets') && key.includes('hour='),
  );
  const slots = hours.filter((key) => key.includes('date=2027-Q1-'));
  expect(slots).toHaveLength(3 * 5);
  expect(hours).toHaveLength(3 * 5 + 5);
});

describe('[T3] time of volunteers', () => {
  const months = input().figures.months;
  test('[T1, T3] time on duty is shown of weeks, months and quarters, without any split', () => {
    expect(of('staff', '2027-02')).toBe(sum('staff'));
    for (const date of ['2027-W05', '2027-Q1']) expect(of('staff', date)).toBeTypeOf('number');
    const hours = Object.keys(cells).filter((key) => /^staff.*hour=/.test(key));
    expect(hours).toHaveLength(3 * 5);
    expect(Object.keys(cells).filter((key) => /^staff.*\bas=/.test(key))).toEqual([]);
  });
  test('[T1, T3] busy time is shown by month and longer; a quarter is the sum of its months', () => {
    const each = ['2027-01', '2027-02', '2027-03'].map((month) => months[`busy ${month}`] ?? 0);
    expect(each.every((count) => count >= 15)).toBe(true);
    expect(['2027-01', '2027-02', '2027-03'].map((month) => of('busy', month))).toEqual(each);
    expect(of('busy', '2027-Q1')).toBe(each.reduce((all, count) => all + count, 0));
    const shown = Object.keys(cells).filter((key) => key.startsWith('busy'));
    expect(shown).toHaveLength(4);
  });
});

describe('[T3] when disclosure control refuses', () => {
  test('[T3] what was shown stays, what cannot be shown is held, and is shown once it can', () => {
    const days = history.days.slice(0, 92);
    const first = releaseOf(input(31));
    const before = kept(first);
    const after = folded(input(31).figures, first.fold);
    const next = counted(after, ...history.counts.slice(31));
    // As if a total had been shown that cannot be true.
    const key = cellKey('tickets', [['date', '2027-01']]);
    const ofWaits = cellKey('waits', [['date', '2027-01']]);
    const lie = { [key]: 1_000, [ofWaits]: 1_000 };
    const wrong: Released = { ...before, cells: { ...before.cells, ...lie } };
    const stopped = releaseOf(inputOf(next, days.slice(31), wrong));
    expect(stopped.held).toEqual(['all']);
    expect(stopped.published.cells).toMatchObject(wrong.cells);
    expect(stopped.published.last).toBe('2027-04-02');
    expect(stopped.proofs.tickets).toEqual(wrong.proofs.tickets);
    // The next release shows what this one could not.
    const held: Released = {
      ...kept(stopped),
      cells: { ...stopped.published.cells, ...before.cells },
    };
    const more = { day: '2027-04-03', openHours: [] };
    const later = releaseOf(inputOf(folded(next, stopped.fold), [more], held));
    expect(later.held).toEqual([]);
    expect(later.published.cells[cellKey('tickets', [['date', '2027-Q1']])]).toBeTypeOf('number');
  });
});

test('[T4] no count is lost in a release: hours become days and weekdays', () => {
  const { figures } = input();
  const total = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .filter(([name]) => !name.startsWith('open'))
      .reduce((all, [, count]) => all + count, 0);
  expect(total(quarter.fold.days)).toBe(total(figures.hours));
  expect(total(quarter.fold.weekHours)).toBe(total(figures.hours));
  expect(new Set(quarter.fold.hours)).toEqual(new Set(Object.keys(figures.hours)));
  expect(dayAfter(quarter.published.last)).toBe('2027-04-03');
});
