/**
 * Volunteers' time, in quarters of an hour. The time on duty does not depend on conversations (rule T1). Busy time comes in
 * groups, each of the whole conversations of at least five seekers. Each month is a sum of groups, and so is every sum and
 * difference of months, quarters and years. Readers do not know which conversations a group has, and durations are shown
 * only if at least four of them may be missing (`told.ts`). So neither these nor matched tickets leave the time of one.
 */
import { dateOf, monthOf, quarterOf, weekOf, yearOf } from '@terskel/shared/calendar';
import { cellKey, type Shown } from '@terskel/shared/statistics';
import { sumsOf } from '../../domain/cells.ts';
import { POLICY, SMALL } from '../engine/marks.ts';
import { type TableCounts, wholePeriods } from './tables.ts';
import type { Counts } from './counts.ts';

const DAY_LENGTH = '2026-11-30'.length;

/** `months`: busy time by month. `before`: cells of earlier releases, which stay as they are. */
export function staffCells(
  days: readonly string[],
  counts: TableCounts,
  months: Counts,
  before: ReadonlyMap<string, Shown>,
): Map<string, Shown> {
  const cells = new Map<string, Shown>();
  const put = (figure: string, date: string, count: number, hour = '') => {
    const key = cellKey(figure, [
      ['date', date],
      ['hour', hour],
    ]);
    cells.set(key, before.get(key) ?? atLeastFive(count));
  };
  for (const labelOf of [weekOf, monthOf, quarterOf, yearOf]) {
    const onDuty = byPeriod('staff', counts.days, labelOf);
    // A month has no busy time, or at least five quarters, so a `<5` is not narrowed by its quarter or year.
    const busy = labelOf === weekOf ? null : byPeriod('busy', months, labelOf);
    for (const period of wholePeriods(days, labelOf)) {
      put('staff', period, onDuty.get(period) ?? 0);
      if (busy !== null) put('busy', period, busy.get(period) ?? 0);
    }
  }
  for (const quarter of wholePeriods(days, quarterOf)) {
    for (let weekday = 1; weekday <= 7; weekday += 1) {
      for (let hour = 0; hour < 24; hour += 1) {
        const place = `${quarter}-${weekday} ${hour}`;
        if (counts.weekHours[`open ${place}`] === undefined) continue;
        const count = counts.weekHours[`staff ${place}`] ?? 0;
        put('staff', `${quarter}-${weekday}`, count, String(hour));
      }
    }
  }
  return cells;
}

const atLeastFive = (count: number): Shown => (count < POLICY.threshold ? SMALL : count);

/** Of counts by day or month, such as `staff 2026-11-30` or `busy 2026-11`, which is that of its first day. */
function byPeriod(
  figure: string,
  counts: Counts,
  labelOf: (date: Date) => string,
): Map<string, number> {
  return sumsOf(
    Object.entries(counts).flatMap(([name, count]) => {
      const [of, date = ''] = name.split(' ');
      if (of !== figure) return [];
      return [[labelOf(dateOf(`${date}-01`.slice(0, DAY_LENGTH))), count] as const];
    }),
  );
}
