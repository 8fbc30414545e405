/** Busy time of volunteers, by month: what it tells of matched tickets, of small counts that readers may try all (rule T3). */
import { busyCells } from '@terskel/server/statistics/release/busy';
import { releaseOf } from '@terskel/server/statistics/release/release';
import { firstHourOf } from '@terskel/server/domain/time-zone';
import { dayAfter } from '@terskel/shared/calendar';
import { cellKey, type Shown } from '@terskel/shared/statistics';
import { expect, test } from 'vitest';
import { randomOf } from '../../fuzz/random.ts';
import { inputOf, NOTHING } from '../../helpers/association.ts';

const MONTHS = ['2027-01', '2027-02', '2027-03'];
const PERIODS = [...MONTHS, '2027-Q1'];
const DAYS = Array.from({ length: 90 }, (_, at) => dayAfter('2027-01-01', at));
const ENDS = [31, 59, 90];

const busyKey = (date: string) => cellKey('busy', [['date', date]]);
const matchedKey = (date: string) =>
  cellKey('tickets', [
    ['date', date],
    ['outcome', 'matched'],
  ]);
const small = (count: number): Shown => (count < 5 ? '<5' : count);
const sumOf = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);

/** Matched tickets of a quarter, and what is shown of them. */
function ticketCells(matched: readonly number[], isQuarterShown: boolean): Map<string, Shown> {
  return new Map([
    ...MONTHS.map((month, at) => [matchedKey(month), small(matched[at] ?? 0)] as const),
    [matchedKey('2027-Q1'), isQuarterShown ? small(sumOf(matched)) : 'hidden'],
  ]);
}

/** Groups of five, each in the month in which its last conversation ended. Released month by month. */
function released(busy: readonly number[], tickets: ReadonlyMap<string, Shown>) {
  let shown: ReadonlyMap<string, Shown> = new Map();
  for (const [at, end] of ENDS.entries()) {
    const counts = Object.fromEntries(
      MONTHS.slice(0, at + 1).map((month, nth) => [`busy ${month}`, busy[nth] ?? 0]),
    );
    const until = new Map([...tickets].filter(([key]) => at === 2 || !key.includes('Q1')));
    shown = new Map([...shown, ...busyCells(DAYS.slice(0, end), counts, until, shown)]);
  }
  return PERIODS.map((period) => shown.get(busyKey(period)));
}

/** All matched tickets that fit what is shown of them. */
function* possible(tickets: ReadonlyMap<string, Shown>): Generator<readonly number[]> {
  const all = MONTHS.map((month) => {
    const shown = tickets.get(matchedKey(month));
    return typeof shown === 'number' ? [shown] : [0, 1, 2, 3, 4];
  });
  const [first = [], second = [], third = []] = all;
  const total = tickets.get(matchedKey('2027-Q1'));
  for (const one of first)
    for (const two of second)
      for (const three of third) {
        const sum = one + two + three;
        if (total === 'hidden' || total === small(sum)) yield [one, two, three];
      }
}

/** Whether five conversations for each known sum of busy time may have ended by the end of its last month. */
function fits(matched: readonly number[], shown: readonly (Shown | undefined)[]): boolean {
  const isKnown = MONTHS.map((_, at) => shown[at] !== 'hidden');
  const months = shown.slice(0, 3).map((cell) => (typeof cell === 'number' ? cell : 0));
  const ofHidden =
    typeof shown[3] === 'number' && isKnown.includes(false) ? shown[3] - sumOf(months) : 0;
  if (ofHidden > 0) months[isKnown.lastIndexOf(false)] = ofHidden;
  return months.every((_, at) => {
    const groups = months.slice(0, at + 1).filter((sum) => sum > 0).length;
    return sumOf(matched.slice(0, at + 1)) >= 5 * groups;
  });
}

