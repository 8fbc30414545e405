/** Seekers per hour, from what disclosure control shows. */
import { type ReadCell, cellReader } from '@terskel/client/figures/cells';
import { arrivalsOf } from '@terskel/client/state/plan/arrivals';
import { lastQuarter, monthsOf } from '@terskel/client/state/plan/quarter';
import { staffingOf } from '@terskel/client/state/plan/staffing';
import { cellKey } from '@terskel/shared/statistics';
import { describe, expect, test } from 'vitest';
import { randomOf } from '../../../fuzz/random.ts';
import { QUARTER, WEEKDAYS, statisticsOf } from '../../../helpers/plan-statistics.ts';

const QUARTER_OF = { label: QUARTER, weekdays: WEEKDAYS, gaps: 0 };
const ALWAYS = Array.from({ length: 168 }, () => true);
const date = (day?: number) => ['date', day === undefined ? QUARTER : `${QUARTER}-${day}`] as const;
const at = (day: number, hour: number) => [date(day), ['hour', String(hour)]] as const;

type Cells = Parameters<typeof statisticsOf>[0];
function arrivals(cells: Cells, open = ALWAYS, hide: readonly string[] = []) {
  return arrivalsOf(cellReader(statisticsOf(cells, { hide })), QUARTER_OF, open);
}
const openAt = (...hours: number[]): boolean[] => ALWAYS.map((_, hour) => hours.includes(hour));

test('[T5] a shown count is divided by how often its weekday occurs', () => {
  const found = arrivals([
    ['tickets', at(1, 14), 26],
    ['tickets', at(3, 14), 28],
  ]);
  expect(found[14]).toEqual({ mean: 2, source: 'measured' });
  expect(found[2 * 24 + 14]).toEqual({ mean: 2, source: 'measured' });
});

test('[T5] what the total of a weekday leaves over goes to its hidden open hours, and at most 4 to each "<5"', () => {
  const cells: Cells = [
    ['tickets', at(1, 18), 20],
    ['tickets', at(1, 19), 2],
    ['tickets', at(1, 20), 3],
    ['tickets', [date(1)], 26],
  ];
  const open = openAt(18, 19, 20);
  expect(arrivals(cells, open).slice(18, 21)).toEqual([
    { mean: 20 / 13, source: 'measured' },
    { mean: 3 / 13, source: 'estimated' },
    { mean: 3 / 13, source: 'estimated' },
  ]);
  // A cell that was hidden to protect another one takes what the small ones cannot hold.
  const hide = [cellKey('tickets', at(1, 18))];
  expect(arrivals(cells, open, hide)[18]).toEqual({ mean: 18 / 13, source: 'estimated' });
});

test('[T5] hidden hours are as busy, in proportion, as the same hour on other days', () => {
  const cells: Cells = [
    ['tickets', at(1, 18), 39],
    ['tickets', at(1, 19), 13],
    ['tickets', at(2, 18), 9],
    ['tickets', at(2, 19), 9],
    ['tickets', [date(2)], 40],
  ];
  const hide = [cellKey('tickets', at(2, 18)), cellKey('tickets', at(2, 19))];
  const found = arrivals(cells, openAt(18, 19, 42, 43), hide);
  expect([found[42]?.mean, found[43]?.mean]).toEqual([30 / 13, 10 / 13]);
});

test('[T5] without totals of weekdays, the total of the quarter is spread', () => {
  const found = arrivals([['tickets', [date()], 92]], openAt(18, 42, 66));
  // A Wednesday more than Mondays: the mean is the same for each.
  expect(found[18]?.mean).toBeCloseTo(92 / 40, 9);
  expect(found[66]?.mean).toBeCloseTo(92 / 40, 9);
});

test('[T5] with nothing shown nothing is claimed; "<5" alone is about 2', () => {
  const found = arrivals([['tickets', at(1, 18), 3]], openAt(18, 19));
  expect(found[18]).toEqual({ mean: 2 / 13, source: 'estimated' });
  expect(found[19]).toBeNull();
  // Closed.
  expect(found[20]).toBeNull();
});

