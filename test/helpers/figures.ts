/** Tables of made-up counts for the tests of statistics. */
import { dateDimension, PERIOD } from '@terskel/server/statistics/engine/calendar';
import { ALL, dimension, type Group, type Table } from '@terskel/server/statistics/engine/tables';
import type { Random } from '../fuzz/random.ts';

/** A number with the Poisson distribution (Knuth's method, for small means). */
export function poisson(random: Random, mean: number): number {
  let count = -1;
  for (let left = 0; left < mean; count += 1) left -= Math.log(1 - random.below(1e6) / 1e6);
  return Math.max(0, count);
}

/** Rows and columns with all totals. `groups`: of the columns. */
export function grid(
  rows: readonly string[],
  columns: readonly string[],
  counts: readonly number[],
  groups: readonly Group[] = [],
): Table {
  const levels = ['column', ALL, ...new Set(groups.map(({ level }) => level))];
  return {
    figure: 'count',
    dimensions: [dimension('row', 'row', rows), dimension('column', 'column', columns, groups)],
    shown: levels.flatMap((level) => [
      ['row', level],
      [ALL, level],
    ]),
    counts,
  };
}

/** Successive days from `first`. */
export function daysFrom(first: string, count: number): string[] {
  const start = Date.parse(`${first}T00:00:00Z`);
  return Array.from({ length: count }, (_, day) =>
    new Date(start + day * 24 * 3_600_000).toISOString().slice(0, 10),
  );
}

const ENDS = ['matched', 'button', 'tab', 'silent', 'expired', 'closed'];
const SHARES = [0.75, 0.06, 0.06, 0.04, 0.05, 0.04];

/** Tickets by day, hour and end, with all periods and a heat map. `perDay`: mean number of tickets. */
export function tickets(
  random: Random,
  days: readonly string[],
  hours: number,
  perDay: number,
): Table {
  const labels = Array.from({ length: hours }, (_, hour) => String(hour));
  const ends = ['end', 'group', ALL];
  const periods = [PERIOD.day, PERIOD.week, PERIOD.month, PERIOD.quarter, PERIOD.year];
  const busy = labels.map((_, hour) => 0.3 + Math.sin((Math.PI * hour) / hours));
  const sum = busy.reduce((one, other) => one + other, 0);
  return {
    figure: 'opened',
    dimensions: [
      dateDimension(days),
      dimension('hour', 'hour', labels),
      dimension('end', 'end', ENDS, [{ level: 'group', label: 'left', members: [1, 2, 3] }]),
    ],
    shown: ends.flatMap((end) => [
      ...periods.map((period) => [period, ALL, end]),
      [PERIOD.day, 'hour', end],
      [PERIOD.weekday, 'hour', end],
    ]),
    guarded: ends.map((end) => [PERIOD.weekPart, ALL, end]),
    counts: days.flatMap(() =>
      busy.flatMap((weight) =>
        SHARES.map((share) => poisson(random, (perDay * weight * share) / sum)),
      ),
    ),
  };
}
