/** The tables of tickets, waits and offers that a release describes to disclosure control (rule T3). */
import {
  dateOf,
  dayAfter,
  monthOf,
  monthOfDay,
  quarterOf,
  weekOf,
  yearOf,
} from '@terskel/shared/calendar';
import { classesOf, FIGURES, OUTCOMES, WAIT_BOUNDS_S } from '@terskel/shared/figures';
import { cellKey, type Shown, WAITS_SHOWN_S, waitLabel } from '@terskel/shared/statistics';
import { sumsOf } from '../../domain/cells.ts';
import { begun, dateDimension, levelsOf, PERIOD } from '../engine/calendar.ts';
import { ALL, type Dimension, dimension, type Group, type Table } from '../engine/tables.ts';
import type { Counts } from './counts.ts';

type LabelOf = (date: Date) => string;

const PART = 'part';
const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour));
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];

export interface TableCounts {
  readonly days: Counts;
  readonly weekHours: Counts;
}

/** All tables that share counts of tickets. `days`: successive local days. */
export function ticketTables(days: readonly string[], counts: TableCounts): Table[] {
  return [
    byDate(days, counts),
    ...[byWeekHour(days, counts), byWait(days, counts)].filter((table) => table !== null),
  ];
}

/** Tickets by date and outcome. The group `left` are all outcomes but `matched`. */
function byDate(days: readonly string[], { days: counts }: TableCounts): Table {
  const left = [...OUTCOMES.keys()].filter((index) => OUTCOMES[index] !== 'matched');
  const outcome = dimension('outcome', 'outcome', OUTCOMES, [
    { level: PART, label: 'left', members: left },
  ]);
  const numbers = days.flatMap((day) =>
    OUTCOMES.map((each) => counts[`tickets ${day} ${each}`] ?? 0),
  );
  const outcomes = ['outcome', PART, ALL];
  const { day, week, month, quarter, year } = PERIOD;
  return {
    figure: 'tickets',
    dimensions: [dateDimension(days), outcome],
    shown: [
      ...[month, quarter, year].flatMap((period) => outcomes.map((each) => [period, each])),
      ...[day, week, PERIOD.weekday].map((period) => [period, ALL]),
    ],
    guarded: [[PERIOD.weekPart, ALL]],
    reserved: [month, quarter, year].flatMap((period) =>
      outcomes.map((each) => [begun(period), each]),
    ),
    counts: numbers,
    closed: closedDays(days, counts, numbers, OUTCOMES.length),
  };
}

/** Days on which the service is not open by the plan, and nothing was counted either. */
function closedDays(
  days: readonly string[],
  counts: Counts,
  numbers: readonly number[],
  width: number,
) {
  return days.flatMap((day, at) => {
    const own = numbers.slice(at * width, (at + 1) * width);
    const isClosed = counts[`open ${day}`] === undefined && own.every((count) => count === 0);
    return own.map(() => (isClosed ? 1 : 0));
  });
}

/** Tickets by weekday and hour, of complete quarters. */
function byWeekHour(days: readonly string[], { weekHours }: TableCounts): Table | null {
  const quarters = wholePeriods(days, quarterOf);
  if (quarters.length === 0) return null;
  const leaves = quarters.flatMap((quarter) => WEEKDAYS.map((weekday) => `${quarter}-${weekday}`));
  const groups = quarters.map((label, at): Group => {
    return { level: PERIOD.quarter, label, members: WEEKDAYS.map((_, index) => at * 7 + index) };
  });
  const sums = sumsOf(
    Object.entries(weekHours).flatMap(([name, count]) => {
      const [figure = '', weekday = '', hour = ''] = name.split(' ');
      return figure === 'tickets' ? [[`${weekday} ${hour}`, count] as const] : [];
    }),
  );
  const places = leaves.flatMap((weekday) => HOURS.map((hour) => `${weekday} ${hour}`));
  return {
    figure: 'tickets',
    dimensions: [
      dimension('date', PERIOD.weekday, leaves, groups),
      dimension('hour', 'hour', HOURS),
    ],
    shown: [PERIOD.weekday, PERIOD.quarter].flatMap((period) => [
      [period, 'hour'],
      [period, ALL],
    ]),
    counts: places.map((place) => sums.get(place) ?? 0),
    closed: places.map((place) =>
      weekHours[`open ${place}`] === undefined && !sums.has(place) ? 1 : 0,
    ),
  };
}

/**
 * Tickets by month, `matched` or `left`, and wait. Between two of the bounds that are shown lies a band, which is only
 * guarded. A month whose waits are not all there is left out; so are the quarter and the year that it belongs to. Its total
 * is a cell of the first table.
 */
