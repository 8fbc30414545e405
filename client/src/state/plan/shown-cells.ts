/** Reads the cells of the statistics that the plan needs. Pure. */
import { dateOf, dayAfter, dayOf, quarterOf, weekdayOf } from '@terskel/shared/calendar';
import { type Shown, type Statistics, cellKey } from '@terskel/shared/statistics';
import { DAYS } from './week.ts';

/** Undefined: not shown. */
export type Cell = (
  figure: string,
  ...places: readonly (readonly [string, string])[]
) => Shown | undefined;

export const cellsOf =
  ({ cells }: Pick<Statistics, 'cells'>): Cell =>
  (figure, ...places) =>
    // A key such as `toString` is no cell.
    Object.hasOwn(cells, cellKey(figure, places)) ? cells[cellKey(figure, places)] : undefined;

export interface Quarter {
  /** `2026-Q4` */
  readonly label: string;
  /** How often each weekday occurs in it, from Monday. */
  readonly weekdays: readonly number[];
  /** Its days of which counts are missing. */
  readonly gaps: number;
}

/** The last quarter that is released completely; null if there is none. */
export function lastQuarter({ days, gaps }: Pick<Statistics, 'days' | 'gaps'>): Quarter | null {
  if (days === null) return null;
  const next = dateOf(dayAfter(days.last));
  const month = Math.floor(next.getUTCMonth() / 3) * 3;
  const begins = (back: number): string =>
    dayOf(new Date(Date.UTC(next.getUTCFullYear(), month - back, 1)));
  const [from, until] = [begins(3), begins(0)];
  if (from < days.first) return null;
  const weekdays = DAYS.map(() => 0);
  for (let day = from; day < until; day = dayAfter(day)) {
    const weekday = weekdayOf(dateOf(day)) - 1;
    weekdays[weekday] = (weekdays[weekday] ?? 0) + 1;
  }
  const missing = gaps.filter((day) => from <= day && day < until).length;
  return { label: quarterOf(dateOf(from)), weekdays, gaps: missing };
}

/** The three months of a quarter: `2026-10`, `2026-11`, `2026-12`. */
export function monthsOf(quarter: string): readonly string[] {
  const [year = '', number = ''] = quarter.split('-Q');
  return [1, 2, 3].map(
    (month) => `${year}-${String((Number(number) - 1) * 3 + month).padStart(2, '0')}`,
  );
}
