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

/** Level of the period that has begun and is not complete yet. Its label is that of the whole period. */
export const begun = (period: string): string => `begun ${period}`;

/** Returns the level of the period with a label, at the end of these days. */
export function levelsOf(
  level: string,
  days: readonly string[],
  labelOf: (date: Date) => string,
): (label: string) => string {
  const next = labelOf(dateOf(dayAfter(days.at(-1) ?? '')));
  return (label) => (label === next ? begun(level) : level);
}

/**
 * `days`: successive local days, `2027-03-28`. A day has one label whether it has 23, 24 or 25 hours. Weeks, months, quarters
 * and years become groups if they are complete, or have begun (`begun`). The first month, quarter and year begin on the
 * first of the days, since nothing was counted before it. A week always has seven days.
 */
export function dateDimension(days: readonly string[]): Dimension {
  const dates = days.map(dateOf);
  const groups = (level: string, labelOf: (date: Date) => string): Group[] => {
    const found = Map.groupBy(dates.keys(), (index) => labelOf(dates[index] as Date));
    const levelOf = levelsOf(level, days, labelOf);
    return [...found].map(([label, members]) => ({ level: levelOf(label), label, members }));
  };
  const quarters = groups(PERIOD.quarter, quarterOf);
  const whole = quarters.filter(({ level }) => level === PERIOD.quarter);
  const weekdays = whole.flatMap(({ label, members }) => {
    const found = Map.groupBy(members, (index) => weekdayOf(dates[index] as Date));
    return [...found].map(([weekday, at]): Group => {
      return { level: PERIOD.weekday, label: `${label}-${weekday}`, members: at };
    });
  });
  return dimension('date', PERIOD.day, days, [
    ...groups(PERIOD.week, weekOf).filter(
      ({ members: [at = 0] }) => weekdayOf(dates[at] as Date) === 1,
    ),
    ...groups(PERIOD.month, monthOf),
    ...quarters,
    ...groups(PERIOD.year, yearOf),
    ...weekdays,
    ...groups(PERIOD.weekPart, (date) => `${weekOf(date)}/${monthOf(date)}`).filter(
      ({ members }) => members.length > 1 && members.length < 7,
    ),
  ]);
}
