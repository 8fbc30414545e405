/**
 * Busy time of volunteers, in quarters of an hour. It comes in groups, each of the whole conversations of at least five
 * seekers. Each month is a sum of groups, and so is every sum and difference of months, quarters and years. Readers do not
 * know which conversations a group has, and durations are shown only if at least four of them may be missing (`told.ts`).
 * So neither these nor matched tickets leave the time of one.
 *
 * A month with busy time tells that five more conversations have ended by its end. It is shown only if the shown matched
 * tickets tell this anyway: otherwise it could narrow a `<5` of them, or tell that a later month had none. Whether it is
 * shown depends on what is shown of tickets, and not on its busy time.
 */
import { quarterOf, yearOf } from '@terskel/shared/calendar';
import { TELLABLE_FROM } from '@terskel/shared/limits';
import { cellKey, type Shown } from '@terskel/shared/statistics';
import { countOrSmall, HIDDEN, POLICY, SMALL } from '../engine/marks.ts';
import type { Counts } from './counts.ts';
import { monthsBy, shownTickets, wholePeriods } from './tables.ts';

type Cells = ReadonlyMap<string, Shown>;

/**
 * `counts`: by month, `busy 2026-11`. `tickets`: what is shown of them. `before`: cells of earlier releases, which stay as
 * they are.
 */
export function busyCells(
  days: readonly string[],
  counts: Counts,
  tickets: Cells,
  before: Cells,
): Map<string, Shown> {
  const cells = new Map<string, Shown>();
  /** Returns whether it is shown. */
  const put = (period: string, months: readonly string[], isShown: boolean): boolean => {
    const sum = months.reduce((all, month) => all + (counts[`busy ${month}`] ?? 0), 0);
    const key = cellKey('busy', [['date', period]]);
    // A month has no busy time, or at least five quarters, so a `<5` is not narrowed by its quarter or year.
    const cell = before.get(key) ?? (isShown ? countOrSmall(sum) : HIDDEN);
    cells.set(key, cell);
    return cell !== HIDDEN;
  };
  const quarters = wholePeriods(days, quarterOf);
  const shown = new Set<string>();
  /** How many conversations readers know of at least, up to a month, and how many sums of groups. */
  let [known, sums] = [0, 0];
  const found = monthsBy(days, quarterOf);
  for (const [quarter, months] of found) {
    const isComplete = quarters.includes(quarter);
    const atQuarter = known + (isComplete ? leastMatched(tickets, quarter) : 0);
    // The months after a hidden one are hidden as well, so that the quarter tells only their sum, at its end.
    let isWhole = true;
    for (const month of months) {
      known += leastMatched(tickets, month);
      if (month === months.at(-1)) known = Math.max(known, atQuarter);
      isWhole = put(month, [month], isWhole && known >= TELLABLE_FROM * (sums + 1));
      if (isWhole) sums += 1;
    }
    if (!isComplete) continue;
    if (!put(quarter, months, isWhole || known >= TELLABLE_FROM * (sums + 1))) continue;
    shown.add(quarter);
    if (!isWhole) sums += 1;
  }
  for (const year of wholePeriods(days, yearOf)) {
    const own = [...found].filter(([quarter]) => quarter.startsWith(year));
    put(
      year,
      own.flatMap(([, months]) => months),
      own.every(([quarter]) => shown.has(quarter)),
    );
  }
  return cells;
}

/** Of a period: how many matched tickets readers know of at least. A `<5` of those who left may be 0 to 4. */
function leastMatched(tickets: Cells, period: string): number {
  const matched = shownTickets(tickets, period, 'matched');
  if (typeof matched === 'number') return matched;
  const all = shownTickets(tickets, period);
  if (typeof all !== 'number' || shownTickets(tickets, period, 'left') !== SMALL) return 0;
  return Math.max(0, all - (POLICY.threshold - 1));
}
