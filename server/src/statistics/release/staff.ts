/** Volunteers' time on duty, in quarters of an hour. It does not depend on conversations (rule T1). */
import { dateOf, monthOf, quarterOf, weekOf, yearOf } from '@terskel/shared/calendar';
import { cellKey, type Shown } from '@terskel/shared/statistics';
import { sumsOf } from '../../domain/cells.ts';
import { countOrSmall } from '../engine/marks.ts';
import { type TableCounts, wholePeriods } from './tables.ts';
import type { Counts } from './counts.ts';

/** `before`: cells of earlier releases, which stay as they are. */
export function staffCells(
  days: readonly string[],
  counts: TableCounts,
  before: ReadonlyMap<string, Shown>,
): Map<string, Shown> {
  const cells = new Map<string, Shown>();
  const put = (date: string, count: number, hour = '') => {
    const key = cellKey('staff', [
      ['date', date],
      ['hour', hour],
    ]);
    cells.set(key, before.get(key) ?? countOrSmall(count));
  };
  for (const labelOf of [weekOf, monthOf, quarterOf, yearOf]) {
    const onDuty = byPeriod(counts.days, labelOf);
    for (const period of wholePeriods(days, labelOf)) put(period, onDuty.get(period) ?? 0);
  }
  for (const quarter of wholePeriods(days, quarterOf)) {
    for (let weekday = 1; weekday <= 7; weekday += 1) {
      for (let hour = 0; hour < 24; hour += 1) {
        const place = `${quarter}-${weekday} ${hour}`;
        if (counts.weekHours[`open ${place}`] === undefined) continue;
        const count = counts.weekHours[`staff ${place}`] ?? 0;
        put(`${quarter}-${weekday}`, count, String(hour));
      }
    }
  }
  return cells;
}

/** Of counts by day, such as `staff 2026-11-30`. */
function byPeriod(counts: Counts, labelOf: (date: Date) => string): Map<string, number> {
  return sumsOf(
    Object.entries(counts).flatMap(([name, count]) => {
      const [figure, date = ''] = name.split(' ');
      return figure === 'staff' ? [[labelOf(dateOf(date)), count] as const] : [];
    }),
  );
}
