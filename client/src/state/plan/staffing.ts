/** Volunteers on duty per hour of the week, from the shown cells of one quarter. Pure. */
import type { ReadCell } from '../../figures/cells.ts';
import type { Quarter } from './quarter.ts';
import { timeOfHour, weekdayOfHour } from './week.ts';

const QUARTERS_PER_HOUR = 4;

/** Mean number on duty for each hour of the week; null if it is not shown. `<5` is less than one visit in a quarter. */
export function staffingOf(
  read: ReadCell,
  { label, weekdays }: Quarter,
  open: readonly boolean[],
): (number | null)[] {
  return open.map((isOpen, hour) => {
    const day = weekdayOfHour(hour);
    const count = read('staff', `${label}-${day + 1}`, { hour: String(timeOfHour(hour)) });
    if (!isOpen || count === null || count === 'hidden') return null;
    return count === '<5' ? 0 : count / QUARTERS_PER_HOUR / (weekdays[day] ?? 1);
  });
}
