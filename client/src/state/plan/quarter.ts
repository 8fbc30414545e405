/** The quarter whose figures a plan is made from. Pure. */
import { dateOf, dayAfter, weekdayOf } from '@terskel/shared/calendar';
import type { Statistics } from '@terskel/shared/statistics';
import { sorted } from '../../lists.ts';
import { daysIn, firstDayOf, isCut, lastDayOf, periodsOf } from '../../figures/periods.ts';
import { DAYS } from './week.ts';

export interface Quarter {
  /** `2026-Q4` */
  readonly label: string;
  /** How often each weekday occurs in it, from Monday. */
  readonly weekdays: readonly number[];
  /** Its days of which counts are missing. */
  readonly gaps: number;
}

/** The last quarter that is released with all its days; null if there is none. */
export function lastQuarter({ days, gaps }: Pick<Statistics, 'days' | 'gaps'>): Quarter | null {
  const [label] = days === null ? [] : periodsOf('quarter', days);
  // The first quarter may be only a few days long.
  if (days === null || label === undefined || isCut(label, days.first)) return null;
  const [first, last] = [firstDayOf(label), lastDayOf(label)];
  const weekdays = DAYS.map(() => 0);
  for (let day = first; day <= last; day = dayAfter(day)) {
    const weekday = weekdayOf(dateOf(day)) - 1;
    weekdays[weekday] = (weekdays[weekday] ?? 0) + 1;
  }
  return { label, weekdays, gaps: daysIn(label, gaps).length };
}

/** The three months of a quarter: `2026-10`, `2026-11`, `2026-12`. */
export function monthsOf(quarter: string): readonly string[] {
  const months = periodsOf('month', { first: firstDayOf(quarter), last: lastDayOf(quarter) });
  return sorted(months, (one, other) => (one < other ? -1 : 1));
}