function byWait(days: readonly string[], { days: counts }: TableCounts): Table | null {
  const outcomes = FIGURES.waits.splits.outcome;
  const bands = [...WAITS_SHOWN_S.map(String), 'more'];
  const bandOf = bandsOf();
  const sums = sumsOf(
    Object.entries(counts).flatMap(([name, count]) => {
      const [figure = '', day = '', outcome = '', wait = ''] = name.split(' ');
      const place = `${figure} ${monthOfDay(day)} ${outcome === 'matched' ? outcome : 'left'}`;
      const all = [place, count] as const;
      return figure === 'waits'
        ? [all, [`${place} ${bandOf.get(wait) ?? 'more'}`, count] as const]
        : [all];
    }),
  );
  const openMonths = new Set(
    Object.keys(counts).flatMap((name) => {
      const [figure, day = ''] = name.split(' ');
      return figure === 'open' || figure === 'tickets' ? [monthOfDay(day)] : [];
    }),
  );
  const isWhole = (month: string): boolean =>
    outcomes.every(
      (each) => sums.get(`waits ${month} ${each}`) === sums.get(`tickets ${month} ${each}`),
    );
  const months = wholePeriods(days, monthOf).filter(isWhole);
  if (months.length === 0) return null;
  const upTo = WAITS_SHOWN_S.map((bound, at): Group => {
    return { level: 'to', label: waitLabel(bound), members: [...bands.keys()].slice(0, at + 1) };
  });
  const { month, quarter, year } = PERIOD;
  return {
    figure: 'tickets',
    dimensions: [
      monthDimension(months, days),
      dimension('outcome', 'outcome', outcomes),
      dimension('wait', 'band', bands, upTo),
    ],
    shown: [month, quarter, year].flatMap((period) => [
      [period, 'outcome', 'to'],
      [period, 'outcome', ALL],
    ]),
    guarded: [month, quarter, year].map((period) => [period, 'outcome', 'band']),
    reserved: [quarter, year].map((period) => [begun(period), 'outcome', 'to']),
    counts: months.flatMap((each) =>
      outcomes.flatMap((outcome) =>
        bands.map((band) => sums.get(`waits ${each} ${outcome} ${band}`) ?? 0),
      ),
    ),
    // Everybody knows that nobody came in a closed month.
    closed: months.flatMap((each) =>
      outcomes.flatMap(() => bands.map(() => (openMonths.has(each) ? 0 : 1))),
    ),
  };
}

/** For each class of waits that is counted, the band that it belongs to. */
function bandsOf(): ReadonlyMap<string, string> {
  const bounds = classesOf(WAIT_BOUNDS_S).map((name): readonly [string, string] => {
    const bound = WAITS_SHOWN_S.find((each) => name !== 'more' && Number(name) <= each);
    return [name, bound === undefined ? 'more' : String(bound)];
  });
  return new Map(bounds);
}

/** Offers by date and answer. */
export function offerTable(days: readonly string[], { days: counts }: TableCounts): Table {
  const { answer } = FIGURES.offers.splits;
  const numbers = days.flatMap((day) => answer.map((each) => counts[`offers ${day} ${each}`] ?? 0));
  const { week, month, quarter, year } = PERIOD;
  return {
    figure: 'offers',
    dimensions: [dateDimension(days), dimension('answer', 'answer', answer)],
    shown: [week, month, quarter, year].flatMap((period) => [
      [period, 'answer'],
      [period, ALL],
    ]),
    guarded: [
      [PERIOD.weekPart, 'answer'],
      [PERIOD.weekPart, ALL],
    ],
    reserved: [month, quarter, year].flatMap((period) => [
      [begun(period), 'answer'],
      [begun(period), ALL],
    ]),
    counts: numbers,
    closed: closedDays(days, counts, numbers, answer.length),
  };
}

/** Months, and the quarters and years, complete or begun, of which no month is left out. */
function monthDimension(months: readonly string[], days: readonly string[]): Dimension {
  const groups = (level: string, labelOf: LabelOf): Group[] => {
    const levelOf = levelsOf(level, days, labelOf);
    return [...monthsBy(days, labelOf)].flatMap(([label, own]) => {
      const members = own.map((month) => months.indexOf(month));
      return members.includes(-1) ? [] : [{ level: levelOf(label), label, members }];
    });
  };
  return dimension('date', PERIOD.month, months, [
    ...groups(PERIOD.quarter, quarterOf),
    ...groups(PERIOD.year, yearOf),
  ]);
}

/** The complete months, by the quarter or year that they belong to. */
export const monthsBy = (days: readonly string[], labelOf: LabelOf): Map<string, string[]> =>
  Map.groupBy(wholePeriods(days, monthOf), (month) => labelOf(dateOf(`${month}-01`)));

/** What is shown of the tickets of a period, or of those with this outcome; undefined if it has no such cell. */
export const shownTickets = (
  cells: ReadonlyMap<string, Shown>,
  date: string,
  outcome = '',
): Shown | undefined =>
  cells.get(
    cellKey('tickets', [
      ['date', date],
      ['outcome', outcome],
    ]),
  );

/**
 * The periods that are complete: no day of them will come. The first month, quarter and year begin on the first day that
 * was counted. Days before it do not exist, and no count is added to them later, so these periods never change either. A
 * week always has seven days.
 */
export function wholePeriods(days: readonly string[], labelOf: LabelOf): string[] {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  const labels = [...new Set(days.map((day) => labelOf(dateOf(day))))];
  const outside = labelOf === weekOf ? [dayAfter(first, -1), dayAfter(last)] : [dayAfter(last)];
  const cut = new Set(outside.map((day) => labelOf(dateOf(day))));
  return labels.filter((label) => !cut.has(label));
}
