/** Periods of the statistics by their names in `calendar.ts`: lists, neighbours and limits (rule T4). Days are local. */
import {
  dateOf,
  dayAfter,
  dayOf,
  monthOf,
  quarterOf,
  weekOf,
  weekdayOf,
  yearOf,
} from '@terskel/shared/calendar';

/** The kinds of periods that the page offers. */
export const KINDS = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type Kind = (typeof KINDS)[number];

/** Days with released counts, both included. */
export interface Days {
  readonly first: string;
  readonly last: string;
}

const NAMES: Readonly<Record<Kind, (date: Date) => string>> = {
  day: dayOf,
  week: weekOf,
  month: monthOf,
  quarter: quarterOf,
  year: yearOf,
};

/** The period of this kind that contains the day. */
export const periodOf = (kind: Kind, day: string): string => NAMES[kind](dateOf(day));

export function kindOf(period: string): Kind {
  if (period.length === 4) return 'year';
  if (period.includes('W')) return 'week';
  if (period.includes('Q')) return 'quarter';
  return period.length === 7 ? 'month' : 'day';
}

const utcDay = (year: number, month: number, day: number): string =>
  dayOf(new Date(Date.UTC(year, month, day)));

/** Year, and number of the month, week or quarter. */
function partsOf(period: string): readonly [year: number, number: number] {
  return [Number(period.slice(0, 4)), Number(/\d+$/.exec(period)?.[0])];
}

/** The first month (0: January) of a month, quarter or year, and the number of its months. */
function monthsIn(period: string): readonly [first: number, count: number] {
  const [, number] = partsOf(period);
  switch (kindOf(period)) {
    case 'month':
      return [number - 1, 1];
    case 'quarter':
      return [number * 3 - 3, 3];
    default:
      return [0, 12];
  }
}

export function firstDayOf(period: string): string {
  const [year, number] = partsOf(period);
  switch (kindOf(period)) {
    case 'day':
      return period;
    case 'week': {
      // 4 January is in week 1.
      const fourth = utcDay(year, 0, 4);
      return dayAfter(fourth, 1 - weekdayOf(dateOf(fourth)) + (number - 1) * 7);
    }
    default:
      return utcDay(year, monthsIn(period)[0], 1);
  }
}

export function lastDayOf(period: string): string {
  switch (kindOf(period)) {
    case 'day':
      return period;
    case 'week':
      return dayAfter(firstDayOf(period), 6);
    default: {
      const [first, count] = monthsIn(period);
      return utcDay(partsOf(period)[0], first + count, 0);
    }
  }
}

export function previousOf(period: string): string {
  return periodOf(kindOf(period), dayAfter(firstDayOf(period), -1));
}

/**
 * The periods that are released, newest first: no day of them will come. The first month, quarter and year may begin
 * before the first day that was counted.
 */
export function periodsOf(kind: Kind, { first, last }: Days): readonly string[] {
  const periods: string[] = [];
  const beginOf = kind === 'week' ? firstDayOf : lastDayOf;
  let period = periodOf(kind, last);
  if (lastDayOf(period) > last) period = previousOf(period);
  for (; beginOf(period) >= first; period = previousOf(period)) periods.push(period);
  return periods;
}

/** Whether the period begins before the first day that was counted. Its figures are of fewer days then. */
export const isCut = (period: string, first: string): boolean =>
  firstDayOf(period) < first && first <= lastDayOf(period);

/** The days of the list that are in the period. */
export function daysIn(period: string, days: readonly string[]): readonly string[] {
  const [first, last] = [firstDayOf(period), lastDayOf(period)];
  return days.filter((day) => first <= day && day <= last);
}
