/**
 * Volunteers' time, in quarters of an hour. It says nothing about seekers, except that the busy time of few conversations
 * tells how long they were. So busy time is shown only where readers see how many tickets were matched, in months,
 * quarters and years, and only if no difference of them is the busy time of 1 to 4 conversations.
 */
import { dateOf, monthOf, quarterOf, weekOf, yearOf } from '@terskel/shared/calendar';
import { cellKey, type Shown } from '@terskel/shared/statistics';
import { sumsOf } from '../../domain/cells.ts';
import { HIDDEN, POLICY, SMALL } from '../engine/marks.ts';
import { type TableCounts, wholePeriods } from './tables.ts';
import type { Counts } from './counts.ts';

type Cells = ReadonlyMap<string, Shown>;

/** `shown`: cells of tickets. `before`: cells of earlier releases, which stay as they are. */
export function staffCells(
  days: readonly string[],
  counts: TableCounts,
  shown: Cells,
  before: Cells,
): Map<string, Shown> {
  const cells = new Map<string, Shown>();
  const put = (key: string, value: Shown) => cells.set(key, before.get(key) ?? value);
  const name = (date: string, as?: string) =>
    cellKey('staff', [['date', date], ...(as === undefined ? [] : [['as', as] as const])]);

  for (const labelOf of [weekOf, monthOf, quarterOf, yearOf]) {
    const sums = byPeriod(counts.days, labelOf);
    for (const period of wholePeriods(days, labelOf)) {
      const [ready, busy] = [sums.get(`${period} ready`) ?? 0, sums.get(`${period} busy`) ?? 0];
      put(name(period), atLeastFive(ready + busy));
      const isTold =
        labelOf !== weekOf &&
        isBusyTold(period, days, counts.days, shown, (part) =>
          isNumberOrSmall(cells.get(name(part, 'busy'))),
        );
      put(name(period, 'busy'), isTold ? atLeastFive(busy) : HIDDEN);
      put(name(period, 'ready'), isTold ? atLeastFive(ready) : HIDDEN);
    }
  }
  for (const quarter of wholePeriods(days, quarterOf)) {
    for (let weekday = 1; weekday <= 7; weekday += 1) {
      for (let hour = 0; hour < 24; hour += 1) {
        const place = `${quarter}-${weekday} ${hour}`;
        if (counts.weekHours[`open ${place}`] === undefined) continue;
        const of = (as: string): number => counts.weekHours[`staff ${place} ${as}`] ?? 0;
        const key = cellKey('staff', [
          ['date', `${quarter}-${weekday}`],
          ['hour', String(hour)],
        ]);
        put(key, atLeastFive(of('ready') + of('busy')));
      }
    }
  }
  return cells;
}

const atLeastFive = (count: number): Shown => (count < POLICY.threshold ? SMALL : count);
const isNumberOrSmall = (shown: Shown | undefined): boolean =>
  shown !== undefined && shown !== HIDDEN;

/**
 * Whether the busy time of a month, quarter or year may be shown. What is left of it without the parts whose busy time is
 * shown must be nothing, or at least five conversations. Periods of these kinds do not overlap, so all differences are
 * sums of such rests.
 */
function isBusyTold(
  period: string,
  days: readonly string[],
  counts: Counts,
  shown: Cells,
  isTold: (part: string) => boolean,
): boolean {
  const matched = cellKey('tickets', [
    ['date', period],
    ['outcome', 'matched'],
  ]);
  if (typeof shown.get(matched) !== 'number') return false;
  const own = days.filter((day) =>
    [monthOf, quarterOf, yearOf].some((labelOf) => labelOf(dateOf(day)) === period),
  );
  const rest = own.filter((day) =>
    [monthOf, quarterOf].every((labelOf) => {
      const part = labelOf(dateOf(day));
      return part === period || !isTold(part);
    }),
  );
  const left = rest.reduce((sum, day) => sum + (counts[`tickets ${day} matched`] ?? 0), 0);
  return rest.length === 0 || left >= POLICY.threshold;
}

function byPeriod(counts: Counts, labelOf: (date: Date) => string): Map<string, number> {
  return sumsOf(
    Object.entries(counts).flatMap(([name, count]) => {
      const [figure = '', day = '', as = ''] = name.split(' ');
      return figure === 'staff' ? [[`${labelOf(dateOf(day))} ${as}`, count] as const] : [];
    }),
  );
}