const random = randomOf(11);
const quarters = Array.from({ length: 600 }, () => {
  const matched = MONTHS.map(() => random.below(random.below(2) === 0 ? 5 : 12));
  let waiting = 0;
  const busy = matched.map((count) => {
    waiting += count;
    // Some wait for another hour, or are too short.
    if (waiting < 5 || random.below(4) === 0) return 0;
    const groups = Math.floor(waiting / 5);
    waiting -= 5 * groups;
    return groups * (5 + random.below(10));
  });
  const tickets = ticketCells(matched, random.below(3) > 0);
  return { matched, busy, tickets, shown: released(busy, tickets) };
});

test('[T3] busy time excludes no count of matched tickets that readers think possible', () => {
  for (const { matched, tickets, shown } of quarters) {
    expect(fits(matched, shown)).toBe(true);
    const excluded = [...possible(tickets)].filter((other) => !fits(other, shown));
    expect({ tickets: [...tickets], shown, excluded }).toMatchObject({ excluded: [] });
  }
});

test('[T3] whether busy time is hidden does not depend on it', () => {
  for (const { tickets, shown } of quarters) {
    const other = released([0, 0, 0], tickets);
    expect(other.map((cell) => cell === 'hidden')).toEqual(shown.map((cell) => cell === 'hidden'));
  }
});

test('[T1, T3] it is shown where matched tickets are, as the sum of its groups', () => {
  const many = quarters.filter(({ matched }) => matched.every((count) => count >= 5));
  expect(many.length).toBeGreaterThan(10);
  for (const { busy, shown } of many) expect(shown).toEqual([...busy, sumOf(busy)].map(small));
  const few = quarters.filter(
    ({ tickets }) =>
      tickets.get(matchedKey('2027-01')) === '<5' &&
      typeof tickets.get(matchedKey('2027-Q1')) === 'number',
  );
  expect(few.length).toBeGreaterThan(20);
  // The quarter only, as the months after a hidden one are hidden as well.
  for (const { busy, shown } of few)
    expect(shown).toEqual(['hidden', 'hidden', 'hidden', small(sumOf(busy))]);
});

test('[T3] it is also shown where those who left are few', () => {
  const counts = { 'busy 2027-01': 12, 'busy 2027-02': 0, 'busy 2027-03': 9 };
  const cells = (left: Shown) =>
    busyCells(
      DAYS,
      counts,
      new Map<string, Shown>(
        PERIODS.flatMap((date) => [
          [cellKey('tickets', [['date', date]]), date.includes('Q') ? 27 : 9] as const,
          [
            cellKey('tickets', [
              ['date', date],
              ['outcome', 'left'],
            ]),
            left,
          ] as const,
        ]),
      ),
      new Map(),
    );
  const found = cells('<5');
  expect(PERIODS.map((date) => found.get(busyKey(date)))).toEqual([12, '<5', 9, 21]);
  const later = busyCells(DAYS, { 'busy 2027-01': 99 }, new Map(), found);
  expect([...later]).toEqual([...found]);
  expect(new Set(cells('hidden').values())).toEqual(new Set(['hidden']));
});

test('[T3] a release does not tell that nobody was matched in the last month of a quarter', () => {
  const matched = new Map([
    ['2027-01-10', 3],
    ['2027-02-03', 2],
  ]);
  const hours = Object.fromEntries(
    DAYS.flatMap((day) => {
      const hour = firstHourOf('Europe/Oslo', day) + 19;
      return [
        [`tickets ${hour} cancelled`, 1],
        [`tickets ${hour} matched`, matched.get(day) ?? 0],
      ];
    }),
  );
  const days = DAYS.map((day) => ({ day, openHours: [18, 19, 20] }));
  const months = { 'busy 2027-02': 14 };
  const { cells } = releaseOf(inputOf({ ...NOTHING, hours, months }, days)).published;
  expect(cells[matchedKey('2027-Q1')]).toBe(5);
  expect(cells[matchedKey('2027-03')]).toBe('<5');
  expect(PERIODS.map((date) => cells[busyKey(date)])).toEqual(['hidden', 'hidden', 'hidden', 14]);
});