test('[T5] estimates never exceed the total, nor 4 for "<5", and shown cells stay as they are', () => {
  const faults: string[] = [];
  for (let seed = 1; seed <= 60; seed += 1) {
    const random = randomOf(seed);
    const open = ALWAYS.map((_, hour) => hour % 24 >= 16 && !random.chance(6));
    const counts = open.map((isOpen) => (isOpen ? random.below(1 + random.below(20)) : 0));
    const cells: [string, readonly (readonly [string, string])[], number][] = counts.map(
      (count, hour) => ['tickets', at(Math.floor(hour / 24) + 1, hour % 24), count],
    );
    const totals = WEEKDAYS.map((_, day) =>
      counts.slice(day * 24, day * 24 + 24).reduce((sum, one) => sum + one, 0),
    );
    for (const [day, total] of totals.entries())
      if (!random.chance(4)) cells.push(['tickets', [date(day + 1)], total]);
    cells.push(['tickets', [date()], totals.reduce((sum, one) => sum + one, 0)]);
    const hide = cells
      .filter(() => random.chance(5))
      .map(([name, places]) => cellKey(name, places));
    const statistics = statisticsOf(cells, { hide });
    const read = cellReader(statistics);
    const found = arrivalsOf(read, QUARTER_OF, open);
    faults.push(...faultsOf(open, found, read).map((fault) => `seed ${seed}: ${fault}`));
  }
  expect(faults).toEqual([]);
});

/** What is wrong about estimates; empty if nothing is. */
function faultsOf(
  open: readonly boolean[],
  found: ReturnType<typeof arrivalsOf>,
  read: ReadCell,
): string[] {
  const faults: string[] = [];
  const sums = WEEKDAYS.map(() => 0);
  for (const [hour, isOpen] of open.entries()) {
    const day = Math.floor(hour / 24);
    const shown = read('tickets', `${QUARTER}-${day + 1}`, { hour: String(hour % 24) });
    const count = (found[hour]?.mean ?? 0) * (WEEKDAYS[day] ?? 0);
    sums[day] = (sums[day] ?? 0) + count;
    if (!isOpen && found[hour] !== null) faults.push(`${hour} is closed`);
    const isOff = isOpen && typeof shown === 'number' && Math.abs(count - shown) > 1e-9;
    if (isOff) faults.push(`${hour} was shown`);
    if (shown === '<5' && count > 4 + 1e-9) faults.push(`${hour} is too much`);
    if (count < 0) faults.push(`${hour} is negative`);
  }
  for (const [day, sum] of sums.entries()) {
    const total = read('tickets', `${QUARTER}-${day + 1}`);
    if (typeof total === 'number' && sum > total + 1e-6) faults.push(`day ${day} is too much`);
  }
  return faults;
}

describe('[T5] the last complete quarter', () => {
  const quarter = (first: string, last: string, gaps: string[] = []) =>
    lastQuarter({ days: { first, last }, gaps });

  test('[T5] its weekdays are counted', () => {
    expect(quarter('2026-01-01', '2026-11-30')).toEqual({
      ...{ label: QUARTER, weekdays: [...WEEKDAYS], gaps: 0 },
    });
    expect(quarter('2026-07-01', '2026-09-30')?.label).toBe('2026-Q3');
    expect(quarter('2026-01-01', '2027-01-03')?.label).toBe('2026-Q4');
    expect(quarter('2026-01-01', '2026-09-29')?.label).toBe('2026-Q2');
  });

  test('[T5] a quarter that began before the service is none', () => {
    expect(quarter('2026-07-02', '2026-11-30')).toBeNull();
    expect(lastQuarter({ days: null, gaps: [] })).toBeNull();
  });

  test('[T5] only its own gaps count', () => {
    expect(
      quarter('2026-01-01', '2026-11-30', ['2026-06-30', '2026-07-01', '2026-10-01'])?.gaps,
    ).toBe(1);
  });

  test('[T5] months of a quarter', () => {
    expect(monthsOf('2026-Q4')).toEqual(['2026-10', '2026-11', '2026-12']);
    expect(monthsOf('2027-Q1')).toEqual(['2027-01', '2027-02', '2027-03']);
  });
});

test('[T5] staffing is the mean number of volunteers; hidden is unknown, and "<5" quarters of an hour are nobody', () => {
  const cells: Cells = [
    ['staff', at(1, 18), 78],
    ['staff', at(1, 19), 4],
    ['staff', at(1, 20), 40],
  ];
  const hide = [cellKey('staff', at(1, 20))];
  const found = staffingOf(cellReader(statisticsOf(cells, { hide })), QUARTER_OF, ALWAYS);
  expect(found.slice(18, 22)).toEqual([1.5, 0, null, null]);
});
