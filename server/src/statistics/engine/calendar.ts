/** The dimension of days, with weeks, months, quarters, years, and the weekdays of a quarter (for a heat map). */
import {
  dateOf,
  dayAfter,
  monthOf,
  quarterOf,
  weekdayOf,
  weekOf,
  yearOf,
} from '@terskel/shared/calendar';
import { type Dimension, dimension, type Group } from './tables.ts';

export const PERIOD = {
  day: 'day',
  /** ISO 8601: from Monday; `2026-W53` has days of two years. */
  week: 'week',
  month: 'month',
  quarter: 'quarter',
  year: 'year',
  /** One weekday of a quarter: `2027-Q1-1`; 1 is Monday. */
  weekday: 'weekday',
  /** The part of a week in one month. A week and a month together can reveal it, so it must be guarded. */
  weekPart: 'week part',
} as const;

/**
 * `days`: successive local days, `2027-03-28`. A day has one label whether it has 23, 24 or 25 hours. Only complete periods
 * become groups. The first month, quarter and year begin on the first of the days, since nothing was counted before it.
 */
export function dateDimension(days: readonly string[]): Dimension {
  const dates = days.map(dateOf);
  const groups = (level: string, labelOf: (date: Date) => string): Group[] => {
    const found = Map.groupBy(dates.keys(), (index) => labelOf(dates[index] as Date));
    const next = dateOf(dayAfter(days.at(-1) ?? ''));
    found.delete(labelOf(next));
    return [...found].map(([label, members]) => ({ level, label, members }));
  };
  const quarters = groups(PERIOD.quarter, quarterOf);
  const weekdays = quarters.flatMap(({ label, members }) => {
    const found = Map.groupBy(members, (index) => weekdayOf(dates[index] as Date));
    return [...found].map(([weekday, at]): Group => {
      return { level: PERIOD.weekday, label: `${label}-${weekday}`, members: at };
    });
  });
  return dimension('date', PERIOD.day, days, [
    ...groups(PERIOD.week, weekOf).filter(({ members }) => members.length === 7),
    ...groups(PERIOD.month, monthOf),
    ...quarters,
    ...groups(PERIOD.year, yearOf),
    ...weekdays,
    ...groups(PERIOD.weekPart, (date) => `${weekOf(date)}/${monthOf(date)}`).filter(
      ({ members }) => members.length > 1 && members.length < 7,
    ),
  ]);
}
